"""The customers of a company as its office lists them (C4): searched, sorted and paged in the database, for lists of
100,000 have to be as light as those of ten."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import Connection, Select, and_, exists, func, literal, literal_column, or_, select
from sqlalchemy.orm import Session
from sqlalchemy.sql import ColumnElement, FromClause

from receiver.domain.people.attempts import LOCKED_AFTER
from receiver.domain.people.models import Attempt
from receiver.domain.people.users import CUSTOMER, PortalUser
from receiver.domain.people.verifiers import StoredCredential, read_credential
from receiver.domain.snapshots.bodies import unpacked
from receiver.domain.snapshots.models import listing, records
from receiver.domain.snapshots.queries import fold, searched


class Which(StrEnum):
    """Of which customers a list is."""

    ALL = "all"
    NEVER_HERE = "never-here"
    """Who never signed in."""
    NOT_INVITED = "not-invited"
    """Of these, who was not invited either."""
    INVITED = "invited"
    """Of these, who was."""
    NO_ADDRESS = "no-address"
    """To whom no mail can go."""
    NOTHING_SET = "no-password"
    """Who has no password at all."""
    WEAK = "weak-password"
    """For whom a password of the office counts that is weak or shared."""
    LOCKED = "locked"
    DEACTIVATED = "deactivated"


class Order(StrEnum):
    """By what it is sorted."""

    NUMBER = "number"
    NAME = "name"
    SIGNED_IN = "signed-in"
    """Who was here last comes first."""


class Password(StrEnum):
    """Where the password comes from that counts for a customer."""

    NONE = "none"
    OFFICE = "office"
    WEAK = "weak"
    """The office's, weak or shared: in a live company good once."""
    OWN = "own"
    """Chosen on the portal."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list is asked for."""

    words: str = ""
    """Stand in the number, the name or the e-mail address."""
    which: Which = Which.ALL
    order: Order = Order.NUMBER


@dataclass(frozen=True, slots=True)
class Listed:
    """A customer in the list."""

    number: str
    record_id: str
    name: str
    email: str
    """As it is searched for; empty where the office has none."""
    signed_in_at: datetime | None
    invited_at: datetime | None
    invited_way: str
    deactivated_at: datetime | None
    deactivated_by: str
    guesses: int
    """Sign-ins that failed in a row."""
    password: Password

    @property
    def user_id(self) -> str:
        """His id as a portal user."""
        return CUSTOMER + self.record_id

    @property
    def active(self) -> bool:
        """Whether he may sign in at all."""
        return self.deactivated_at is None

    @property
    def locked(self) -> bool:
        """Whether nobody can sign in as him before he is unlocked."""
        return self.guesses >= LOCKED_AFTER


_USER: Final = and_(
    PortalUser.company_id == listing.c.company_id, PortalUser.user_id == literal(CUSTOMER).concat(listing.c.record_id)
)
_TRIES: Final = and_(
    Attempt.company_id == listing.c.company_id, Attempt.subject == literal(CUSTOMER).concat(listing.c.record_id)
)
_NEVER: Final = PortalUser.signed_in_at.is_(None)
_CHOSE_NONE: Final = or_(PortalUser.verifier.is_(None), PortalUser.verifier == b"")
_IS: Final[dict[Which, ColumnElement[bool]]] = {
    Which.NEVER_HERE: _NEVER,
    Which.NOT_INVITED: and_(_NEVER, PortalUser.invited_at.is_(None)),
    Which.INVITED: and_(_NEVER, PortalUser.invited_at.is_not(None)),
    Which.NO_ADDRESS: listing.c.folded_email == "",
    Which.NOTHING_SET: _CHOSE_NONE,
    Which.WEAK: _CHOSE_NONE,
    Which.LOCKED: Attempt.failures >= LOCKED_AFTER,
    Which.DEACTIVATED: PortalUser.deactivated_at.is_not(None),
}
_BY_NUMBER: Final = (func.length(listing.c.number), listing.c.number)
"""999 before 1000."""
_ORDERS: Final[dict[Order, tuple[Any, ...]]] = {
    Order.NUMBER: _BY_NUMBER,
    Order.NAME: (listing.c.folded_name, *_BY_NUMBER),
    Order.SIGNED_IN: (PortalUser.signed_in_at.desc().nulls_last(), *_BY_NUMBER),
}


def count(session: Session | Connection, company_id: int, published: int, wanted: Wanted) -> int:
    """How many customers a list has."""
    found = select(func.count()).select_from(_joined(wanted.which))
    number: int = session.execute(_asked(found, company_id, published, wanted)).scalar_one()
    return number


def page(
    session: Session | Connection, company_id: int, published: int, wanted: Wanted, *, skip: int, most: int
) -> list[Listed]:
    """The customers of a list from the place `skip` on, at most `most`. What is shown of each is looked up for these
    alone: the inner statement sorts numbers and nothing else."""
    order = _ORDERS[wanted.order]
    numbers = _asked(select(listing.c.number), company_id, published, wanted)
    numbers = numbers.select_from(_joined(wanted.which, wanted.order))
    shown = numbers.order_by(*order).offset(skip).limit(most).subquery()
    found = _now(_rows(company_id, published), company_id, published)
    return _read(session, found.where(listing.c.number.in_(select(shown.c.number))).order_by(*order))


def of_records(
    session: Session | Connection, company_id: int, published: int, record_ids: Collection[str]
) -> list[Listed]:
    """The customers with these records, by number; who is not on the portal any more is left out."""
    if not record_ids:
        return []
    found = _now(_rows(company_id, published), company_id, published)
    return _read(session, found.where(listing.c.record_id.in_(sorted(record_ids))).order_by(*_BY_NUMBER))


def of_number(session: Session | Connection, company_id: int, published: int, number: str) -> Listed | None:
    """The customer with exactly this number."""
    found = _now(_rows(company_id, published), company_id, published).where(listing.c.number == number)
    return next(iter(_read(session, found)), None)


def _rows(company_id: int, published: int) -> Select[Any]:
    told = listing.outerjoin(PortalUser, _USER).outerjoin(Attempt, _TRIES)
    credential = _credentials(select(records.c.body), company_id, published)
    return select(
        listing.c.number,
        listing.c.record_id,
        listing.c.name,
        listing.c.folded_email,
        PortalUser.signed_in_at,
        PortalUser.invited_at,
        PortalUser.invited_way,
        PortalUser.deactivated_at,
        PortalUser.deactivated_by,
        PortalUser.verifier,
        PortalUser.reset,
        Attempt.failures,
        credential.where(records.c.key == listing.c.number).scalar_subquery(),
    ).select_from(told)


def _credentials(found: Select[Any], company_id: int, published: int) -> Select[Any]:
    return found.where(
        records.c.company_id == company_id,
        records.c.kind == "credential",
        records.c.since <= published,
        records.c.until > published,
    )


def _weak(company_id: int, published: int) -> ColumnElement[bool]:
    """Whose published password is weak or shared: by an index that holds no others, asked for each number, for SQLite
    takes another one for all together."""
    return exists().where(
        records.c.company_id == company_id,
        records.c.key == listing.c.number,
        records.c.since <= published,
        records.c.until > published,
        records.c.weak > literal_column("0"),
    )


def _joined(which: Which, order: Order | None = None) -> FromClause:
    """The listing with what tells those of one sort, and what it is sorted by."""
    told: FromClause = listing
    if which not in (Which.ALL, Which.NO_ADDRESS, Which.LOCKED) or order is Order.SIGNED_IN:
        told = told.outerjoin(PortalUser, _USER)
    return told.join(Attempt, _TRIES) if which is Which.LOCKED else told


def _now(found: Select[Any], company_id: int, published: int) -> Select[Any]:
    return found.where(listing.c.company_id == company_id, listing.c.since <= published, listing.c.until > published)


def _asked(found: Select[Any], company_id: int, published: int, wanted: Wanted) -> Select[Any]:
    found = _now(found, company_id, published)
    words, name = fold(wanted.words), searched(wanted.words)
    if words and name:
        places = ((listing.c.folded_number, words), (listing.c.folded_name, name), (listing.c.folded_email, words))
        found = found.where(or_(*(column.contains(one, autoescape=True) for column, one in places)))
    if wanted.which is Which.NOTHING_SET:
        found = found.where(listing.c.number.not_in(_credentials(select(records.c.key), company_id, published)))
    if wanted.which is Which.WEAK:
        found = found.where(_weak(company_id, published))
    return found.where(_IS[wanted.which]) if wanted.which in _IS else found


def _read(session: Session | Connection, found: Select[Any]) -> list[Listed]:
    return [_listed(tuple(row)) for row in session.execute(found)]


def _listed(row: tuple[Any, ...]) -> Listed:
    *known, signed_in_at, invited_at, way, deactivated_at, by, verifier, reset, failures, body = row
    number, record_id, name, email = known
    published = read_credential(unpacked(body)) if body else None
    # A number that was given to somebody else waits for its own password; the former customer's opens nothing.
    own = published if published and published.record_id == record_id else None
    return Listed(
        number,
        record_id,
        name,
        email,
        signed_in_at,
        invited_at,
        way or "",
        deactivated_at,
        by or "",
        failures or 0,
        _password(verifier or b"", reset or 0, own),
    )


def _password(chosen: bytes, reset: int, published: StoredCredential | None) -> Password:
    if chosen and (published is None or published.reset <= reset):
        return Password.OWN
    if published is None:
        return Password.NONE
    return Password.WEAK if published.weak or published.shared else Password.OFFICE
