"""How often somebody may guess (reliability 2.8).

An account has 5 free attempts, then 30 seconds' pause that doubles up to an hour; after 20 in a row only a mailed
link or the office opens it again. An account that does not exist behaves the same. A network has 30 failures at a
company, given back one every 20 seconds, whatever the accounts; so one password is tried at no more than 30 of them,
then slowly. A browser that was signed in to an account before may go on trying that account when its network has to
wait.

Every attempt is counted as a failure before the password is looked at, in a transaction of its own; success takes
it back. So guesses at the same moment can't slip through between look and count.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Any, Final, cast

from sqlalchemy import CursorResult, delete, or_, select
from sqlalchemy.orm import Session

from receiver.domain.people.buckets import Bucket
from receiver.domain.people.models import Attempt
from receiver.domain.people.users import CUSTOMER, PERSON, STAFF

FREE: Final = 5
FIRST_PAUSE: Final = timedelta(seconds=30)
LONGEST_PAUSE: Final = timedelta(hours=1)
LOCKED_AFTER: Final = 20

NETWORK_BUDGET: Final = 30
NETWORK_DRAIN: Final = timedelta(seconds=20)
NETWORK: Final = Bucket(NETWORK_BUDGET, NETWORK_DRAIN)

FACTOR: Final = "factor:"
"""Leads what the attempts at somebody's second factor are counted by; his user id follows."""

FORGOTTEN_AFTER: Final = timedelta(days=90)
"""Counters nobody touched for this long are dropped, but never that of a locked account."""


class TooManyAttempts(Exception):
    """No password is looked at now. `until` says when again; None: not before a mailed link or the office unlocks the
    account."""

    def __init__(self, until: datetime | None) -> None:
        super().__init__(until)
        self.until = until


@dataclass(frozen=True, slots=True)
class Counted:
    """An attempt that may be made: at which subjects, and whether it was counted against the network too."""

    subjects: frozenset[str]
    network: bool
    failures: int
    """The attempts in a row with it, at that of the subjects which had most."""


def account_subject(record_id: str) -> str:
    """What the attempts at a customer's account are counted by, his user id: they stay with him when he gets another
    number, and whoever gets his begins anew (A9)."""
    return f"{CUSTOMER}{record_id}"


def unknown_subject(identifier: str) -> str:
    """What the attempts at an account that does not exist are counted by; of fixed length, whatever was typed."""
    return "unknown:" + blake2b(identifier.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def factor_subject(user_id: str) -> str:
    """What the attempts at a second factor are counted by. Not by the user id: whoever has the password could let the
    counter begin anew by signing in again."""
    return f"{FACTOR}{user_id}"


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
    held = counters(session, company_id, [*wanted, source], now)
    free = [one for one in wanted if not _waits(held[one], now)]
    if not free:
        raise _earliest([held[one] for one in wanted])
    until = NETWORK.waits_until(held[source], now)
    if until is not None:
        free = [one for one in free if one in known]
        if not free:
            raise TooManyAttempts(until)
    strange = any(one not in known for one in free)
    if strange:
        NETWORK.count(held[source], now)
    for one in free:
        _count_account(held[one], now)
    return Counted(frozenset(free), strange, max(held[one].failures for one in free))


def succeed(session: Session, company_id: int, accounts: Iterable[str], network: str | None) -> None:
    """Forget what was counted at `accounts`, and give the `network` that it was counted against its attempt back (the
    others it made stay)."""
    forget(session, company_id, accounts)
    source = None if network is None else session.get(Attempt, (company_id, network_subject(network)))
    if source is not None and source.failures:
        source.failures -= 1


def forget(session: Session, company_id: int, accounts: Iterable[str]) -> bool:
    """Forget what was counted at `accounts`, by user id; whether anything was."""
    held = delete(Attempt).where(Attempt.company_id == company_id, Attempt.subject.in_(list(accounts)))
    return bool(cast(CursorResult[Any], session.execute(held)).rowcount)


def locked(session: Session, company_id: int, user_ids: Collection[str]) -> frozenset[str]:
    """Those of the users who can't sign in before somebody unlocks them: password or second factor were guessed at."""
    subjects = {one: user_id for user_id in user_ids for one in (user_id, factor_subject(user_id))}
    found = session.scalars(
        select(Attempt.subject).where(
            Attempt.company_id == company_id, Attempt.subject.in_(subjects), Attempt.failures >= LOCKED_AFTER
        )
    )
    return frozenset(subjects[one] for one in found)


def unlock(session: Session, company_id: int, user_id: str) -> bool:
    """Forget what was counted at an administrator, password and second factor; whether anything was."""
    return forget(session, company_id, [user_id, factor_subject(user_id)])


def forget_old(session: Session, company_id: int, now: datetime) -> None:
    """Drop counters nobody touched for long, so that guesses at random numbers do not fill the table."""
    session.execute(
        delete(Attempt).where(
            Attempt.company_id == company_id,
            Attempt.updated_at < now - FORGOTTEN_AFTER,
            ~(
                or_(*(Attempt.subject.startswith(kind) for kind in (CUSTOMER, PERSON, STAFF, FACTOR)))
                & (Attempt.failures >= LOCKED_AFTER)
            ),
        )
    )


def counters(session: Session, company_id: int, subjects: list[str], now: datetime) -> dict[str, Attempt]:
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
