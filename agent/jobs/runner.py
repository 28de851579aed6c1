"""Work away from the window's thread: one lane for the office database, a pool for questions over the network, one
lane for searching what was read already, which never waits for either.

No Qt here: an answer is called on the lane's own thread, and whoever asked takes it from there.
"""

from __future__ import annotations

import threading
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from queue import SimpleQueue
from typing import Generic, TypeVar

Found = TypeVar("Found")

NETWORK_THREADS = 3


@dataclass(frozen=True)
class Done(Generic[Found]):
    """The work came to its end."""

    value: Found


@dataclass(frozen=True)
class Failed:
    """The work raised."""

    error: BaseException


class Lane:
    """Does pieces of work in the order in which they come, as many at a time as it has threads.

    It never keeps the process alive: what must not be cut short is waited for by whoever started it.
    """

    def __init__(self, name: str, threads: int = 1) -> None:
        self._pieces: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._threads = threads
        for _ in range(threads):
            threading.Thread(target=self._live, name=name, daemon=True).start()

    def put(self, work: Callable[[], Found], answer: Callable[[Done[Found] | Failed], None]) -> None:
        """Do `work` when its turn comes, then call `answer` with what came of it."""

        def piece() -> None:
            try:
                outcome: Done[Found] | Failed = Done(work())
            except BaseException as error:  # Whatever it was, somebody waits for the answer.
                _let_go(error)
                outcome = Failed(error)
            answer(outcome)

        self._pieces.put(piece)

    def end(self) -> None:
        """Take nothing more; the threads go when they are through with what is there."""
        for _ in range(self._threads):
            self._pieces.put(None)

    def _live(self) -> None:
        while (piece := self._pieces.get()) is not None:
            piece()


def _let_go(error: BaseException) -> None:
    """The error may be kept and shown for long: what its frames hold, open cursors and passwords, is not. Where it
    happened can still be told."""
    chain: BaseException | None = error
    while chain is not None:
        traceback.clear_frames(chain.__traceback__)
        chain = chain.__cause__ or chain.__context__


class Runner:
    """The lanes of one office."""

    def __init__(self) -> None:
        self.office = Lane("office")
        self.network = Lane("network", NETWORK_THREADS)
        self.memory = Lane("memory")

    def end(self) -> None:
        """Take nothing more."""
        self.office.end()
        self.network.end()
        self.memory.end()
