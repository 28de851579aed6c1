"""What was done, as a table: on Home the last of it, in Activity page by page."""

from __future__ import annotations

from PySide6.QtCore import QObject

from agent.gui.language import say
from agent.gui.models.pages import PagesModel
from agent.gui.models.rows import Column
from agent.gui.presenters.events import Event

WHAT, RESULT = 1, 4


class EventsModel(PagesModel[Event]):
    """One row an event."""

    def __init__(self, parent: QObject) -> None:
        columns: tuple[Column[Event], ...] = (
            Column(say("When"), lambda event: event.when),
            Column(say("What"), _what),
            Column(say("Customers"), lambda event: event.customers or "–", number=True),
            Column(say("Changed"), lambda event: event.changed or "–", number=True),
            Column(say("Result"), lambda event: event.result),
        )
        super().__init__(parent, columns, lambda event: event.tone)


def _what(event: Event) -> str:
    return say("{what} by {who}", what=event.what, who=event.who) if event.who else event.what
