"""The copies of the practice database, as a table."""

from __future__ import annotations

from PySide6.QtCore import QObject

from agent.gui.language import say
from agent.gui.models.rows import Column, RowsModel
from agent.gui.presenters.restore import CopyRow

WHAT, STATE = 1, 4


class CopiesModel(RowsModel[CopyRow]):
    """One row a copy."""

    def __init__(self, parent: QObject) -> None:
        columns: tuple[Column[CopyRow], ...] = (
            Column(say("When"), lambda copy: copy.when),
            Column(say("Reason or place"), lambda copy: copy.reason),
            Column(say("Size"), lambda copy: copy.size, number=True),
            Column(say("Kind"), lambda copy: copy.kind),
            Column(say("State"), lambda copy: copy.state),
        )
        super().__init__(parent, columns, lambda copy: copy.tone)
