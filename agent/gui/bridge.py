"""From the window's thread to the lanes and back: one signal carries every answer home.

Progress and the wish to stop do not come this way: they are read and set on the `PolledProgress` that `change` gives.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from agent.domain.errors import AgentError, SignInNeeded
from agent.gui.presenters.work import Work
from agent.jobs import faults
from agent.jobs.progress import PolledProgress
from agent.jobs.runner import Done, Failed, Lane, Runner

Found = TypeVar("Found")
Failure = Callable[[AgentError], None]


class Bridge(QObject):
    """Asks the office that `opened` gives, which is called on a lane when it is first needed."""

    idle = Signal()
    """Nothing is being changed any more."""
    shut_out = Signal()
    """The office asks for a sign-in."""
    _answered = Signal(object, object)

    def __init__(self, opened: Callable[[], Work]) -> None:
        super().__init__()
        self._opened = opened
        self._work: Work | None = None
        self._opening = threading.Lock()
        self._answering = threading.Lock()
        self._over = False
        self._runner = Runner()
        self._changing: PolledProgress | None = None
        self._answered.connect(self._deliver)

    def read(
        self,
        asker: QObject,
        ask: Callable[[Work], Found],
        done: Callable[[Found], None],
        failed: Failure,
        *,
        network: bool = False,
    ) -> None:
        """Ask something that changes nothing; `done` or `failed` is called on the window's thread, if the `asker` is
        still there by then."""
        lane = self._runner.network if network else self._runner.office
        self._put(
            lane,
            lambda: ask(self._ready()),
            lambda found: _told(asker, done, found),
            lambda error: _told(asker, failed, error),
        )

    def think(self, asker: QObject, ask: Callable[[], Found], done: Callable[[Found], None], failed: Failure) -> None:
        """Search or sort what was read already; like `read`, but it waits for no database."""
        self._put(
            self._runner.memory,
            ask,
            lambda found: _told(asker, done, found),
            lambda error: _told(asker, failed, error),
        )

    def change(
        self, ask: Callable[[Work, PolledProgress], Found], done: Callable[[Found], None], failed: Failure
    ) -> PolledProgress:
        """Do something that changes or publishes. One at a time: the window's dialogs see to that."""
        progress = self._changing = PolledProgress()

        def ended(tell: Callable[[], None]) -> None:
            self._changing = None
            tell()
            self.idle.emit()

        self._put(
            self._runner.office,
            lambda: ask(self._ready(), progress),
            lambda found: ended(lambda: done(found)),
            lambda error: ended(lambda: failed(error)),
        )
        return progress

    @property
    def changing(self) -> PolledProgress | None:
        """The progress of the change that goes on, None where there is none."""
        return self._changing

    def end(self) -> None:
        """The window is gone: whatever is still asked over the network is answered to nobody."""
        with self._answering:
            self._over = True
        self._runner.end()

    def _put(self, lane: Lane, ask: Callable[[], Found], done: Callable[[Found], None], failed: Failure) -> None:
        def answer(outcome: Done[Found] | Failed) -> None:
            with self._answering:
                if self._over:
                    return
                if isinstance(outcome, Failed):
                    error = faults.told(outcome.error)
                    self._answered.emit(failed, error)
                    if isinstance(error, SignInNeeded):
                        self.shut_out.emit()
                else:
                    self._answered.emit(done, outcome.value)

        lane.put(ask, answer)

    def _ready(self) -> Work:
        with self._opening:
            if self._work is None:
                self._work = self._opened()
            return self._work

    def _deliver(self, tell: Callable[[object], None], found: object) -> None:
        tell(found)


def _told(asker: QObject, tell: Callable[[Found], None], found: Found) -> None:
    """A dialog may have been closed while its question was on the way."""
    if isValid(asker):
        tell(found)
