"""Users who may be the one that signs in, with the password that counts for each."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, NamedTuple

from sqlalchemy import CompoundSelect, Connection, select, union
from sqlalchemy.orm import Session

from receiver.domain.people.links import linked_accounts
from receiver.domain.people.users import CUSTOMER, PERSON, PortalUser
from receiver.domain.people.verifiers import (
    StoredCredential,
    StoredVerifier,
    chosen_place,
    counting,
    published_place,
    read_credential,
)
from receiver.domain.snapshots.models import listing
from receiver.domain.snapshots.queries import ListedCustomer, published_records


@dataclass(frozen=True, slots=True)
class Candidate:
    """A user, the account that he would see first, and the password that counts for him.

    `verifier` is None where nobody gave him a password, and where he was deactivated.
    """

    user_id: str
    own_number: str
    number: str
    record_id: str
    name: str
    email: str
    """Of an extra person; a customer's stands in his published record."""
    login_id: str
    verifier: StoredVerifier | None = field(repr=False)
    place: tuple[str, ...]
    """Where the verifier's tag is sealed for."""
    chosen_at: datetime | None
    """When he chose the password that counts himself; None where the office's counts."""
    weak: bool
    """Whether it is the office's, and weak or shared."""
    reset: int
    """The office's count of deliberate resets."""
    active: bool
    """Whether he may sign in: he was not deactivated, and there is an account to look at."""

    @property
    def person(self) -> bool:
        """Whether he is an extra person."""
        return self.user_id.startswith(PERSON)

    @property
    def mark(self) -> bytes:
        """Tells the password that counts from every other; empty where there is none."""
        return self.verifier.mark if self.verifier else b""


@dataclass(frozen=True, slots=True)
class FoundUser:
    """A user as `find_users` finds him."""

    user_id: str
    folded_login: str


def find_users(session: Session | Connection, company_id: int, folded: str) -> list[FoundUser]:
    """The users whose sign-in name is this, and the extra people whose e-mail address it is; in the order of their
    ids."""
    found = session.execute(named(company_id, folded))
    return sorted((FoundUser(*row) for row in found), key=lambda one: one.user_id)


def named(company_id: int, folded: str) -> CompoundSelect[str, str]:
    """The same as a statement: a select for each of two indexes, as one condition for both reads every user of the
    company on SQLite. That of sign-in names holds no empty ones, and is used where they are left out."""
    of_company = select(PortalUser.user_id, PortalUser.folded_login).where(PortalUser.company_id == company_id)
    return union(
        of_company.where(PortalUser.folded_login == folded, PortalUser.folded_login != ""),
        of_company.where(PortalUser.folded_email == folded, PortalUser.user_id.startswith(PERSON)),
    )


def candidates_of(
    session: Session | Connection,
    company_id: int,
    published: int,
    customers: Sequence[ListedCustomer],
    user_ids: Collection[str] = (),
) -> list[Candidate]:
    """The candidates that these customers of snapshot `published` and the users of these ids are."""
    wanted = {one.removeprefix(CUSTOMER) for one in user_ids if one.startswith(CUSTOMER)}
    known = {one.record_id for one in customers}
    everybody = [*customers, *_listed(session, company_id, published, wanted - known)]
    persons = [one for one in user_ids if one.startswith(PERSON)]
    ids = [CUSTOMER + one.record_id for one in everybody] + persons
    if not ids:
        return []
    kept = _kept(session, company_id, ids)
    stored = published_records(session, company_id, published, [("credential", one.number) for one in everybody])
    found = []
    for one in everybody:
        record = stored.get(("credential", one.number))
        credential = read_credential(record.body) if record else None
        # A number that was given to somebody else waits for its own password; the former customer's opens nothing.
        own = credential if credential and credential.record_id == one.record_id else None
        found.append(_customer(company_id, one, own, kept.get(CUSTOMER + one.record_id)))
    found += [_person(session, company_id, published, kept[one]) for one in persons if one in kept]
    return found


class _Kept(NamedTuple):
    """What the portal keeps of a user; the fields of `PortalUser`."""

    user_id: str
    name: str
    email: str
    login_id: str
    verifier: bytes
    chosen_at: datetime | None
    reset: int
    deactivated_at: datetime | None


_COLUMNS: Final = tuple(getattr(PortalUser, name) for name in _Kept._fields)


def _kept(session: Session | Connection, company_id: int, user_ids: Collection[str]) -> dict[str, _Kept]:
    found = session.execute(
        select(*_COLUMNS).where(PortalUser.company_id == company_id, PortalUser.user_id.in_(sorted(user_ids)))
    )
    return {row[0]: _Kept(*row) for row in found}


def _listed(
    session: Session | Connection, company_id: int, published: int, record_ids: Collection[str]
) -> list[ListedCustomer]:
    """The customers of these records; one that has two numbers at once is as one that is not there."""
    if not record_ids:
        return []
    found = session.execute(
        select(listing.c.number, listing.c.record_id, listing.c.name)
        .where(
            listing.c.company_id == company_id,
            listing.c.record_id.in_(sorted(record_ids)),
            listing.c.since <= published,
            listing.c.until > published,
        )
        .order_by(listing.c.number)
    ).all()
    records = [row.record_id for row in found]
    return [ListedCustomer(row.number, row.record_id, row.name) for row in found if records.count(row.record_id) == 1]


def _customer(
    company_id: int, customer: ListedCustomer, published: StoredCredential | None, kept: _Kept | None
) -> Candidate:
    user_id = CUSTOMER + customer.record_id
    verifier = counting(kept.verifier if kept else b"", kept.reset if kept else 0, published)
    own = verifier is not None and not (published and verifier == published.verifier)
    active = kept is None or kept.deactivated_at is None
    return Candidate(
        user_id,
        customer.number,
        customer.number,
        customer.record_id,
        customer.name,
        "",
        kept.login_id if kept else "",
        verifier if active else None,
        chosen_place(company_id, user_id) if own else published_place(company_id, customer.number),
        kept.chosen_at if kept and own else None,
        not own and published is not None and (published.weak or published.shared),
        published.reset if published else 0,
        active,
    )


def _person(session: Session | Connection, company_id: int, published: int, kept: _Kept) -> Candidate:
    """An extra person; without an account that he may look at, he can't sign in."""
    accounts = linked_accounts(session, company_id, published, kept.user_id)
    first = next((one for one in accounts if one.number), None)
    counts = kept.deactivated_at is None
    return Candidate(
        kept.user_id,
        "",
        first.number if first else "",
        first.record_id if first else "",
        kept.name,
        kept.email,
        kept.login_id,
        counting(kept.verifier, kept.reset, None) if counts else None,
        chosen_place(company_id, kept.user_id),
        kept.chosen_at,
        False,
        0,
        counts and first is not None,
    )
