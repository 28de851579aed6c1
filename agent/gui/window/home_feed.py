"""Keeps Home true: reads what the office and the receivers say, again and again."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from agent.domain.errors import AgentError, Cancelled
from agent.gui.bridge import Bridge
from agent.gui.language import say
from agent.gui.presenters.home import Told, home, shut
from agent.gui.presenters.requests import Heard
from agent.gui.presenters.work import HomeFacts

if TYPE_CHECKING:
    from agent.usecases.status import PortalStatus

EVERY_MS = 60_000
"""How often the receivers are asked while the window is open."""
WHILE_AT_WORK_MS = 5_000
"""And while the service, or a command, is publishing."""


class HomeFeed(QObject):
    """`refresh` asks the office, then the receivers; each answer shows the page anew."""

    shown = Signal(object)
    """A `presenters.home.Home`."""
    trouble = Signal(object)
    """The office itself could not be asked, or stopped in the middle the last time: an `AgentError`."""
    checked = Signal()
    """The receivers have answered."""
    heard = Signal(object)
    """Customers' requests were asked for: a `presenters.requests.Heard`."""

    def __init__(self, bridge: Bridge, home_words: str, parent: QObject) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._home_words = home_words
        self._facts: HomeFacts | None = None
        self._told = Told(statuses={})
        self._again = False
        self._fetching = False
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self.refresh)

    def refresh(self) -> None:
        """Ask anew; where an answer is still awaited, once more after it."""
        self._timer.start(EVERY_MS)
        if self._told.asking:
            self._again = True
        else:
            self._told = replace(self._told, asking=True)
            self._bridge.read(self, lambda work: work.home(), self._learnt, self._not_learnt)

    def note_working(self, working: bool) -> None:
        """A Process begins or is over; what came of it is asked for."""
        self._told = replace(self._told, working=working)
        self._show()
        if not working:
            self.refresh()

    def hear(self, heard: Heard) -> None:
        """The portals told what customers asked for."""
        self._told = replace(self._told, requests=heard.waiting)
        self._show()

    def settle(self) -> None:
        """A restore that a power cut ended: which of the two the practice database holds is said at once."""
        self._bridge.read(self, lambda work: work.backups.settle(), self._tell_what_was_cut_short, lambda _: None)

    def _tell_what_was_cut_short(self, sentences: list[str]) -> None:
        for sentence in sentences:
            self.trouble.emit(Cancelled(say("Something was cut short the last time"), detail=sentence))

    def _learnt(self, facts: HomeFacts) -> None:
        self._facts = facts
        self._told = replace(self._told, requests=facts.requests)
        self._timer.start(WHILE_AT_WORK_MS if _at_work(facts) else EVERY_MS)
        self._show()
        if facts.portals:
            self._bridge.read(self, lambda work: work.statuses(), self._answered, self._not_answered, network=True)
            self._fetch()
        else:
            self._answered([])

    def _fetch(self) -> None:
        """What customers asked for; one question at a time."""
        if not self._fetching:
            self._fetching = True
            self._bridge.read(
                self,
                lambda work: work.requests.exchange(),
                self._fetched,
                lambda _error: self._not_fetched(),
                network=True,
            )

    def _fetched(self, heard: Heard) -> None:
        self._fetching = False
        self.hear(heard)
        self.heard.emit(heard)

    def _not_fetched(self) -> None:
        self._fetching = False

    def _not_learnt(self, error: AgentError) -> None:
        self._told = replace(self._told, asking=False)
        self.trouble.emit(error)
        self.shown.emit(shut(say, error))

    def _answered(self, statuses: list[PortalStatus]) -> None:
        self._told = replace(self._told, trouble=None, statuses={one.name: one for one in statuses}, asked=_now())
        self._heard()

    def _not_answered(self, error: AgentError) -> None:
        self._told = replace(self._told, trouble=error, statuses={}, asked=None)
        self._heard()

    def _heard(self) -> None:
        self._told = replace(self._told, asking=False)
        self._show()
        self.checked.emit()
        if self._again:
            self._again = False
            self.refresh()

    def _show(self) -> None:
        if self._facts is not None:
            self.shown.emit(home(say, self._facts, self._told, _now(), self._home_words))


def _at_work(facts: HomeFacts) -> bool:
    return any(deed.result == "at work" for deed in facts.deeds)


def _now() -> datetime:
    return datetime.now().astimezone()
