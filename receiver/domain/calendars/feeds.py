"""The feeds of a user: made, listed, stopped, and found by what their address holds.

The token in an address is 256 bits that only this receiver can make; the database has its SHA-256. A feed shows one
account, as long as its user may see that.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, Row, and_, delete, func, literal, select, update
from sqlalchemy.orm import Session

from receiver.domain.companies.models import Company
from receiver.domain.looks.look import look_of
from receiver.domain.looks.models import CompanyLook
from receiver.domain.looks.sections import Section, sections_of
from receiver.domain.people.users import CUSTOMER, AccountLink, CalendarFeed, PortalUser
from receiver.domain.snapshots.bodies import unpacked
from receiver.domain.snapshots.models import Snapshot, listing, records
from receiver.domain.tokens import hash_of, may_be_token
from shared.records import COMPANY_KEY

MOST: Final = 10
"""Feeds of a user for one account: a phone, a computer, a partner, and some that were forgotten."""

TOUCH_EVERY: Final = timedelta(hours=1)


class TooManyFeeds(Exception):
    """The user has as many feeds of this account as there may be."""


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed as its user sees it."""

    token_hash: bytes = field(repr=False)
    made_at: datetime
    read_at: datetime | None

    @property
    def mark(self) -> str:
        """What a form calls it by; it opens nothing."""
        return self.token_hash.hex()


@dataclass(frozen=True, slots=True)
class Source:
    """What a feed is made of: bodies as they are stored."""

    state: str
    office: bytes | None
    customer: bytes = field(repr=False)
    language: str
    since: int
    """The snapshot that brought the customer's record as it is."""
    changed_at: datetime
    """When that was."""
    read_at: datetime | None


def make(session: Session, company_id: int, user_id: str, record_id: str, token: str, now: datetime) -> None:
    """Make the feed of this token; nothing happens where it is there already. Raises `TooManyFeeds`."""
    if session.get(CalendarFeed, (company_id, hash_of(token))) is not None:
        return
    held = session.scalar(
        select(func.count())
        .select_from(CalendarFeed)
        .where(
            CalendarFeed.company_id == company_id,
            CalendarFeed.user_id == user_id,
            CalendarFeed.record_id == record_id,
        )
    )
    if (held or 0) >= MOST:
        raise TooManyFeeds
    session.add(
        CalendarFeed(
            company_id=company_id, token_hash=hash_of(token), user_id=user_id, record_id=record_id, made_at=now
        )
    )
    session.flush()


def feeds_of(session: Session | Connection, company_id: int, user_id: str, record_id: str) -> list[Feed]:
    """The feeds of a user for an account, the newest first."""
    found = session.execute(
        select(CalendarFeed.token_hash, CalendarFeed.made_at, CalendarFeed.read_at)
        .where(
            CalendarFeed.company_id == company_id,
            CalendarFeed.user_id == user_id,
            CalendarFeed.record_id == record_id,
        )
        .order_by(CalendarFeed.made_at.desc(), CalendarFeed.token_hash)
    )
    return [Feed(*row) for row in found]


def stop(session: Session, company_id: int, user_id: str, mark: str) -> None:
    """Stop the user's feed of this mark; nothing happens where he has none."""
    try:
        token_hash = bytes.fromhex(mark)
    except ValueError:
        return
    session.execute(
        delete(CalendarFeed).where(
            CalendarFeed.company_id == company_id,
            CalendarFeed.user_id == user_id,
            CalendarFeed.token_hash == token_hash,
        )
    )


def find(connection: Connection, company_id: int, token: str) -> Source | None:
    """What the feed of this token shows now, in two statements; None where there is none, or nothing to show to its
    user any more: he or the account left, it is no longer his to see, or the office hides the schedule."""
    if not may_be_token(token):
        return None
    row = _row(connection, company_id, hash_of(token))
    if row is None or row.deactivated_at is not None:
        return None
    own = row.user_id.removeprefix(CUSTOMER) if row.user_id.startswith(CUSTOMER) else ""
    if row.record_id != own and row.rights is None:
        return None
    if Section.SCHEDULE in look_of(row.look).hidden_sections | sections_of(row.hidden or ""):
        return None
    shown = _account(connection, company_id, row.published, row.record_id, own)
    if shown is None:
        return None
    body, since, changed_at = shown
    office = unpacked(row.body) if row.body else None
    return Source(row.state, office, unpacked(body), row.language or "", since, changed_at, row.read_at)


def touch(session: Session, company_id: int, token: str, now: datetime) -> None:
    """Write down that a program read it."""
    session.execute(
        update(CalendarFeed)
        .where(CalendarFeed.company_id == company_id, CalendarFeed.token_hash == hash_of(token))
        .values(read_at=now)
    )


def _row(connection: Connection, company_id: int, token_hash: bytes) -> Row[Any] | None:
    wanted: tuple[Any, ...] = (
        CalendarFeed.user_id,
        CalendarFeed.record_id,
        CalendarFeed.read_at,
        Company.state,
        Company.published,
        PortalUser.deactivated_at,
        PortalUser.language,
        PortalUser.hidden,
        CompanyLook.body.label("look"),
        AccountLink.rights,
        records.c.body,
    )
    return connection.execute(
        select(*wanted)
        .join(Company, Company.company_id == CalendarFeed.company_id)
        .outerjoin(CompanyLook, CompanyLook.company_id == CalendarFeed.company_id)
        .outerjoin(
            PortalUser,
            and_(PortalUser.company_id == CalendarFeed.company_id, PortalUser.user_id == CalendarFeed.user_id),
        )
        .outerjoin(
            AccountLink,
            and_(
                AccountLink.company_id == CalendarFeed.company_id,
                AccountLink.user_id == CalendarFeed.user_id,
                AccountLink.record_id == CalendarFeed.record_id,
            ),
        )
        .outerjoin(
            records,
            and_(
                records.c.company_id == CalendarFeed.company_id,
                records.c.kind == literal("company"),
                records.c.key == literal(COMPANY_KEY),
                records.c.since <= Company.published,
                records.c.until > Company.published,
            ),
        )
        .where(CalendarFeed.company_id == company_id, CalendarFeed.token_hash == token_hash)
    ).one_or_none()


def _account(
    connection: Connection, company_id: int, published: int, record_id: str, own: str
) -> tuple[bytes, int, datetime] | None:
    """The customer's record, since which snapshot it has been so, and when that came. None where this record, or the
    user's own, is not on the portal under exactly one number."""
    found = connection.execute(
        select(listing.c.record_id, records.c.body, records.c.since, Snapshot.committed_at)
        .join(
            records,
            and_(
                records.c.company_id == listing.c.company_id,
                records.c.kind == literal("customer"),
                records.c.key == listing.c.number,
                records.c.since <= published,
                records.c.until > published,
            ),
        )
        .join(Snapshot, and_(Snapshot.company_id == records.c.company_id, Snapshot.number == records.c.since))
        .where(
            listing.c.company_id == company_id,
            listing.c.record_id.in_(sorted({record_id, own or record_id})),
            listing.c.since <= published,
            listing.c.until > published,
        )
    ).all()
    there = [row.record_id for row in found]
    if there.count(record_id) != 1 or (own and there.count(own) != 1):
        return None
    row = next(row for row in found if row.record_id == record_id)
    return row.body, row.since, row.committed_at
