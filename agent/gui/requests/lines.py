"""Draws a request in the list: the customer and when, below it what it is about and a pill for its state. What nobody
has opened yet is bold and has a dot."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from agent.gui.looks.theme import Theme
from agent.gui.looks.tokens import SPACE_1, SPACE_2, SPACE_3, Tone
from agent.gui.models.requests import LINE
from agent.gui.presenters.requests import Line

DOT = 7
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class RequestLines(QStyledItemDelegate):
    """In the colours of `theme`."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Qt asks for the space of one line."""
        return QSize(0, 2 * QFontMetrics(option.font).height() + 2 * SPACE_3 + SPACE_1)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Qt asks for one line."""
        line: Line = index.data(LINE)
        tokens = self._theme.tokens
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, QColor(tokens.accent_soft))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(option.rect, QColor(tokens.paper))
        painter.setPen(QColor(tokens.line))
        painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())
        inside = option.rect.adjusted(SPACE_3, SPACE_2, -SPACE_3, -SPACE_2)
        half = inside.height() // 2
        above = QRect(inside.topLeft(), QSize(inside.width(), half))
        below = QRect(inside.topLeft() + QPoint(0, half), QSize(inside.width(), half))
        self._first(painter, above, option.font, line)
        self._second(painter, below, option.font, line)
        painter.restore()

    def _first(self, painter: QPainter, place: QRect, font: QFont, line: Line) -> None:
        tokens = self._theme.tokens
        if line.unread:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.accent))
            painter.drawEllipse(QRectF(place.left(), place.center().y() - DOT / 2 + 1, DOT, DOT))
            place = place.adjusted(DOT + SPACE_2, 0, 0, 0)
        painter.setFont(_weighted(font, QFont.Weight.Normal))
        painter.setPen(QColor(tokens.muted))
        painter.drawText(place, _RIGHT, line.when)
        room = place.width() - painter.fontMetrics().horizontalAdvance(line.when) - SPACE_3
        _text(painter, place, room, line.customer, tokens.ink, _weighted(font, _weight(line)))

    def _second(self, painter: QPainter, place: QRect, font: QFont, line: Line) -> None:
        width = self._pill(painter, place, font, line.state, line.tone)
        tokens = self._theme.tokens
        ink = tokens.ink if line.unread else tokens.muted
        _text(painter, place, place.width() - width - SPACE_3, line.subject, ink, _weighted(font, _weight(line)))

    def _pill(self, painter: QPainter, place: QRect, font: QFont, text: str, tone: Tone) -> int:
        ink, ground = self._theme.tokens.tones[tone]
        painter.setFont(_weighted(font, QFont.Weight.DemiBold))
        metrics = painter.fontMetrics()
        width = min(metrics.horizontalAdvance(text) + 2 * SPACE_2, place.width() // 2)
        height = metrics.height() + 2
        pill = QRectF(place.right() - width, place.center().y() - height / 2, width, height)
        painter.setPen(QColor(self._theme.tokens.line))
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(pill, height / 2, height / 2)
        painter.setPen(QColor(ink))
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, width - SPACE_2)
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, shown)
        return width


def _text(painter: QPainter, place: QRect, room: int, text: str, ink: str, font: QFont) -> None:
    painter.setFont(font)
    painter.setPen(QColor(ink))
    painter.drawText(place, _LEFT, painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, max(room, 0)))


def _weight(line: Line) -> QFont.Weight:
    return QFont.Weight.Bold if line.unread else QFont.Weight.Normal


def _weighted(font: QFont, weight: QFont.Weight) -> QFont:
    made = QFont(font)
    made.setWeight(weight)
    return made
