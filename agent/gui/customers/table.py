"""The table of customers: rows of one height, hover and choice by row, arrow keys and Enter."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from agent.gui.language import say

ROW = 34
WIDTHS = (98, 170, 92, 120, 200, 130)
"""Of number, name, status, city, e-mail, phone."""
WIDEST = 4
"""The e-mail takes what is left."""
NARROWEST = 72


class HoveredRow(QStyledItemDelegate):
    """Draws the whole row under the mouse as hovered, not only the cell."""

    def __init__(self, view: QTableView) -> None:
        super().__init__(view)
        self.row = -1

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        """Qt asks how a cell is to be drawn."""
        super().initStyleOption(option, index)
        option.state &= ~QStyle.StateFlag.State_HasFocus  # the row is chosen, not the cell
        if index.row() == self.row:
            option.state |= QStyle.StateFlag.State_MouseOver
        else:
            option.state &= ~QStyle.StateFlag.State_MouseOver


def quiet(table: QTableView) -> None:
    """A table that is looked at, by the row."""
    table.setObjectName("list")
    table.setShowGrid(False)
    table.setAlternatingRowColors(False)
    table.setWordWrap(False)
    table.setTextElideMode(Qt.TextElideMode.ElideRight)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setTabKeyNavigation(False)
    table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    table.setCornerButtonEnabled(False)
    rows = table.verticalHeader()
    rows.hide()
    rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    rows.setDefaultSectionSize(ROW)
    columns = table.horizontalHeader()
    columns.setHighlightSections(False)
    columns.setStretchLastSection(True)
    columns.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


class CustomersTable(QTableView):
    """`entered` tells that Enter was pressed on a customer."""

    entered = Signal()

    def __init__(self) -> None:
        super().__init__()
        quiet(self)
        self.setAccessibleName(say("Customers"))
        self.setMouseTracking(True)
        self._hovered = HoveredRow(self)
        self.setItemDelegate(self._hovered)
        columns = self.horizontalHeader()
        columns.setSectionsClickable(True)
        columns.setSortIndicatorShown(True)

    def spread(self) -> None:
        """Give the columns their widths, once there is a model."""
        for column, width in enumerate(WIDTHS):
            self.setColumnWidth(column, width)
        columns = self.horizontalHeader()
        columns.setStretchLastSection(False)
        columns.setMinimumSectionSize(NARROWEST)
        columns.setSectionResizeMode(WIDEST, QHeaderView.ResizeMode.Stretch)

    def entered_row(self, row: int) -> None:
        """The mouse is over this row now."""
        if row != self._hovered.row:
            self._hovered.row = row
            self.viewport().update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Qt tells where the mouse is."""
        self.entered_row(self.rowAt(round(event.position().y())))
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Qt tells that the mouse is gone."""
        self.entered_row(-1)
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt tells of a key."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.entered.emit()
            return
        super().keyPressEvent(event)
