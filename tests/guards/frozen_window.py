"""The window never freezes: nothing that Qt hands to it may take long."""

from __future__ import annotations

import time

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication

LONGEST_SECONDS = 1.0
"""The goal is a tenth of this; slow machines shared by many need the rest."""


class WatchedApplication(QApplication):
    """An application that times every event it hands out."""

    def __init__(self, words: list[str]) -> None:
        super().__init__(words)
        self.longest = 0.0
        self.what = ""

    def notify(self, receiver: QObject, event: QEvent) -> bool:
        """Qt hands `event` to `receiver`."""
        begun = time.perf_counter()
        try:
            return super().notify(receiver, event)
        finally:
            gone = time.perf_counter() - begun
            if gone > self.longest:
                self.longest, self.what = gone, f"{type(receiver).__name__} at {event.type().name}"


def faults(application: WatchedApplication) -> list[str]:
    """What froze the window since the last time this was asked."""
    longest, what = application.longest, application.what
    application.longest, application.what = 0.0, ""
    return [f"{what} took {longest:.2f} s"] if longest >= LONGEST_SECONDS else []
