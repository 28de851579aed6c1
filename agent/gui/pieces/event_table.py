"""The table of what was done, the same on Home and in Activity."""

from __future__ import annotations

from PySide6.QtWidgets import QTableView

from agent.gui.looks.theme import Theme
from agent.gui.models.events import RESULT, WHAT, EventsModel
from agent.gui.pieces.listing import listing
from agent.gui.pieces.pill import PillDelegate

ROW = 38


def event_table(model: EventsModel, theme: Theme, name: str, *, pick: bool) -> QTableView:
    """Shows `model` under `name`."""
    table = listing(name, model, pick=pick, widest=WHAT)
    table.setItemDelegateForColumn(RESULT, PillDelegate(theme))
    table.verticalHeader().setDefaultSectionSize(ROW)
    table.horizontalHeader().setSectionsClickable(False)
    return table
