"""How long the window's thread is kept from its events, phase by phase, in a process that does nothing else."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEventLoop, QTimer

from tests.guards.frozen_window import WatchedApplication
from tests.window.seat import Hands

LONGEST_WAIT = 60
BEFORE_AND_AFTER_MS = 300


class Waiting(Hands):
    """At the window of a bench. `QTest.qWait`, which pytest-qt waits by, would keep Python from working on lanes."""

    def wait(self, until: Callable[[], bool]) -> None:
        """Let the window work until something is so."""
        wait(until)

    def settle(self) -> None:
        """A moment is enough."""
        rest(1)


def measured(application: WatchedApplication, phase: Callable[[], None]) -> dict[str, object]:
    """Do it, and tell the longest event, and how long all of it took."""
    rest(BEFORE_AND_AFTER_MS)
    application.longest, application.what = 0.0, ""
    begun = time.perf_counter()
    phase()
    seconds = time.perf_counter() - begun
    rest(BEFORE_AND_AFTER_MS)
    return {"ms": round(application.longest * 1000, 1), "what": application.what, "seconds": round(seconds, 2)}


def rest(milliseconds: int) -> None:
    """Let the window work."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def wait(until: Callable[[], bool]) -> None:
    """Let the window work until something is so."""
    end = time.monotonic() + LONGEST_WAIT
    while not until():
        assert time.monotonic() < end
        rest(5)
