"""The window never freezes: nothing that Qt hands to it may take long.

What counts is the time that the window took for itself: that in which it computed, and that in which it waited for a
file, a lock, an answer or a clock. Only the time in which it could have gone on at once, and did not because others had
the processors, is left out: on a machine that is loaded with several runs at once that may be seconds for anything at
all, and says nothing about the window. Linux counts it for every thread. Of the program's other threads it is left out
too, for the window may wait for one that holds the interpreter and stands in that line; and so is what the host took
away from a virtual machine. Where none of it is counted, all time counts.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from itertools import chain
from pathlib import Path

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication

LONGEST_SECONDS = 1.0
"""The goal is a tenth of this; slow machines need the rest."""

THREADS = "/proc/self/task"
WAITING = "schedstat"
"""In a thread's folder: nanoseconds on a processor, nanoseconds in the line for one, and how often it came to one."""

PROCESSORS = "/proc/stat"
TAKEN_AWAY = 8
"""Where a processor's line there tells what the host took away from it, in ticks."""
TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")

SAMPLED_SECONDS = 0.05
"""How old what was read of the line may be: reading it for each of hundreds of thousands of events would cost more than
most of them."""
LONG_SECONDS = 0.1
"""What takes less is not looked at closer: all of its time counts."""

Held = Mapping[tuple[str, str], float]
"""Seconds since the beginning, by what they were lost to (THREADS or PROCESSORS) and by which thread or processor."""


def held_up() -> Held:
    """What the threads of this program have lost to the line for a processor, and each processor to the host."""
    return dict(chain(_in_line(), _taken_away()))


def _in_line() -> Iterator[tuple[tuple[str, str], float]]:
    for thread in Path(THREADS).iterdir():
        # It may have ended meanwhile; and some systems do not count.
        with suppress(OSError):
            yield (THREADS, thread.name), int((thread / WAITING).read_bytes().split()[1]) / 1e9


def _taken_away() -> Iterator[tuple[tuple[str, str], float]]:
    for line in Path(PROCESSORS).read_text().splitlines():
        name, *ticks = line.split()
        if name.startswith("cpu") and name != "cpu" and len(ticks) >= TAKEN_AWAY:
            yield (PROCESSORS, name), int(ticks[TAKEN_AWAY - 1]) / TICKS_PER_SECOND


def innocent(before: Held, after: Held, thread: str) -> float:
    """The seconds between two readings that `thread` may have lost without doing anything: its own, those of one other,
    and those of one processor."""
    lost = {whose: seconds - before.get(whose, 0.0) for whose, seconds in after.items()}
    others = [seconds for (kind, name), seconds in lost.items() if kind == THREADS and name != thread]
    processors = [seconds for (kind, _), seconds in lost.items() if kind == PROCESSORS]
    return lost.get((THREADS, thread), 0.0) + max(others, default=0.0) + max(processors, default=0.0)


class Readings:
    """What was lost, read now and then."""

    def __init__(self) -> None:
        self._read_at = 0.0
        self._last: Held = {}

    def before(self, now: float) -> Held:
        """As it was a moment before `now` at most, by `time.perf_counter`."""
        if now - self._read_at > SAMPLED_SECONDS:
            self._read_at, self._last = now, held_up()
        return self._last


class WatchedApplication(QApplication):
    """An application that times every event it hands out."""

    def __init__(self, words: list[str]) -> None:
        super().__init__(words)
        self.longest = 0.0
        self.what = ""
        self._readings = Readings()
        self._thread = str(threading.get_native_id())

    def notify(self, receiver: QObject, event: QEvent) -> bool:
        """Qt hands `event` to `receiver`."""
        begun = time.perf_counter()
        before = self._readings.before(begun)
        try:
            return super().notify(receiver, event)
        finally:
            gone = time.perf_counter() - begun
            if gone > LONG_SECONDS:
                gone -= innocent(before, held_up(), self._thread)
            if gone > self.longest:
                self.longest, self.what = gone, f"{type(receiver).__name__} at {event.type().name}"


def faults(application: WatchedApplication) -> list[str]:
    """What froze the window since the last time this was asked."""
    longest, what = application.longest, application.what
    application.longest, application.what = 0.0, ""
    return [f"{what} took {longest:.2f} s"] if longest >= LONGEST_SECONDS else []
