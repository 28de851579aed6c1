"""The window never freezes: nothing that Qt hands to it may take long.

What counts is the time that the window took for itself: that in which it computed, and that in which it waited for a
file, a lock, an answer or a clock. Only the time in which it could have gone on at once, and did not because others had
the processors, is left out: on a machine that is loaded with several runs at once that may be seconds for anything at
all, and says nothing about the window. Linux counts it for every thread. Where it is not counted, all time counts.
"""

from __future__ import annotations

import os
import time

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication

LONGEST_SECONDS = 1.0
"""The goal is a tenth of this; slow machines need the rest."""

WAITING = "/proc/thread-self/schedstat"
"""Nanoseconds on a processor, nanoseconds in the line for one, and how often it came to one."""


SAMPLED_SECONDS = 0.05
"""How old what was read of the line may be: reading it for each of hundreds of thousands of events would cost more than
most of them."""
LONG_SECONDS = 0.1
"""What takes less is not looked at closer: all of its time counts."""


class Line:
    """How long the thread that makes it stood in the line for a processor."""

    def __init__(self) -> None:
        try:
            self._counted: int | None = os.open(WAITING, os.O_RDONLY)  # it stays this thread's, whoever reads it
        except OSError:
            self._counted = None
        self._read_at = 0.0
        self._seconds = 0.0

    def seconds(self) -> float:
        """Since the thread began; 0 where nobody counts it."""
        return int(os.pread(self._counted, 100, 0).split()[1]) / 1e9 if self._counted is not None else 0.0

    def seconds_before(self, now: float) -> float:
        """The same a moment ago at most, at `now` by `time.perf_counter`."""
        if now - self._read_at > SAMPLED_SECONDS:
            self._read_at, self._seconds = now, self.seconds()
        return self._seconds


class WatchedApplication(QApplication):
    """An application that times every event it hands out."""

    def __init__(self, words: list[str]) -> None:
        super().__init__(words)
        self.longest = 0.0
        self.what = ""
        self._line = Line()

    def notify(self, receiver: QObject, event: QEvent) -> bool:
        """Qt hands `event` to `receiver`."""
        begun = time.perf_counter()
        stood = self._line.seconds_before(begun)
        try:
            return super().notify(receiver, event)
        finally:
            gone = time.perf_counter() - begun
            if gone > LONG_SECONDS:
                gone -= self._line.seconds() - stood
            if gone > self.longest:
                self.longest, self.what = gone, f"{type(receiver).__name__} at {event.type().name}"


def faults(application: WatchedApplication) -> list[str]:
    """What froze the window since the last time this was asked."""
    longest, what = application.longest, application.what
    application.longest, application.what = 0.0, ""
    return [f"{what} took {longest:.2f} s"] if longest >= LONGEST_SECONDS else []
