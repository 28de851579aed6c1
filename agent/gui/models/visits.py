"""The visits of one year as a table."""

from __future__ import annotations

from PySide6.QtCore import QObject

from agent.gui.language import say
from agent.gui.models.rows import Column, RowsModel

Line = tuple[str, ...]
"""As `presenters.visits.lines` tells a visit."""


class VisitsModel(RowsModel[Line]):
    """One row a visit."""

    def __init__(self, parent: QObject) -> None:
        columns: tuple[Column[Line], ...] = (
            Column(say("Day"), lambda visit: visit[0] or "–"),
            Column(say("Service"), lambda visit: visit[1] or "–"),
            Column(say("Started"), lambda visit: visit[2] or "–"),
            Column(say("Ended"), lambda visit: visit[3] or "–"),
            Column(say("Crew"), lambda visit: visit[4] or "–"),
            Column(say("Amount"), lambda visit: visit[5] or "–", number=True),
            Column(say("Notes"), lambda visit: visit[6]),
        )
        super().__init__(parent, columns)
