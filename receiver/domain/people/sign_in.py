"""Who signs in with what was typed (B2).

The number exactly; else trimmed and case-folded where exactly one customer matches; else the login id that somebody
chose; else the e-mail address, which several may hold, customers and the people they invited. Every failure looks the
same to the visitor, and takes the time of one password check.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from receiver.domain.people import attempts
from receiver.domain.people.candidates import Candidate, candidates_of, find_users
from receiver.domain.people.verifiers import burn, matches
from receiver.domain.snapshots.queries import ListedCustomer, find_customers, fold
from receiver.settings import Peppers
from shared.records import is_key

MOST_ACCOUNTS: Final = 5
"""How many accounts of one e-mail address a password is tried at; who has more signs in with a number."""

IDENTIFIER_CHARACTERS: Final = 320


@dataclass(frozen=True, slots=True)
class Account:
    """A user who proved who he is, and the account that he sees first: his own; of an extra person, the first that is
    linked to him."""

    user_id: str
    own_number: str
    """The number of his own account; empty for an extra person."""
    number: str
    record_id: str
    name: str
    """The user's."""
    verifier_mark: bytes = field(repr=False)
    weak: bool = False
    """Whether it was a password of the office that is weak or shared: in a live company, good once (2.5)."""


def account_of(candidate: Candidate) -> Account:
    """The account of a candidate who proved who he is."""
    return Account(
        candidate.user_id,
        candidate.own_number,
        candidate.number,
        candidate.record_id,
        candidate.name,
        candidate.mark,
        candidate.weak,
    )


def candidates(session: Session, company_id: int, published: int, identifier: str) -> list[Candidate]:
    """The users whom `identifier` names, as snapshot `published` has them; at most `MOST_ACCOUNTS`."""
    folded = fold(identifier)
    if not folded or not is_key(identifier):
        return []
    customers = _by_number(session, company_id, published, identifier, folded)
    if customers:
        return candidates_of(session, company_id, published, customers)
    users = find_users(session, company_id, folded)
    named = [one for one in users if one.folded_login == folded]
    if not named:
        customers = find_customers(session, company_id, published, folded_email=folded)[:MOST_ACCOUNTS]
    found = candidates_of(session, company_id, published, customers, [one.user_id for one in named or users])
    return found[:MOST_ACCOUNTS]


@dataclass(frozen=True, slots=True)
class Attempted:
    """An attempt that is counted: whose password may be looked at, and the network that it was counted against."""

    candidates: list[Candidate]
    network: str | None


def subjects_of(found: Iterable[Candidate], identifier: str) -> list[str]:
    """What an attempt is counted by, in place of the user where the identifier names none."""
    return [one.user_id for one in found] or [attempts.unknown_subject(fold(identifier))]


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
    """Count the attempt (see `attempts.count`); `known` are the ids of users whom this browser knows.

    Raises `attempts.TooManyAttempts`.
    """
    trusted = {one.user_id for one in found if one.user_id in known}
    subjects = subjects_of(found, identifier)
    counted = attempts.count(session, company_id, subjects, network, now, known=trusted)
    tried = [one for one in found if one.user_id in counted.subjects]
    return Attempted(tried, network if counted.network else None)


def right_ones(
    peppers: Peppers, company_id: int, tried: Iterable[Candidate], password: str, *, without_account: bool = False
) -> list[Account]:
    """The accounts of `tried` that `password` opens; `without_account`: also of whoever sees no account. Takes 27 ms
    each, and as long where there is none."""
    accounts = []
    hashed = False
    for one in tried:
        if one.verifier is None or not (one.active or without_account):
            continue
        hashed = True
        if matches(peppers, one.place, one.verifier, password):
            accounts.append(account_of(one))
    if not hashed:
        burn(password)
    return accounts


def _by_number(session: Session, company_id: int, published: int, identifier: str, folded: str) -> list[ListedCustomer]:
    """The customer of that number; nobody where it is no number."""
    by_number = find_customers(session, company_id, published, folded_number=folded)
    exact = [one for one in by_number if one.number == identifier]
    return exact or (by_number if len(by_number) == 1 else [])
