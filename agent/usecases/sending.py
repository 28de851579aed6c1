"""Parts on their way to the receiver: several at the same moment, each over a connection of its own.

What is in flight is never more than one part may be (`limits.PART_BYTES`), so that a cut repeats no more than that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from types import TracebackType

from agent.domain.errors import AgentError
from agent.usecases.ports import Progress
from shared import limits
from shared.messages import Begun

LOOK_SECONDS = 0.2
"""How often the wish to stop is looked for while parts are on their way."""

Put = Callable[[int, int, str], None]
"""Sends a part: number of the upload, number of the part, its digest."""


def senders() -> ThreadPoolExecutor:
    """The threads that send."""
    return ThreadPoolExecutor(limits.PARTS_AT_ONCE, thread_name_prefix="sender")


def send(put: Put, upload: int, missing: Iterable[tuple[int, str]], progress: Progress) -> None:
    """Send these parts: number and digest. Raises what the first one raises that fails, or `Cancelled`, when those that
    were on their way have ended too."""
    with senders() as pool:
        left = {pool.submit(put, upload, number, digest) for number, digest in missing}
        try:
            while left:
                done, left = wait(left, LOOK_SECONDS, FIRST_COMPLETED)
                for one in done:
                    one.result()
                progress.advance(len(done))
        finally:
            pool.shutdown(cancel_futures=True)


class HeadStart:
    """Sends parts of a whole set while the rest of it is still being read.

    It never makes the reading wait, and decides nothing: where it fails, whoever sends the rest afterwards meets the
    same failure, asks what has arrived, and goes on from there. A set of one part travels inside `begin` later on.
    """

    def __init__(self, begin: Callable[[], Begun], put: Put) -> None:
        self._begin = begin
        self._put = put
        self._pool = senders()
        self._first = ""
        self._begun: Future[Begun] | None = None
        self._sent: list[Future[None]] = []
        self._failed = False

    def __enter__(self) -> HeadStart:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """What is on its way arrives; what is not is left to others."""
        self._pool.shutdown(cancel_futures=True)
        if error is None:
            for one in self._sent:
                if not one.cancelled():
                    one.result()

    def added(self, number: int, digest: str) -> None:
        """That part lies in the outbox for good."""
        if number == 1:
            self._first = digest
            return
        if self._begun is None:
            self._begun = self._pool.submit(self._begin)
            self._sent.append(self._pool.submit(self._send, self._begun, 1, self._first))
        self._sent.append(self._pool.submit(self._send, self._begun, number, digest))

    def _send(self, begun: Future[Begun], number: int, digest: str) -> None:
        try:
            told = begun.result()
            if told.state == "all" and not self._failed:
                self._put(told.id, number, digest)
        except AgentError:
            self._failed = True
