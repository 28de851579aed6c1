"""Progress as a value that is read: the worker writes it, whoever shows it looks when it likes."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType

from agent.domain.errors import Cancelled


@dataclass(frozen=True)
class Position:
    """How far: `done` of `total` of the step `text`; `total` is 0 where it is not known."""

    text: str = ""
    done: int = 0
    total: int = 0


class PolledProgress:
    """The progress of one piece of work; `position` and `cancel` may be used from any thread."""

    def __init__(self) -> None:
        self._text = ""
        self._done = 0
        self._total = 0
        self._cancel = threading.Event()

    @property
    def position(self) -> Position:
        """Where the work is now."""
        return Position(self._text, self._done, self._total)

    def step(self, text: str, total: int = 0) -> None:
        """A new step begins."""
        self._text, self._done, self._total = text, 0, total

    def advance(self, count: int = 1) -> None:
        """Some of the step is done. Raises `Cancelled` where `cancel` was called."""
        self._done += count
        if self._cancel.is_set():
            raise Cancelled("Stopped.", detail="Nothing was published.", remedy="The next run starts anew.")

    def cancel(self) -> None:
        """Ask the work to stop at the next good place."""
        self._cancel.set()


@contextmanager
def stopped_by_interrupt(progress: PolledProgress) -> Iterator[None]:
    """While inside, Ctrl-C asks the work to stop; a second one ends it at once. Only for the main thread."""

    def ask(_signal: int, _frame: FrameType | None) -> None:
        progress.cancel()
        signal.signal(signal.SIGINT, signal.default_int_handler)

    before = signal.signal(signal.SIGINT, ask)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
