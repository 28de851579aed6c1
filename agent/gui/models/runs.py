"""Earlier replacements, as a table."""

from __future__ import annotations

from PySide6.QtCore import QObject

from agent.gui.language import say
from agent.gui.models.rows import Column, RowsModel
from agent.gui.presenters.runs import Line

CONDITIONS, STATE = 3, 5


class RunsModel(RowsModel[Line]):
    """One row a replacement."""

    def __init__(self, parent: QObject) -> None:
        columns: tuple[Column[Line], ...] = (
            Column(say("When"), lambda run: run.when),
            Column(say("Who"), lambda run: run.who),
            Column(say("Field"), lambda run: run.field),
            Column(say("Conditions"), lambda run: run.conditions),
            Column(say("Rows"), lambda run: run.count, number=True),
            Column(say("State"), lambda run: run.state),
        )
        super().__init__(parent, columns, lambda run: run.tone)
