"""How every list of rows looks: no grid, one line below each row."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

ROW = 36
LOOKED_AT = 60
"""How many rows are looked at for the width of a column; a list may have 100,000."""


def listing(name: str, model: QAbstractItemModel, *, pick: bool = False, widest: int | None = None) -> QTableView:
    """A table for `model`; `name` is what a screen reader calls it. Where one is to `pick`, whole rows can be. The
    `widest` column takes what the others leave, else the last one."""
    made = QTableView()
    made.setModel(model)
    made.setAccessibleName(name)
    made.setShowGrid(False)
    made.setWordWrap(False)
    made.setTabKeyNavigation(False)
    made.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    made.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    mode = QAbstractItemView.SelectionMode.SingleSelection if pick else QAbstractItemView.SelectionMode.NoSelection
    made.setSelectionMode(mode)
    made.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    made.verticalHeader().hide()
    made.verticalHeader().setDefaultSectionSize(ROW)
    made.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    header = made.horizontalHeader()
    header.setHighlightSections(False)
    header.setResizeContentsPrecision(LOOKED_AT)
    header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    if widest is None:
        header.setStretchLastSection(True)
    else:
        header.setSectionResizeMode(widest, QHeaderView.ResizeMode.Stretch)
    return made
