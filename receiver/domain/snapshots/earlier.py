"""Records as an earlier snapshot had them, beside those of now (B13)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, and_, bindparam, or_, select

from receiver.domain.snapshots.bodies import unpacked
from receiver.domain.snapshots.models import Snapshot, listing, records


@dataclass(frozen=True, slots=True)
class Versions:
    """A record then and now; None where the snapshot does not hold it."""

    then: bytes | None
    now: bytes | None
    """The very same object as `then` where nothing changed."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """What an earlier snapshot says about some records."""

    committed_at: datetime
    versions: dict[tuple[str, str], Versions]


_EARLIER: Final = (
    select(records.c.kind, records.c.key, records.c.since, records.c.until, records.c.body, Snapshot.committed_at)
    .join(Snapshot, and_(Snapshot.company_id == records.c.company_id, Snapshot.number == bindparam("then")))
    .where(
        records.c.company_id == bindparam("company_id"),
        Snapshot.pruned_at.is_(None),
        records.c.kind.in_(bindparam("kinds", expanding=True)),
        records.c.key.in_(bindparam("keys", expanding=True)),
        or_(
            and_(records.c.since <= bindparam("then"), records.c.until > bindparam("then")),
            and_(records.c.since <= bindparam("now"), records.c.until > bindparam("now")),
        ),
    )
)


_before: Final = records.alias()


def changed_customers(connection: Connection, company_id: int, then: int, now: int) -> set[str]:
    """The record ids of the customers in the snapshot `now` who were not, or not the same, in the earlier `then`."""
    found = connection.execute(
        select(listing.c.record_id)
        .join(records, and_(records.c.company_id == listing.c.company_id, records.c.key == listing.c.number))
        .outerjoin(
            _before,
            and_(
                _before.c.company_id == records.c.company_id,
                _before.c.kind == records.c.kind,
                _before.c.key == records.c.key,
                _before.c.since <= then,
                _before.c.until > then,
            ),
        )
        .where(
            records.c.company_id == company_id,
            # A sum of texts, so that SQLite goes by `since`: by the key it walks through all customers.
            records.c.kind.concat("") == "customer",
            records.c.since > then,
            records.c.since <= now,
            records.c.until > now,
            listing.c.since <= now,
            listing.c.until > now,
            # An upload of the whole set writes what is the same once more.
            or_(_before.c.hash.is_(None), _before.c.hash != records.c.hash),
        )
    )
    return set(found.scalars())


def versions(
    connection: Connection, company_id: int, then: int, now: int, wanted: Collection[tuple[str, str]]
) -> Earlier | None:
    """The records `(kind, key)` in the snapshots `then` and `now`, in one statement; None where `then` was given up, or
    shows none of them."""
    kinds, keys = {kind for kind, _ in wanted}, {key for _, key in wanted}
    rows = connection.execute(
        _EARLIER,
        {"company_id": company_id, "then": then, "now": now, "kinds": sorted(kinds), "keys": sorted(keys)},
    ).all()
    old: dict[tuple[str, str], bytes] = {}
    new: dict[tuple[str, str], bytes] = {}
    for row in rows:
        body = unpacked(row.body)
        if row.since <= then < row.until:
            old[row.kind, row.key] = body
        if row.since <= now < row.until:
            new[row.kind, row.key] = body
    if not old:
        return None
    return Earlier(rows[0].committed_at, {one: Versions(old.get(one), new.get(one)) for one in wanted})
