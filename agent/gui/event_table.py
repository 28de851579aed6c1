"""The table of what was done, the same on Home and in Activity."""

from __future__ import annotations

from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from agent.gui.models.events import RESULT, EventsModel
from agent.gui.pill import PillDelegate
from agent.gui.theme import Theme

ROW = 38
WHAT = 1


def event_table(model: EventsModel, theme: Theme, name: str, *, chosen: bool) -> QTableView:
    """Shows `model` under `name`; with `chosen` one row can be picked."""
    table = QTableView()
    table.setModel(model)
    table.setItemDelegateForColumn(RESULT, PillDelegate(theme))
    table.setAccessibleName(name)
    table.setShowGrid(False)
    table.setAlternatingRowColors(False)
    modes = QAbstractItemView.SelectionMode
    table.setSelectionMode(modes.SingleSelection if chosen else modes.NoSelection)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setTabKeyNavigation(False)
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(ROW)
    header = table.horizontalHeader()
    header.setHighlightSections(False)
    header.setSectionsClickable(False)
    header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    header.setSectionResizeMode(WHAT, QHeaderView.ResizeMode.Stretch)
    return table
