"""Invitations of extra people (B11): a link for one account and one address, good once, for seven days.

An invitation is a `OneTimeCode` whose user is `account:<record id>`. Whoever holds its link may accept it: as somebody
new, or as a user of the company that he is already. It gives what the customer chose, and never more.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

import msgspec
from sqlalchemy import Connection, and_, exists, func, select, update
from sqlalchemy.orm import Session

from receiver.domain.people import linking
from receiver.domain.people.removing import remove
from receiver.domain.people.rights import Rights
from receiver.domain.people.users import CUSTOMER, PERSON, AccountLink, OneTimeCode, PortalUser
from receiver.domain.snapshots.queries import fold, searched
from receiver.domain.tokens import hash_of, may_be_token

PURPOSE: Final = "invitation"
ACCOUNT: Final = "account:"
LIFE: Final = timedelta(days=7)
MOST_PEOPLE: Final = 10
"""Who sees an account beside its customer, and who is invited to."""

NAME_CHARACTERS: Final = 100


class TooManyPeople(Exception):
    """As many people see the account, or are invited to, as there may be."""


class Details(msgspec.Struct, frozen=True):
    """What an invitation says."""

    record_id: str
    email: str
    rights: Rights
    by: str
    """The `user_id` of who invited."""
    by_name: str


@dataclass(frozen=True, slots=True)
class Invitation:
    """An invitation that nobody accepted yet."""

    code_hash: bytes = field(repr=False)
    details: Details
    made_at: datetime
    expires_at: datetime

    @property
    def mark(self) -> str:
        """What a form calls it by; it opens nothing."""
        return self.code_hash.hex()


def invite(session: Session, company_id: int, details: Details, token: str, now: datetime) -> bool:
    """Make an invitation that the token opens, in place of an earlier one of that address; False where that was
    done already, whatever became of it. Raises `TooManyPeople`."""
    if session.get(OneTimeCode, (company_id, hash_of(token))) is not None:
        return False
    for one in invitations(session, company_id, details.record_id, now):
        if fold(one.details.email) == fold(details.email):
            _end(session, company_id, one, now)
    session.flush()
    if _people(session, company_id, details.record_id, now) >= MOST_PEOPLE:
        raise TooManyPeople
    session.add(
        OneTimeCode(
            company_id=company_id,
            code_hash=hash_of(token),
            purpose=PURPOSE,
            user_id=ACCOUNT + details.record_id,
            details=msgspec.json.encode(details),
            made_at=now,
            expires_at=now + LIFE,
        )
    )
    session.flush()
    return True


def invitations(session: Session | Connection, company_id: int, record_id: str, now: datetime) -> list[Invitation]:
    """The invitations to an account that can still be accepted, the oldest first."""
    found = session.execute(
        select(OneTimeCode.code_hash, OneTimeCode.details, OneTimeCode.made_at, OneTimeCode.expires_at)
        .where(
            OneTimeCode.company_id == company_id,
            OneTimeCode.user_id == ACCOUNT + record_id,
            OneTimeCode.purpose == PURPOSE,
            OneTimeCode.used_at.is_(None),
            OneTimeCode.expires_at > now,
        )
        .order_by(OneTimeCode.made_at, OneTimeCode.code_hash)
    )
    return [
        Invitation(hash_, msgspec.json.decode(details, type=Details), made_at, expires_at)
        for hash_, details, made_at, expires_at in found
    ]


def withdraw(session: Session, company_id: int, record_id: str, mark: str, now: datetime) -> Invitation | None:
    """Take an invitation to this account back; gives it, None where there is no such one."""
    for one in invitations(session, company_id, record_id, now):
        if one.mark == mark:
            _end(session, company_id, one, now)
            session.flush()
            return one
    return None


def find(session: Session | Connection, company_id: int, token: str, now: datetime) -> Invitation | None:
    """The invitation that a link opens; None where it is over, or never was. Changes nothing."""
    if not may_be_token(token):
        return None
    row = session.execute(
        select(OneTimeCode.details, OneTimeCode.made_at, OneTimeCode.expires_at).where(
            OneTimeCode.company_id == company_id,
            OneTimeCode.code_hash == hash_of(token),
            OneTimeCode.purpose == PURPOSE,
            OneTimeCode.used_at.is_(None),
            OneTimeCode.expires_at > now,
        )
    ).one_or_none()
    if row is None:
        return None
    details = msgspec.json.decode(row.details, type=Details)
    return Invitation(hash_of(token), details, row.made_at, row.expires_at)


def accept(session: Session, company_id: int, token: str, user_id: str, now: datetime) -> Details | None:
    """Use the invitation up: this user sees the account from now on. None where it is not good any more.

    Raises `linking.TooManyAccounts`.
    """
    found = find(session, company_id, token, now)
    if found is None:
        return None
    session.get_one(OneTimeCode, (company_id, found.code_hash)).used_at = now
    told = found.details
    linking.link(session, company_id, user_id, told.record_id, told.rights, by=told.by, now=now)
    return told


def is_taken(session: Session | Connection, company_id: int, email: str) -> bool:
    """Whether this is the address of an extra person whose place nobody may take: he sees an account, administers, was
    deactivated, or was made by an administrator, who may be about to give him something."""
    return any(not free for _user_id, free in _persons(session, company_id, email))


def make_person(
    session: Session, company_id: int, user_id: str, *, name: str, email: str, by: str, now: datetime
) -> bool:
    """Make somebody new; False where the address is taken. Whoever had it and was left nothing is removed with his
    password, passkeys and links: what opened something for him opens nothing of what comes now."""
    held = _persons(session, company_id, email)
    if not all(free for _user_id, free in held):
        return False
    if held:
        remove(session, company_id, [one for one, _free in held])
    person = PortalUser(company_id=company_id, user_id=user_id, created_at=now)
    person.name, person.folded_name, person.invited_by = name, searched(name), by
    person.email, person.folded_email = email, fold(email)
    session.add(person)
    session.flush()
    return True


def new_person() -> str:
    """The id of somebody new."""
    return PERSON + secrets.token_hex(12)


def _persons(session: Session | Connection, company_id: int, email: str) -> list[tuple[str, bool]]:
    """The extra people with this address, and whether each was left nothing."""
    sees = exists().where(AccountLink.company_id == company_id, AccountLink.user_id == PortalUser.user_id)
    free = and_(
        PortalUser.administers == "",
        PortalUser.deactivated_at.is_(None),
        PortalUser.invited_by.startswith(CUSTOMER),
        ~sees,
    )
    rows = session.execute(
        select(PortalUser.user_id, free).where(
            PortalUser.company_id == company_id,
            PortalUser.folded_email == fold(email),
            PortalUser.user_id.startswith(PERSON),
        )
    )
    return [(row[0], bool(row[1])) for row in rows]


def _people(session: Session, company_id: int, record_id: str, now: datetime) -> int:
    held = session.scalar(
        select(func.count())
        .select_from(AccountLink)
        .where(AccountLink.company_id == company_id, AccountLink.record_id == record_id)
    )
    return (held or 0) + len(invitations(session, company_id, record_id, now))


def _end(session: Session, company_id: int, invitation: Invitation, now: datetime) -> None:
    """The row stays, so that an older form does not make it anew; whom it was for is forgotten."""
    session.execute(
        update(OneTimeCode)
        .where(OneTimeCode.company_id == company_id, OneTimeCode.code_hash == invitation.code_hash)
        .values(used_at=now, details=b"")
    )
