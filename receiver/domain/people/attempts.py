"""How often somebody may guess (reliability 2.8).

An account has 5 free attempts, then 30 seconds' pause that doubles up to an hour; after 20 in a row only the office
opens it again. An account that does not exist behaves the same. A network has 30 failures at a company, given back
one every 20 seconds, whatever the accounts; so one password is tried at no more than 30 of them, then slowly. A
browser that was signed in to an account before may go on trying that account when its network has to wait.

Every attempt is counted as a failure before the password is looked at, in a transaction of its own; success takes
it back. So guesses at the same moment can't slip through between look and count.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Final

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from receiver.domain.people.models import Attempt
from receiver.domain.people.users import CUSTOMER

FREE: Final = 5
FIRST_PAUSE: Final = timedelta(seconds=30)
LONGEST_PAUSE: Final = timedelta(hours=1)
LOCKED_AFTER: Final = 20

NETWORK_BUDGET: Final = 30
NETWORK_DRAIN: Final = timedelta(seconds=20)

FORGOTTEN_AFTER: Final = timedelta(days=90)
"""Counters nobody touched for this long are dropped, but never that of a locked account."""


class TooManyAttempts(Exception):
    """No password is looked at now. `until` says when again; None: not before the office unlocks the account."""

    def __init__(self, until: datetime | None) -> None:
        super().__init__(until)
        self.until = until


@dataclass(frozen=True, slots=True)
class Counted:
    """An attempt that may be made: at which subjects, and whether it was counted against the network too."""

    subjects: frozenset[str]
    network: bool


def account_subject(record_id: str) -> str:
    """What the attempts at a customer's account are counted by: they stay with him when he gets another number, and
    whoever gets his begins anew (A9)."""
    return f"{CUSTOMER}{record_id}"


def unknown_subject(identifier: str) -> str:
    """What the attempts at an account that does not exist are counted by; of fixed length, whatever was typed."""
    return "unknown:" + blake2b(identifier.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def network_subject(network: str) -> str:
    """What the attempts from a network are counted by."""
    return f"address:{network}"


def count(
    session: Session,
    company_id: int,
    subjects: Iterable[str],
    network: str,
    now: datetime,
    *,
    known: Collection[str] = (),
) -> Counted:
    """Count one attempt at each of `subjects` from `network`, as failed until told otherwise.

    Subjects that have to wait are neither counted nor tried. Those in `known`, which the visitor's browser was signed
    in to before, neither cost the network anything nor wait for it. Raises `TooManyAttempts` where nothing is left to
    try. Call it in a transaction that is committed before hashing.
    """
    wanted = list(subjects)
    source = network_subject(network)
    held = _held(session, company_id, [*wanted, source], now)
    free = [one for one in wanted if not _waits(held[one], now)]
    if not free:
        raise _earliest([held[one] for one in wanted])
    until = _network_waits_until(held[source], now)
    if until is not None:
        free = [one for one in free if one in known]
        if not free:
            raise TooManyAttempts(until)
    strange = any(one not in known for one in free)
    if strange:
        _count_network(held[source], now)
    for one in free:
        _count_account(held[one], now)
    return Counted(frozenset(free), strange)


def succeed(session: Session, company_id: int, accounts: Iterable[str], network: str | None) -> None:
    """Forget what was counted at `accounts`, and give the `network` that it was counted against its attempt back (the
    others it made stay)."""
    session.execute(delete(Attempt).where(Attempt.company_id == company_id, Attempt.subject.in_(list(accounts))))
    source = None if network is None else session.get(Attempt, (company_id, network_subject(network)))
    if source is not None and source.failures:
        source.failures -= 1


def forget_old(session: Session, company_id: int, now: datetime) -> None:
    """Drop counters nobody touched for long, so that guesses at random numbers do not fill the table."""
    session.execute(
        delete(Attempt).where(
            Attempt.company_id == company_id,
            Attempt.updated_at < now - FORGOTTEN_AFTER,
            ~(Attempt.subject.startswith(CUSTOMER) & (Attempt.failures >= LOCKED_AFTER)),
        )
    )


def _held(session: Session, company_id: int, subjects: list[str], now: datetime) -> dict[str, Attempt]:
    """The counters of `subjects`, made where there is none."""
    rows = session.scalars(select(Attempt).where(Attempt.company_id == company_id, Attempt.subject.in_(subjects)))
    held = {row.subject: row for row in rows}
    for subject in subjects:
        if subject not in held:
            held[subject] = Attempt(
                company_id=company_id, subject=subject, failures=0, blocked_until=None, updated_at=now
            )
            session.add(held[subject])
    return held


def _network_waits_until(row: Attempt, now: datetime) -> datetime | None:
    """When the network's next attempt may be made; None where that is now."""
    if row.failures - _given_back(row, now) < NETWORK_BUDGET:
        return None
    return row.updated_at + NETWORK_DRAIN * (row.failures - NETWORK_BUDGET + 1)


def _count_network(row: Attempt, now: datetime) -> None:
    """One more from the network, less what time gave back."""
    given_back = _given_back(row, now)
    failures = max(0, row.failures - given_back)
    # The part of a step that has passed stays to its credit.
    row.updated_at = row.updated_at + NETWORK_DRAIN * given_back if failures else now
    row.failures = failures + 1


def _given_back(row: Attempt, now: datetime) -> int:
    return max(0, (now - row.updated_at) // NETWORK_DRAIN)


def _waits(row: Attempt, now: datetime) -> bool:
    return row.failures >= LOCKED_AFTER or (row.blocked_until is not None and row.blocked_until > now)


def _count_account(row: Attempt, now: datetime) -> None:
    row.failures += 1
    row.updated_at = now
    if row.failures >= FREE:
        pause = FIRST_PAUSE * 2 ** min(row.failures - FREE, LOCKED_AFTER)
        row.blocked_until = now + min(pause, LONGEST_PAUSE)


def _earliest(rows: list[Attempt]) -> TooManyAttempts:
    """What to say where all of `rows` wait."""
    times = [row.blocked_until for row in rows if row.failures < LOCKED_AFTER and row.blocked_until is not None]
    return TooManyAttempts(min(times) if times else None)
