"""Fills an outbox: encodes the records of a new set, digests all of them, and packs those that changed."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator

import msgspec

from agent.domain.diff import SetDiff
from agent.domain.errors import PracticeError
from agent.domain.portals import Outbox
from agent.usecases.collect import Record
from agent.usecases.ports import Spool
from shared import limits, parts
from shared.canonical import SetDigest, encode, record_hash
from shared.records import History

SHORT_NOTE = 200
"""Characters that stay of each note where a year of history would be larger than a record may be."""


class Comparison:
    """Compares a new set with what is published, record by record; `digest` and `diff` are complete at the end."""

    def __init__(self, diff: SetDiff, record_key: bytes) -> None:
        self.diff = diff
        self.digest = SetDigest()
        self._record_key = record_key
        self.moved: list[tuple[str, str, bytes | None]] = []
        """What was found to change and is not yet kept in the outbox."""

    def changes(self, records: Iterable[Record]) -> Iterator[parts.Change]:
        """What has to be sent for `records` to be published."""
        for kind, key, body in records:
            data = _sized(kind, key, body)
            hash_ = record_hash(kind, data, self._record_key)
            self.digest.add(kind, key, hash_)
            send, gone = self.diff.offer(kind, key, hash_)
            for old in gone:
                yield self._removal(kind, old)
            if send:
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


def fill(
    spool: Spool, comparison: Comparison, changes: Iterable[parts.Change], *, base: int, full: bool, attended: bool
) -> Outbox:
    """Put `changes` (of `comparison`) into the outbox as parts, and say what they are."""
    digests: list[str] = []
    for part in parts.split(changes):
        digests.append(parts.digest(part))
        spool.add_part(part, comparison.moved)
        comparison.moved.clear()
    header = Outbox(
        idempotency_key=secrets.token_hex(16),
        base=base,
        full=full,
        digest=comparison.digest.hexdigest(),
        counts=dict(comparison.digest.counts),
        attended=attended,
        parts=tuple(digests),
    )
    spool.finish(header)
    return header


def _sized(kind: str, key: str, body: msgspec.Struct) -> bytes:
    """The canonical bytes, made to fit where only long notes are in the way."""
    data = encode(body)
    if len(data) > limits.BODY_BYTES and isinstance(body, History):
        visits = tuple(msgspec.structs.replace(visit, notes=visit.notes[:SHORT_NOTE]) for visit in body.visits)
        data = encode(History(visits))
    if len(data) > limits.BODY_BYTES or len(key.encode()) > limits.KEY_BYTES:
        raise PracticeError(
            f"A record is too large to be published: {kind} {key[:60]!r}.",
            detail="Nothing was published.",
            remedy="Shorten the texts or the number of this record in the practice database.",
        )
    return data
