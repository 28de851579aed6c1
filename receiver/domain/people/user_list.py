"""The User List (C7): everybody who signs in, or can be let in, those who are activated first.

It is put together of parts, each sorted and cut by the database: level-1 users of the office, extra people, customers;
then the deactivated. A page reads only what it shows, so 100,000 customers make it no slower to speak of.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final

import msgspec
from sqlalchemy import ColumnElement, Select, SQLColumnExpression, func, or_, select
from sqlalchemy.orm import Session

from receiver.domain.administrators.rights import Right, rights_of, staff_id
from receiver.domain.administrators.staff import office_staff
from receiver.domain.companies.models import Company
from receiver.domain.people.attempts import LOCKED_AFTER
from receiver.domain.people.models import Attempt
from receiver.domain.people.users import AFTER_PERSONS, CUSTOMER, PERSON, PortalUser
from receiver.domain.snapshots.models import Snapshot, listing
from receiver.domain.snapshots.queries import fold, searched

ROWS: Final = 40
"""Each tick is a field, and a form has at most 50."""


class Who(StrEnum):
    """A part of the list."""

    EVERYBODY = ""
    CUSTOMERS = "customers"
    PEOPLE = "people"
    """Whom customers invited, and whom an administrator added."""
    ADMINISTRATORS = "administrators"
    DEACTIVATED = "deactivated"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for."""

    text: str = ""
    """Part of a name, a number, a login id or an e-mail address."""
    who: Who = Who.EVERYBODY
    backwards: bool = False
    """Whether names go from Z to A."""
    page: int = 1


@dataclass(frozen=True, slots=True)
class Listed:
    """Somebody in the list."""

    user_id: str
    name: str
    number: str = ""
    """Of a customer."""
    login: str = ""
    """A login id that was chosen; of a level-1 user his user name."""
    email: str = ""
    active: bool = True
    last: datetime | None = None
    """When he was here last."""
    rights: frozenset[Right] = frozenset()
    locked: bool = False
    """Whether guesses locked him."""

    @property
    def customer(self) -> bool:
        """Whether he is a customer of the office."""
        return self.user_id.startswith(CUSTOMER)

    @property
    def person(self) -> bool:
        """Whether he is an extra person."""
        return self.user_id.startswith(PERSON)


@dataclass(frozen=True, slots=True)
class UserPage:
    """A page of the list."""

    rows: Sequence[Listed]
    number: int
    pages: int
    total: int


@dataclass(frozen=True, slots=True)
class _Part:
    count: int
    rows: Callable[[int, int], list[Listed]]
    """Takes where to begin, and how many there may be."""


def user_page(session: Session, company: Company, wanted: Wanted, rows: int = ROWS) -> UserPage:
    """The page that is wanted, or the last one where there are fewer."""
    parts = list(_parts(session, company, wanted))
    total = sum(one.count for one in parts)
    pages = max(1, -(-total // rows))
    number = min(max(1, wanted.page), pages)
    skip, found = (number - 1) * rows, list[Listed]()
    for part in parts:
        if skip < part.count and len(found) < rows:
            found += part.rows(skip, rows - len(found))
        skip = max(0, skip - part.count)
    return UserPage(_completed(session, company.company_id, found), number, pages, total)


def _parts(session: Session, company: Company, wanted: Wanted) -> Iterator[_Part]:
    """What the list consists of, in its order."""
    who = wanted.who
    if who in (Who.EVERYBODY, Who.ADMINISTRATORS):
        yield _staff(session, company, wanted)
    people = _people(session, company, wanted) if who is not Who.CUSTOMERS else None
    if people is not None and who is not Who.DEACTIVATED:
        yield people[0]
    gone = _customers_gone(session, company, wanted) if who in (Who.EVERYBODY, Who.CUSTOMERS, Who.DEACTIVATED) else None
    if gone is not None and who is not Who.DEACTIVATED:
        yield _customers(session, company, wanted, gone.count)
    if people is not None:
        yield people[1]
    if gone is not None:
        yield gone


def _staff(session: Session, company: Company, wanted: Wanted) -> _Part:
    every, words, name_words = frozenset(Right), fold(wanted.text), searched(wanted.text)
    found = [
        Listed(staff_id(name), name, login=name, email=staff.email, rights=every)
        for name, staff in office_staff(session, company).items()
        if name_words in searched(name) or words in fold(staff.email)
    ]
    found.sort(key=lambda one: searched(one.name), reverse=wanted.backwards)
    return _Part(len(found), lambda skip, most: found[skip : skip + most])


def _people(session: Session, company: Company, wanted: Wanted) -> tuple[_Part, _Part]:
    """Those who are activated, and those who are not."""
    conditions: list[ColumnElement[bool]] = [
        PortalUser.company_id == company.company_id,
        PortalUser.user_id >= PERSON,
        PortalUser.user_id < AFTER_PERSONS,
    ]
    if wanted.who is Who.ADMINISTRATORS:
        conditions.append(PortalUser.administers != "")
    if wanted.text:
        conditions.append(_named(wanted.text, PortalUser.folded_name, PortalUser.folded_email, PortalUser.folded_login))
    name = PortalUser.folded_name
    chosen = (
        select(PortalUser).where(*conditions).order_by(name.desc() if wanted.backwards else name, PortalUser.user_id)
    )

    def part(count: int, state: ColumnElement[bool]) -> _Part:
        mine = chosen.where(state)
        return _Part(count, lambda skip, most: [_person(one) for one in session.scalars(mine.limit(most).offset(skip))])

    counts = select(func.count(), func.count(PortalUser.deactivated_at)).select_from(PortalUser).where(*conditions)
    every, gone = session.execute(counts).one()
    return part(every - gone, PortalUser.deactivated_at.is_(None)), part(gone, PortalUser.deactivated_at.is_not(None))


def _person(user: PortalUser) -> Listed:
    return Listed(
        user.user_id,
        user.name,
        login=user.login_id,
        email=user.email,
        active=user.deactivated_at is None,
        last=_last(user.signed_in_at, user.visited_at),
        rights=rights_of(user.administers),
    )


def _customers(session: Session, company: Company, wanted: Wanted, gone: int) -> _Part:
    conditions = [*_published(company, wanted), listing.c.record_id.not_in(_gone(company))]
    every = _count(session, company, wanted)
    return _Part(max(0, every - gone), _customer_reader(session, company, wanted, conditions, active=True))


def _customers_gone(session: Session, company: Company, wanted: Wanted) -> _Part:
    """The deactivated ones: few, and found by the portal's own rows."""
    conditions = [*_published(company, wanted), listing.c.record_id.in_(_gone(company))]
    count = session.scalar(select(func.count()).select_from(listing).where(*conditions)) or 0
    return _Part(count, _customer_reader(session, company, wanted, conditions, active=False))


def _gone(company: Company) -> Select[str]:
    """The records of the customers who are deactivated."""
    return select(PortalUser.record_id).where(
        PortalUser.company_id == company.company_id, PortalUser.deactivated_at.is_not(None)
    )


def _count(session: Session, company: Company, wanted: Wanted) -> int:
    """How many customers there are; of all together the snapshot knows it."""
    if not wanted.text:
        published = session.get(Snapshot, (company.company_id, company.published))
        return msgspec.json.decode(published.counts, type=dict[str, int]).get("customer", 0) if published else 0
    return session.scalar(select(func.count()).select_from(listing).where(*_published(company, wanted))) or 0


def _customer_reader(
    session: Session, company: Company, wanted: Wanted, conditions: list[ColumnElement[bool]], *, active: bool
) -> Callable[[int, int], list[Listed]]:
    """By name, as the index has it."""
    by_name = (listing.c.folded_name, listing.c.number)
    chosen = (
        select(listing.c.record_id, listing.c.name, listing.c.number, listing.c.folded_email)
        .where(*conditions)
        .order_by(*(one.desc() if wanted.backwards else one for one in by_name))
    )

    def read(skip: int, most: int) -> list[Listed]:
        return [
            Listed(CUSTOMER + record_id, name, number, email=email, active=active)
            for record_id, name, number, email in session.execute(chosen.limit(most).offset(skip))
        ]

    return read


def _published(company: Company, wanted: Wanted) -> list[ColumnElement[bool]]:
    conditions = [
        listing.c.company_id == company.company_id,
        # With the sum no index of `since` is tried, which would have everybody sorted for one page.
        listing.c.since + 0 <= company.published,
        listing.c.until > company.published,
    ]
    if wanted.text:
        conditions.append(_named(wanted.text, listing.c.folded_name, listing.c.folded_number, listing.c.folded_email))
    return conditions


def _named(text: str, name: SQLColumnExpression[str], *others: SQLColumnExpression[str]) -> ColumnElement[bool]:
    """Whether the text is part of the name, accents or not, or of anything else, as that is folded."""
    return or_(
        name.contains(searched(text), autoescape=True),
        *(one.contains(fold(text), autoescape=True) for one in others),
    )


def _last(*moments: datetime | None) -> datetime | None:
    return max((one for one in moments if one is not None), default=None)


def _completed(session: Session, company_id: int, rows: list[Listed]) -> list[Listed]:
    """The same, with what the portal keeps of customers, and with whom guesses locked. It is asked for apart: joined,
    it would be looked up for all who are skipped."""
    ids = [one.user_id for one in rows]
    kept = {
        one.user_id: one
        for one in session.execute(
            select(PortalUser.user_id, PortalUser.login_id, PortalUser.signed_in_at, PortalUser.visited_at).where(
                PortalUser.company_id == company_id,
                PortalUser.user_id.in_([one for one in ids if one.startswith(CUSTOMER)]),
            )
        )
    }
    locked = set(
        session.scalars(
            select(Attempt.subject).where(
                Attempt.company_id == company_id, Attempt.failures >= LOCKED_AFTER, Attempt.subject.in_(ids)
            )
        )
    )
    found = []
    for one in rows:
        own = kept.get(one.user_id)
        known = replace(one, login=own.login_id, last=_last(own.signed_in_at, own.visited_at)) if own else one
        found.append(replace(known, locked=one.user_id in locked))
    return found


def listed(session: Session, company: Company, user_ids: Collection[str]) -> list[Listed]:
    """Those of these users who are in the list just now: extra people, then customers, each sorted by name."""
    ids = set(user_ids)
    if not ids:
        return []
    people = session.scalars(
        select(PortalUser)
        .where(
            PortalUser.company_id == company.company_id,
            PortalUser.user_id.startswith(PERSON),
            PortalUser.user_id.in_(sorted(ids)),
        )
        .order_by(PortalUser.folded_name, PortalUser.user_id)
    )
    found = [_person(one) for one in people]
    records = sorted(one.removeprefix(CUSTOMER) for one in ids if one.startswith(CUSTOMER))
    if records:
        conditions = [*_published(company, Wanted()), listing.c.record_id.in_(records)]
        gone = set(session.scalars(_gone(company).where(PortalUser.record_id.in_(records))))
        read = _customer_reader(session, company, Wanted(), conditions, active=True)
        customers = read(0, 2 * len(records))
        found += [replace(one, active=one.user_id.removeprefix(CUSTOMER) not in gone) for one in customers]
    return _completed(session, company.company_id, found)
