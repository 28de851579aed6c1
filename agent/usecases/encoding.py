"""Records as they are compared and sent: canonical bytes and their hash."""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from agent.domain.errors import PracticeError
from shared import limits
from shared.canonical import encode, record_hash
from shared.records import History

SHORT_NOTE = 200
"""Characters that stay of each note where a year of history would be larger than a record may be."""


class Record(NamedTuple):
    """One record of the new set. `data` is None where it is published just so already."""

    kind: str
    key: str
    hash: bytes
    data: bytes | None


def encoded(kind: str, key: str, body: msgspec.Struct, record_key: bytes = b"") -> Record:
    """The record, its bytes made to fit where only long notes are in the way. `record_key` is for secret kinds.

    Raises `PracticeError` where it is too large.
    """
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
    return Record(kind, key, record_hash(kind, data, record_key), data)
