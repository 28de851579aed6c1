"""Who gets a mail, in which language and at which address, and the accounts that he sees (B11, B15)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from receiver.domain.companies.models import Company
from receiver.domain.mail.addresses import one_address
from receiver.domain.people.users import AccountLink, PortalUser
from receiver.domain.snapshots.queries import numbers_of_all, published_records
from receiver.languages import SOURCE, languages
from shared import records
from shared.canonical import decode_as


@dataclass(frozen=True, slots=True)
class Account:
    """An account that a user sees."""

    number: str
    customer: records.Customer


@dataclass(frozen=True, slots=True)
class Reader:
    """A user who gets mails. `address` is empty where there is none that mail can be sent to."""

    user_id: str
    name: str
    address: str
    language: str
    accounts: tuple[Account, ...]

    def sees(self, record_id: str) -> bool:
        """Whether he sees the account of this record of the office."""
        return any(one.customer.record_id == record_id for one in self.accounts)


def readers_of(session: Session, company: Company, users: Sequence[PortalUser]) -> list[Reader]:
    """The users as they are now, in three statements: a customer by what is published, an extra person by what the
    portal keeps of him."""
    linked = _linked(session, company, [one.user_id for one in users])
    records_ = {one.record_id for one in users if one.record_id}
    accounts = _accounts(session, company, records_.union(*linked.values()))
    return [_reader(one, linked.get(one.user_id, []), accounts) for one in users]


def who_see(
    session: Session, company: Company, users: Iterable[PortalUser], records_: Collection[str]
) -> list[PortalUser]:
    """Who of the users sees one of these accounts of the office, named by record ids."""
    links = session.execute(
        select(AccountLink.user_id, AccountLink.record_id).where(AccountLink.company_id == company.company_id)
    )
    linked = {row.user_id for row in links if row.record_id in records_}
    return [one for one in users if one.record_id in records_ or one.user_id in linked]


def language_of(user: PortalUser) -> str:
    """The language of a user's mails."""
    return user.language if user.language in languages() else SOURCE


def _reader(user: PortalUser, linked: Iterable[str], accounts: Mapping[str, Account]) -> Reader:
    own = accounts.get(user.record_id) if user.record_id else None
    others = [accounts[one] for one in linked if one in accounts]
    name, address = (own.customer.name, own.customer.email) if own else (user.name, user.email)
    if own is None and user.record_id:
        # He left the portal; whoever has his address then is not known here.
        address = ""
    seen = (own, *others) if own else tuple(others)
    return Reader(user.user_id, name, one_address(address), language_of(user), seen)


def _linked(session: Session, company: Company, user_ids: Collection[str]) -> dict[str, list[str]]:
    """The record ids that users see beside their own, in the order in which they were linked."""
    found = session.execute(
        select(AccountLink.user_id, AccountLink.record_id)
        .where(AccountLink.company_id == company.company_id, AccountLink.user_id.in_(sorted(user_ids)))
        .order_by(AccountLink.made_at, AccountLink.record_id)
    )
    linked: dict[str, list[str]] = {}
    for user_id, record_id in found:
        linked.setdefault(user_id, []).append(record_id)
    return linked


def _accounts(session: Session, company: Company, record_ids: Collection[str]) -> dict[str, Account]:
    """The published accounts of these records; one that has two numbers at once is as one that is not there."""
    numbers = numbers_of_all(session, company.company_id, company.published, record_ids)
    wanted = {("customer", number): record_id for record_id, number in numbers.items()}
    stored = published_records(session, company.company_id, company.published, wanted)
    return {
        wanted[one]: Account(one[1], decode_as(records.Customer, found.body)) for one, found in sorted(stored.items())
    }
