"""What pages and commands read of the audit log."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import msgspec
from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from receiver.domain.audit.models import AuditEntry, AuditHead, Side
from receiver.domain.audit.trail import DetailValue
from receiver.domain.audit.words import WORDS
from receiver.domain.audit.words.lists import LISTS, as_people_say

Opened = Callable[[], AbstractContextManager[Session]]
"""Begins a reading transaction. Long lists are read in many, so that none is held open while a file travels."""

AT_ONCE: Final = 500
"""Entries that are read in one transaction."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entries are wanted: all of them where nothing is said."""

    who: str = ""
    """Part of a name."""
    subject: str = ""
    """What actions begin with, before the dot."""
    side: Side | None = None
    users: Collection[str] | None = None
    """The users who did it or to whom it was done, by id."""
    since: datetime | None = None
    before: datetime | None = None
    """When it was done: from `since` on, not at `before` any more."""

    def conditions(self, company_id: int) -> list[ColumnElement[bool]]:
        """For a WHERE."""
        held: list[ColumnElement[bool]] = [AuditEntry.company_id == company_id]
        if self.who:
            # SQLite knows small and capital letters of English only; what is typed exactly is found all the same.
            name = AuditEntry.actor_name
            held.append(or_(name.icontains(self.who, autoescape=True), name.contains(self.who, autoescape=True)))
        if self.subject:
            held.append(AuditEntry.action.startswith(f"{self.subject}.", autoescape=True))
        if self.side is not None:
            held.append(AuditEntry.side == self.side.value)
        if self.users is not None:
            users = sorted(self.users)
            held.append(or_(AuditEntry.about.in_(users), AuditEntry.actor.in_(users)))
        if self.since is not None:
            held.append(AuditEntry.at >= self.since)
        if self.before is not None:
            held.append(AuditEntry.at < self.before)
        return held


def count_of(session: Session, company_id: int, wanted: Wanted) -> int:
    """How many entries are wanted."""
    counted = select(func.count()).select_from(AuditEntry).where(*wanted.conditions(company_id))
    return int(session.execute(counted).scalar_one())


def listed(session: Session, company_id: int, wanted: Wanted, first: int, most: int) -> list[AuditEntry]:
    """Those wanted, what was done last first: `most` of them after the first `first`."""
    found = (
        select(AuditEntry)
        .where(*wanted.conditions(company_id))
        .order_by(AuditEntry.at.desc(), AuditEntry.number.desc())
        .offset(first)
        .limit(most)
    )
    return list(session.scalars(found))


def head_of(session: Session, company_id: int) -> AuditHead:
    """Where the log ends. Its number is 0 before the first entry."""
    return session.scalars(select(AuditHead).where(AuditHead.company_id == company_id)).one()


def in_order(opened: Opened, company_id: int, wanted: Wanted, last: int) -> Iterator[AuditEntry]:
    """Those wanted up to the entry `last`, in the order they were noted in. What is read stays as it is, so it may be
    read in pieces."""
    number = 0
    while True:
        with opened() as session:
            found = list(
                session.scalars(
                    select(AuditEntry)
                    .where(*wanted.conditions(company_id), AuditEntry.number > number, AuditEntry.number <= last)
                    .order_by(AuditEntry.number)
                    .limit(AT_ONCE)
                )
            )
        yield from found
        if len(found) < AT_ONCE:
            return
        number = found[-1].number


def details_of(entry: AuditEntry) -> dict[str, DetailValue]:
    """What its sentence names."""
    return msgspec.json.decode(entry.details, type=dict[str, DetailValue])


def computer_of(entry: AuditEntry) -> str:
    """The office computer that told it, as it was called then: that is proven, the user's name is what it said."""
    return str(details_of(entry).get("computer", "")) if entry.side == Side.OFFICE else ""


def said_of(entry: AuditEntry, translated: Callable[[str], str] = str) -> str:
    """The entry in a sentence; the bare action where a newer release noted it, of which this one has no words."""
    words = WORDS.get(entry.action)
    if not words:
        return entry.action
    told = _Details(details_of(entry))
    for name in told.keys() & LISTS.keys():
        told[name] = as_people_say(name, str(told[name]), translated)
    return translated(words) % told


class _Details(dict[str, DetailValue]):
    """A sentence is read even where an older release noted less than it names today."""

    def __missing__(self, name: str) -> str:
        return "?"
