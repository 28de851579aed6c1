"""Fills an outbox: digests the records of a new set, and packs those that changed."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from agent.domain.diff import SetDiff
from agent.domain.portals import Outbox
from agent.usecases.encoding import Record
from agent.usecases.portal_ports import Spool
from shared import limits, parts
from shared.canonical import SetDigest


class Comparison:
    """Compares a new set with what is published, record by record; `digest` and `diff` are complete at the end."""

    def __init__(self, diff: SetDiff) -> None:
        self.diff = diff
        self.digest = SetDigest()
        self.moved: list[tuple[str, str, bytes | None]] = []
        """What was found to change and is not yet kept in the outbox."""

    def changes(self, records: Iterable[Record]) -> Iterator[parts.Change]:
        """What has to be sent for `records` to be published."""
        for kind, key, hash_, data in records:
            self.digest.add(kind, key, hash_)
            send, gone = self.diff.offer(kind, key, hash_)
            for old in gone:
                yield self._removal(kind, old)
            if send and data is not None:
                self.moved.append((kind, key, hash_))
                yield parts.Change(kind, key, data)

    def removals(self) -> Iterator[parts.Change]:
        """What is published and was not among the records; call it once, at the end."""
        for kind, key in self.diff.rest():
            yield self._removal(kind, key)

    def keep(self, kind: str, published: Iterable[tuple[str, bytes]]) -> None:
        """All records of `kind` stay as published."""
        for key, hash_ in published:
            self.digest.add(kind, key, hash_)
            self.diff.offer(kind, key, hash_)

    def _removal(self, kind: str, key: str) -> parts.Change:
        self.moved.append((kind, key, None))
        return parts.Change(kind, key, None)


def empty_outbox(
    before: Outbox | None, base: int, *, full: bool, attended: bool, streamed: bool = False, goes_on: bool = False
) -> Outbox:
    """An outbox under a new idempotency key that nothing has been put into yet, in place of the one `before`."""
    key, run = secrets.token_hex(16), secrets.token_hex(8)
    after = (before.run, *before.after)[: limits.RUNS_NAMED] if before and before.run else ()
    return Outbox(key, base, full, "", {}, attended, (), goes_on, streamed, run, after)


def nobody(_number: int, _digest: str) -> None:
    """Nobody has to know which parts there are before all are."""


def fill(
    spool: Spool,
    comparison: Comparison,
    changes: Iterable[parts.Change],
    outbox: Outbox,
    added: Callable[[int, str], object] = nobody,
) -> Outbox:
    """Put `changes` (of `comparison`) into the outbox as parts, and say what it holds then. `added` is told the number
    and the digest of each part that has been."""
    digests: list[str] = []
    for part in parts.split(changes):
        digests.append(parts.digest(part))
        spool.add_part(part, digests[-1], comparison.moved)
        comparison.moved.clear()
        added(len(digests), digests[-1])
    whole = replace(
        outbox,
        digest=comparison.digest.hexdigest(),
        counts=dict(comparison.digest.counts),
        parts=tuple(digests),
        streamed=outbox.streamed and len(digests) > 1,
    )
    spool.finish(whole)
    return whole
