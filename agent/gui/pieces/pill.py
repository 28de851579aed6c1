"""A pill: a short word for a state, drawn in a table's cell."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from agent.gui.looks.theme import Theme
from agent.gui.looks.tokens import SPACE_1, SPACE_2, SPACE_3
from agent.gui.models.rows import TONE


class PillDelegate(QStyledItemDelegate):
    """Draws the text of a cell as a pill in the cell's tone."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._theme = theme

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Qt asks for one cell."""
        ink, ground = self._theme.tokens.tones[index.data(TONE)]
        text = str(index.data())
        painter.save()
        painter.setPen(QColor(self._theme.tokens.line))
        painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(_strong(option))
        space = option.rect.adjusted(SPACE_2, SPACE_1, -SPACE_2, -SPACE_1)
        height = min(space.height(), painter.fontMetrics().height() + SPACE_2)
        width = min(space.width(), painter.fontMetrics().horizontalAdvance(text) + 2 * SPACE_3)
        pill = QRectF(space.left(), space.center().y() - height / 2, width, height)
        quiet = index.data(TONE) == "quiet"
        painter.setPen(QPen(QColor(self._theme.tokens.line)) if quiet else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(pill, height / 2, height / 2)
        painter.setPen(QColor(ink))
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(width - SPACE_2))
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, shown)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Qt asks for the space of one cell."""
        width = QFontMetrics(_strong(option)).horizontalAdvance(str(index.data())) + 2 * (SPACE_3 + SPACE_2)
        return QSize(width, super().sizeHint(option, index).height())


def _strong(option: QStyleOptionViewItem) -> QFont:
    font = QFont(option.font)
    font.setWeight(QFont.Weight.DemiBold)
    return font
