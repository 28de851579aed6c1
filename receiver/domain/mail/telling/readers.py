"""Who gets a mail, in which language and at which address, and the accounts that he sees (B11, B15)."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from receiver.domain.companies.models import Company
from receiver.domain.mail.addresses import one_address
from receiver.domain.people.links import linked_accounts
from receiver.domain.people.users import PortalUser
from receiver.domain.snapshots.queries import numbers_of, published_records
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


def reader_of(session: Session, company: Company, user: PortalUser) -> Reader:
    """The user as he is now: a customer by what is published, an extra person by what the portal keeps of him."""
    own = _account(session, company, user.record_id) if user.record_id else None
    linked = linked_accounts(session, company.company_id, company.published, user.user_id)
    others = [_account(session, company, one.record_id) for one in linked if one.number]
    accounts = tuple(one for one in (own, *others) if one is not None)
    name, address = (own.customer.name, own.customer.email) if own else (user.name, user.email)
    if own is None and user.record_id:
        # He left the portal; whoever has his address then is not known here.
        address = ""
    return Reader(user.user_id, name, one_address(address), language_of(user), accounts)


def language_of(user: PortalUser) -> str:
    """The language of a user's mails."""
    return user.language if user.language in languages() else SOURCE


def _account(session: Session, company: Company, record_id: str) -> Account | None:
    numbers = numbers_of(session, company.company_id, company.published, record_id)
    wanted = ("customer", numbers[0] if len(numbers) == 1 else "")
    stored = published_records(session, company.company_id, company.published, [wanted]).get(wanted)
    return Account(wanted[1], decode_as(records.Customer, stored.body)) if stored else None
