"""Who has left: customers whom neither the newest upload nor what is published shows, but of whom something is held."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, Subquery, func, literal, or_, select, union_all
from sqlalchemy.orm import Session

from receiver.domain.companies.models import Company
from receiver.domain.people.users import PortalUser
from receiver.domain.requests.models import CustomerRequest
from receiver.domain.snapshots.models import Snapshot, listing
from receiver.domain.snapshots.queries import fold, searched

ROWS: Final = 50
"""On a page."""


@dataclass(frozen=True, slots=True)
class Departed:
    """A customer who has left; what is not held of him any more is empty."""

    record_id: str
    number: str = ""
    name: str = ""
    left_at: datetime | None = None
    """When the first snapshot without him came."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of them, the last to leave first, and how many there are in all."""

    rows: list[Departed]
    total: int


def departed(session: Session, company: Company, words: str = "", page: int = 1) -> Listed:
    """Those whose number, name or record id the words find; all of them without any."""
    held = _held(company)
    wanted = select(held.c.record_id, func.max(held.c.until).label("until")).where(
        *(_absent(company, held.c.record_id, snapshot) for snapshot in {company.newest, company.published})
    )
    if words:
        wanted = wanted.where(_named(company.company_id, held.c.record_id, words))
    found = wanted.group_by(held.c.record_id).subquery()
    rows = session.execute(
        select(found.c.record_id, found.c.until, func.count().over())
        .order_by(found.c.until.desc(), found.c.record_id)
        .offset((page - 1) * ROWS)
        .limit(ROWS)
    ).all()
    ends = {row.record_id: int(row.until) for row in rows}
    return Listed(_described(session, company.company_id, ends), rows[0][2] if rows else 0)


def find_departed(session: Session, company: Company, record_id: str) -> Departed | None:
    """The customer of this record; None where he has not left, or nothing is held of him."""
    company_id, held = company.company_id, _held(company)
    until = session.scalars(
        select(func.max(held.c.until)).where(
            held.c.record_id == record_id,
            *(_absent(company, held.c.record_id, snapshot) for snapshot in {company.newest, company.published}),
        )
    ).one_or_none()
    return _described(session, company_id, {record_id: until})[0] if until is not None else None


def _held(company: Company) -> Subquery:
    """Every record of a customer that something is held of, and where an upload left him out, the first one: perhaps
    several times, for those who are still here as well."""
    company_id = company.company_id
    seen = select(listing.c.record_id, listing.c.until).where(
        listing.c.company_id == company_id, listing.c.until <= company.newest
    )
    users = select(PortalUser.record_id, literal(0).label("until")).where(
        PortalUser.company_id == company_id, PortalUser.record_id != ""
    )
    asked = select(CustomerRequest.record_id, literal(0).label("until")).where(CustomerRequest.company_id == company_id)
    return union_all(seen, users, asked).subquery()


def _absent(company: Company, record_id: ColumnElement[str], snapshot: int) -> ColumnElement[bool]:
    return ~(
        select(listing.c.number)
        .where(
            listing.c.company_id == company.company_id,
            listing.c.record_id == record_id,
            # Not by the index of `since`: that would find every row.
            listing.c.since + 0 <= snapshot,
            listing.c.until > snapshot,
        )
        .exists()
    )


def _named(company_id: int, record_id: ColumnElement[str], words: str) -> ColumnElement[bool]:
    folded, name = fold(words), searched(words)
    known = select(listing.c.record_id).where(
        listing.c.company_id == company_id,
        or_(listing.c.folded_number == folded, listing.c.folded_name.contains(name, autoescape=True)),
    )
    asked = select(CustomerRequest.record_id).where(
        CustomerRequest.company_id == company_id,
        or_(CustomerRequest.customer_number == words, CustomerRequest.folded_name.contains(name, autoescape=True)),
    )
    return or_(record_id == words, record_id.in_(known), record_id.in_(asked))


def _described(session: Session, company_id: int, ends: dict[str, int]) -> list[Departed]:
    """In the order of `ends`: the last names and numbers that are held, and when they went."""
    names = _names(session, company_id, ends)
    times: dict[int, datetime] = {
        row.number: row.committed_at
        for row in session.execute(
            select(Snapshot.number, Snapshot.committed_at).where(
                Snapshot.company_id == company_id, Snapshot.number.in_(sorted(set(ends.values())))
            )
        )
    }
    return [Departed(one, *names.get(one, ("", "")), times.get(until)) for one, until in ends.items()]


def _names(session: Session, company_id: int, record_ids: Collection[str]) -> dict[str, tuple[str, str]]:
    wanted = sorted(record_ids)
    asked = session.execute(
        select(CustomerRequest.record_id, CustomerRequest.customer_number, CustomerRequest.customer_name)
        .where(CustomerRequest.company_id == company_id, CustomerRequest.record_id.in_(wanted))
        .order_by(CustomerRequest.number)
    )
    found = {row[0]: (row[1], row[2]) for row in asked}
    listed = session.execute(
        select(listing.c.record_id, listing.c.number, listing.c.name)
        .where(listing.c.company_id == company_id, listing.c.record_id.in_(wanted))
        .order_by(listing.c.since)
    )
    return found | {row[0]: (row[1], row[2]) for row in listed}
