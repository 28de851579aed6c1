"""Who signs in with what was typed (B2).

The number exactly; else trimmed and case-folded where exactly one customer matches; else the e-mail address, which
several may hold. Every failure looks the same to the visitor, and takes the time of one password check.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from receiver.domain.people import attempts
from receiver.domain.people.users import CUSTOMER
from receiver.domain.people.verifiers import StoredCredential, burn, matches, read_credential
from receiver.domain.snapshots.queries import ListedCustomer, find_customers, fold, published_records
from receiver.settings import Peppers
from shared.records import is_key

MOST_ACCOUNTS: Final = 5
"""How many accounts of one e-mail address a password is tried at; who has more signs in with a number."""

IDENTIFIER_CHARACTERS: Final = 320


@dataclass(frozen=True, slots=True)
class Account:
    """An account whose password was right."""

    number: str
    record_id: str
    name: str
    verifier_mark: bytes = field(repr=False)

    @property
    def user_id(self) -> str:
        """Who signs in with it."""
        return f"{CUSTOMER}{self.record_id}"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A customer whom the identifier names; `credential` is None where the office gave no password."""

    customer: ListedCustomer
    credential: StoredCredential | None


def candidates(session: Session, company_id: int, published: int, identifier: str) -> list[Candidate]:
    """The customers of snapshot `published` whom `identifier` names; at most `MOST_ACCOUNTS`."""
    named = _named(session, company_id, published, identifier)
    if not named:
        return []
    stored = published_records(session, company_id, published, [("credential", one.number) for one in named])
    found = []
    for one in named:
        record = stored.get(("credential", one.number))
        credential = read_credential(record.body) if record else None
        # A number that was given to somebody else waits for its own password; the former customer's opens nothing.
        own = credential if credential and credential.record_id == one.record_id else None
        found.append(Candidate(one, own))
    return found


@dataclass(frozen=True, slots=True)
class Attempted:
    """An attempt that is counted: whose password may be looked at, and the network that it was counted against."""

    candidates: list[Candidate]
    network: str | None


def count_attempt(
    session: Session,
    company_id: int,
    found: list[Candidate],
    identifier: str,
    network: str,
    now: datetime,
    *,
    known: Collection[str] = (),
) -> Attempted:
    """Count the attempt (see `attempts.count`); `known` are the record ids of customers whom this browser knows.

    Raises `attempts.TooManyAttempts`.
    """
    named = {attempts.account_subject(one.customer.record_id): one for one in found}
    subjects = named or (attempts.unknown_subject(fold(identifier)),)
    trusted = {subject for subject, one in named.items() if one.customer.record_id in known}
    counted = attempts.count(session, company_id, subjects, network, now, known=trusted)
    tried = [one for subject, one in named.items() if subject in counted.subjects]
    return Attempted(tried, network if counted.network else None)


def right_ones(peppers: Peppers, company_id: int, tried: Iterable[Candidate], password: str) -> list[Account]:
    """The accounts of `tried` that `password` opens. Takes 27 ms each, and as long where there is none."""
    accounts = []
    hashed = False
    for one in tried:
        if one.credential is None:
            continue
        hashed = True
        if matches(peppers, company_id, one.customer.number, one.credential, password):
            customer = one.customer
            accounts.append(Account(customer.number, customer.record_id, customer.name, one.credential.verifier.mark))
    if not hashed:
        burn(password)
    return accounts


def _named(session: Session, company_id: int, published: int, identifier: str) -> list[ListedCustomer]:
    folded = fold(identifier)
    if not folded or not is_key(identifier):
        return []
    by_number = find_customers(session, company_id, published, folded_number=folded)
    exact = [one for one in by_number if one.number == identifier]
    if exact:
        return exact
    if len(by_number) == 1:
        return by_number
    return find_customers(session, company_id, published, folded_email=folded)[:MOST_ACCOUNTS]
