"""What a set of records will be: its digest, its counts, and how it differs from the snapshot before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from receiver.domain.snapshots.models import Upload, records
from shared.canonical import SetDigest
from shared.records import BODIES

AT_ONCE = 5_000


@dataclass(frozen=True, slots=True)
class Outcome:
    """The set as of a number."""

    digest: str
    counts: Mapping[str, int]
    difference: dict[str, dict[str, int]]


def outcome(session: Session, upload: Upload) -> Outcome:
    """Compute the set as it will be when the upload is published, from the rows themselves."""
    whole = SetDigest()
    difference: dict[str, dict[str, int]] = {}
    for kind in BODIES:
        tally = {"added": 0, "changed": 0, "removed": 0}
        ended: tuple[str, bytes] | None = None
        for key, hash_, since, until in _rows(session, upload, kind):
            if until == upload.number:
                tally["removed"] += 1
                ended = (key, hash_)
                continue
            whole.add(kind, key, hash_)
            if since < upload.number:
                continue
            if ended is None or ended[0] != key:
                tally["added"] += 1
            else:
                tally["removed"] -= 1
                tally["changed"] += ended[1] != hash_
        if any(tally.values()):
            difference[kind] = tally
    return Outcome(whole.hexdigest(), whole.counts, difference)


def _rows(session: Session, upload: Upload, kind: str) -> Iterator[tuple[str, bytes, int, int]]:
    """Key, hash, since and until of every row that is part of the set or ends with it, in the order of the keys; what
    ends stands before what follows it."""
    found = session.execute(
        select(records.c.key, records.c.hash, records.c.since, records.c.until)
        .where(
            records.c.company_id == upload.company_id,
            records.c.kind == kind,
            # A sum, so that SQLite goes by the primary key: by the index on `since` it reads all kinds for each.
            records.c.since + 0 <= upload.number,
            records.c.until >= upload.number,
        )
        .order_by(records.c.key, records.c.since)
        .execution_options(yield_per=AT_ONCE)
    )
    yield from found
