"""What pages read of the snapshots."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, and_, bindparam, select
from sqlalchemy.orm import Session

from receiver.domain.companies.models import Company
from receiver.domain.snapshots.bodies import unpacked
from receiver.domain.snapshots.models import Snapshot, listing, records

MOST_FOUND: Final = 50


@dataclass(frozen=True, slots=True)
class StoredRecord:
    """A record as it is stored: its hash, and its body (`shared.records`, for secret kinds
    `receiver.domain.people.verifiers`) as JSON bytes."""

    hash: bytes
    body: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class ListedCustomer:
    """A customer as sign-in finds him."""

    number: str
    record_id: str
    name: str


@dataclass(frozen=True, slots=True)
class Published:
    """What customers see: the snapshot and when it was committed."""

    number: int
    time: datetime


def fold(text: str) -> str:
    """How numbers and e-mail addresses are compared when they are not typed exactly. NFC joins what two keyboards write
    in two ways; NFKC would join what only looks alike, and numbers that look alike belong to different people."""
    return unicodedata.normalize("NFC", text).strip().casefold()


def searched(text: str) -> str:
    """How names are sorted and searched: without accents too, so that Álvarez stands beside Alvarez, and either word
    finds both. It decides about no sign-in."""
    parts = unicodedata.normalize("NFD", text.strip().casefold())
    return "".join(one for one in parts if not unicodedata.combining(one))


RECORDS: Final = select(records.c.kind, records.c.key, records.c.hash, records.c.body).where(
    records.c.company_id == bindparam("company_id"),
    records.c.kind.in_(bindparam("kinds", expanding=True)),
    records.c.key.in_(bindparam("keys", expanding=True)),
    records.c.since <= bindparam("published"),
    records.c.until > bindparam("published"),
)


def published_records(
    session: Session | Connection, company_id: int, published: int, wanted: Collection[tuple[str, str]]
) -> dict[tuple[str, str], StoredRecord]:
    """The records `(kind, key)` of a snapshot in one statement; what it does not hold is absent."""
    kinds, keys = {kind for kind, _ in wanted}, {key for _, key in wanted}
    found = session.execute(
        RECORDS, {"company_id": company_id, "kinds": sorted(kinds), "keys": sorted(keys), "published": published}
    )
    return {
        (kind, key): StoredRecord(hash_, unpacked(body)) for kind, key, hash_, body in found if (kind, key) in wanted
    }


def find_customers(
    session: Session, company_id: int, published: int, *, folded_number: str = "", folded_email: str = ""
) -> list[ListedCustomer]:
    """The customers of a snapshot whose folded number (or e-mail) is exactly this, in the order of their numbers.

    Empty words find nobody; more than `MOST_FOUND` are never given.
    """
    if not folded_number and not folded_email:
        return []
    column = listing.c.folded_number if folded_number else listing.c.folded_email
    found = session.execute(
        select(listing.c.number, listing.c.record_id, listing.c.name)
        .where(
            listing.c.company_id == company_id,
            column == (folded_number or folded_email),
            # A sum, so that SQLite goes by that column: by the index of `since` it walks the whole listing.
            listing.c.since + 0 <= published,
            listing.c.until > published,
        )
        .order_by(listing.c.number)
        .limit(MOST_FOUND)
    )
    return [ListedCustomer(row.number, row.record_id, row.name) for row in found]


def numbers_of(session: Session | Connection, company_id: int, published: int, record_id: str) -> list[str]:
    """The customer numbers that a record of the office has in a snapshot; at most two, for one is as it should be."""
    found = session.execute(
        select(listing.c.number)
        .where(
            listing.c.company_id == company_id,
            listing.c.record_id == record_id,
            listing.c.since <= published,
            listing.c.until > published,
        )
        .order_by(listing.c.number)
        .limit(2)
    )
    return [row.number for row in found]


def numbers_of_all(session: Session, company_id: int, published: int, record_ids: Collection[str]) -> dict[str, str]:
    """The customer number of each of these records in a snapshot, in one statement; those with none, or two, are
    absent."""
    found = session.execute(
        select(listing.c.record_id, listing.c.number).where(
            listing.c.company_id == company_id,
            listing.c.record_id.in_(sorted(record_ids)),
            listing.c.since <= published,
            listing.c.until > published,
        )
    )
    numbers: dict[str, list[str]] = {}
    for record_id, number in found:
        numbers.setdefault(record_id, []).append(number)
    return {record_id: held[0] for record_id, held in numbers.items() if len(held) == 1}


def last_owner(session: Session, company_id: int, number: str) -> str | None:
    """The record id of the customer who has this number in the newest snapshot that shows one; None where none does."""
    return session.scalars(
        select(listing.c.record_id)
        .where(listing.c.company_id == company_id, listing.c.number == number)
        .order_by(listing.c.since.desc())
        .limit(1)
    ).one_or_none()


def last_published(session: Session, company_id: int) -> Published | None:
    """What customers of the company see just now; None before the first snapshot."""
    row = session.execute(
        select(Snapshot.number, Snapshot.committed_at)
        .join(Company, and_(Company.company_id == Snapshot.company_id, Company.published == Snapshot.number))
        .where(Snapshot.company_id == company_id)
    ).one_or_none()
    return Published(row.number, row.committed_at) if row else None
