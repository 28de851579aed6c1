"""Sends an outbox to its portal, going on after cuts (architecture "Process: the protocol"; reliability F3, F4, F20).

A lost answer is not a lost request: after a cut the same upload is asked for again by its idempotency key, and the
receiver says what has arrived or that it is done. So every way through here ends in at most one publication.
"""

from __future__ import annotations

import base64
import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace

import msgspec

from agent.domain.errors import ReceiverError
from agent.domain.portals import CutOff, Outbox, Portal, Refused
from agent.usecases.portal_ports import Publication, Receiver
from agent.usecases.ports import Progress
from agent.usecases.sending import HeadStart, send
from shared import limits
from shared.messages import Begin, Begun, Commit, Receipt, Seen

ATTEMPTS = 3
PAUSE_SECONDS = 0.5
"""Before the second attempt; four times as long before the third."""
_STALE = "stale"
_AGAIN = frozenset({_STALE, "missing-parts", "not-found"})
_MISMATCH = "digest-mismatch"


class AllWanted(Exception):
    """The receiver needs the whole set, read anew; what is in the outbox is only a part of it, did not add up, or is
    older than what the portal shows."""

    def __init__(self, why: str) -> None:
        super().__init__(why)


@dataclass(frozen=True)
class Publisher:
    """Publishes to one portal."""

    portal: Portal
    receiver: Receiver
    publication: Publication
    progress: Progress
    sleep: Callable[[float], None]
    confirms: Seen | None
    """What the person saw who confirms it; None where nobody does."""

    def publish(self, outbox: Outbox) -> tuple[bool, Receipt]:
        """Publish, and keep the receipt. Answers whether anything changed by it, and the receipt.

        Raises `AllWanted`, or an `AgentError` with nothing published that was not before.
        """
        for attempt in range(ATTEMPTS):
            last = attempt == ATTEMPTS - 1
            try:
                begun = self._attempt(outbox)
            except CutOff:
                if last:
                    raise
                self.sleep(PAUSE_SECONDS * 4**attempt)
            except Refused as refused:
                outbox = self._after(refused, outbox, last)
            else:
                receipt = _receipt(begun, outbox)
                changed = begun.state != "current"
                self.publication.settle(self.portal, receipt, sent=changed)
                return changed, receipt
        raise AssertionError("the last attempt returns or raises")

    def head_start(self, outbox: Outbox) -> HeadStart:
        """Sends parts of `outbox` while it grows; to be ended before `publish` is called."""
        return HeadStart(lambda: self.receiver.begin(self._begin(outbox), self.confirms), self._put)

    def _attempt(self, outbox: Outbox) -> Begun:
        self.progress.step("Sending", len(outbox.parts))
        self.progress.advance(0)
        begun = self.receiver.begin(self._begin(outbox), self.confirms)
        if begun.state == "all" and not outbox.full:
            raise AllWanted("the receiver does not hold the last snapshot")
        if begun.state in ("current", "done"):
            return begun
        every = enumerate(outbox.parts, 1)
        missing = [(number, digest) for number, digest in every if begun.parts.get(str(number)) != digest]
        self.progress.advance(len(outbox.parts) - len(missing))
        send(self._put, begun.id, missing, self.progress)
        self.progress.advance(0)
        return self.receiver.commit(begun.id, Commit(outbox.digest, outbox.counts) if outbox.streamed else None)

    def _put(self, upload: int, number: int, digest: str) -> None:
        self.receiver.put_part(upload, number, self.publication.part(self.portal, number), digest)

    def _begin(self, outbox: Outbox) -> Begin:
        begin = Begin(
            idempotency_key=outbox.idempotency_key,
            practice_id=self.portal.practice_id,
            base=outbox.base,
            digest="" if outbox.streamed else outbox.digest,
            counts={} if outbox.streamed else outbox.counts,
            attended=outbox.attended,
            whole=outbox.full,
            streamed=outbox.streamed,
            run=outbox.run,
            after=outbox.after,
        )
        if len(outbox.parts) != 1 or outbox.streamed:
            return begin
        part = self.publication.part(self.portal, 1)
        if len(part) > limits.INLINE_BYTES:
            return begin
        change = base64.b64encode(part).decode()
        return msgspec.structs.replace(begin, change=change, change_digest=outbox.parts[0])

    def _after(self, refused: Refused, outbox: Outbox, last: bool) -> Outbox:
        """What the next attempt sends; raises where there is none."""
        # A whole set that came too late holds older data than the portal: it is of no use any more.
        if (refused.code == _MISMATCH and not outbox.full) or (refused.code == _STALE and (outbox.full or last)):
            raise AllWanted(refused.title) from refused
        if last:
            raise refused
        if refused.code == "key-reused" or refused.code == _MISMATCH:
            renewed = replace(outbox, idempotency_key=secrets.token_hex(16), streamed=False)
            self.publication.set_header(self.portal, renewed)
            return renewed
        if refused.code in _AGAIN:
            return outbox
        raise refused


def _receipt(begun: Begun, outbox: Outbox) -> Receipt:
    told = begun.receipt
    if told is None or (told.digest, told.counts) != (outbox.digest, outbox.counts):
        raise ReceiverError(
            "The receiver did not confirm what was sent.",
            detail=f"It answered {begun.state!r} for another set of records.",
            remedy="Start Process again; if it stays so, tell whoever runs the portal.",
        )
    return told
