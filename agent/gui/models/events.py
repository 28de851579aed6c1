"""What was done, as a table: on Home the last of it, in Activity page by page."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from agent.gui.language import say
from agent.gui.models.rows import NOWHERE, Column, Index, RowsModel
from agent.gui.presenters.events import Event

WHAT, RESULT = 1, 4


class EventsModel(RowsModel[Event]):
    """One row an event. `more` asks for the rows after these, where it was said that there are some."""

    more = Signal()

    def __init__(self, parent: QObject) -> None:
        columns: tuple[Column[Event], ...] = (
            Column(say("When"), lambda event: event.when),
            Column(say("What"), _what),
            Column(say("Customers"), lambda event: event.customers or "–", number=True),
            Column(say("Changed"), lambda event: event.changed or "–", number=True),
            Column(say("Result"), lambda event: event.result),
        )
        super().__init__(parent, columns, lambda event: event.tone)
        self._rest = False

    def show(self, rows: Sequence[Event], *, rest: bool = False) -> None:
        """Show these, in place of those before."""
        self._rest = rest
        super().show(rows)

    def append(self, events: Sequence[Event], *, rest: bool) -> None:
        """Show these after those before; `rest` says whether there are still more."""
        if events:
            self.beginInsertRows(NOWHERE, len(self.rows), len(self.rows) + len(events) - 1)
            self.rows = [*self.rows, *events]
            self.endInsertRows()
        self._rest = rest

    def canFetchMore(self, parent: Index) -> bool:
        """Qt asks, when somebody scrolls to the end."""
        return self._rest and not parent.isValid()

    def fetchMore(self, parent: Index) -> None:
        """Qt asks for the rows after these."""
        self._rest = False
        self.more.emit()


def _what(event: Event) -> str:
    return say("{what} by {who}", what=event.what, who=event.who) if event.who else event.what
