"""What is different in a customer's account since an earlier snapshot (B13): visits, work done, the balance.

What can't be known is not claimed: a planned day that has passed was perhaps done, so it counts as moved only where the
office says that the visit is delayed; and work counts as done when it comes to the history, but not where the history
itself is new.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final

from shared import records

FURTHEST_MOVE: Final = timedelta(days=45)
"""What is further away is another visit."""

LATEST_POSTING: Final = timedelta(days=31)
"""So much older than the earlier snapshot may work be that comes to the history since."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A job has visits that were not planned before, earliest first."""

    job: records.Job
    times: tuple[datetime, ...]


@dataclass(frozen=True, slots=True)
class Moved:
    """A visit is on another day, or at another time."""

    job: records.Job
    before: datetime
    after: datetime
    delayed: bool
    """Whether the office calls it delayed."""


@dataclass(frozen=True, slots=True)
class Delayed:
    """The next visit is delayed, as the office says; its day is as it was, or not known before."""

    job: records.Job
    time: datetime


@dataclass(frozen=True, slots=True)
class Dropped:
    """Visits that were planned are planned no more, earliest first."""

    job: records.Job
    times: tuple[datetime, ...]


@dataclass(frozen=True, slots=True)
class Done:
    """Work that was done, latest first; all of one service."""

    service: str
    visits: tuple[records.Visit, ...]


@dataclass(frozen=True, slots=True)
class Balance:
    """The balance changed."""

    before: Decimal | None
    after: Decimal


Change = Planned | Moved | Delayed | Dropped | Done | Balance


def changes(
    before: records.Customer, after: records.Customer, done: Sequence[records.Visit], today: date
) -> list[Change]:
    """What is different, what concerns the nearest visits first; `done` is the work that came to the history."""
    found: list[Change] = []
    earlier = {job.number: job for job in before.jobs}
    for job in after.jobs:
        found += _of_job(earlier.pop(job.number, None), job, _days_done(job, done), today)
    for job in earlier.values():
        left = tuple(one for one in job.times if one.date() >= today)
        if left and not _days_done(job, done) & {one.date() for one in left}:
            found.append(Dropped(job, left))
    found.sort(key=_weight)
    found += _done(done)
    if after.balance is not None and after.balance.is_finite() and after.balance != before.balance:
        found.append(Balance(before.balance, after.balance))
    return found


def work_done(
    before: Iterable[records.Visit], after: Iterable[records.Visit], committed: datetime
) -> list[records.Visit]:
    """The visits that came to the history since a snapshot of that time, by the office's clock; latest first."""
    known = {_key(one) for one in before}
    fresh = [one for one in after if _key(one) not in known]
    return [one for one in fresh if (when := worked(one)) is not None and when >= committed - LATEST_POSTING]


def worked(visit: records.Visit) -> datetime | None:
    """When work was done, as far as the office says."""
    return visit.started or visit.ended or visit.planned


def _of_job(before: records.Job | None, job: records.Job, days_done: set[date], today: date) -> list[Change]:
    old, new = set(before.times) if before else set(), set(job.times)
    gone = sorted(one for one in old - new if one.date() not in days_done)
    came = sorted(one for one in new - old if one.date() >= today)
    found: list[Change] = []
    dropped: list[datetime] = []
    for time in gone:
        near = min(came, key=lambda one: abs(one - time), default=None)
        delayed = job.delayed and near == job.next_visit
        if near is not None and abs(near - time) <= FURTHEST_MOVE and (time.date() >= today or delayed):
            found.append(Moved(job, time, near, delayed))
            came.remove(near)
        elif time.date() >= today:
            dropped.append(time)
    if job.delayed and job.next_visit and not any(isinstance(one, Moved) and one.delayed for one in found):
        known = before is not None and before.delayed and before.next_visit == job.next_visit
        if not known:
            found.append(Delayed(job, job.next_visit))
            came = [one for one in came if one != job.next_visit]
    if came:
        found.append(Planned(job, tuple(came)))
    if dropped:
        found.append(Dropped(job, tuple(dropped)))
    return found


def _days_done(job: records.Job, done: Iterable[records.Visit]) -> set[date]:
    """The days that are settled by work on this job: the one it was planned for, and the one it was done on."""
    mine = [one for one in done if one.job == job.number]
    return {when.date() for one in mine for when in (one.planned, one.started, one.ended) if when is not None}


def _done(done: Sequence[records.Visit]) -> list[Change]:
    by_service: dict[str, list[records.Visit]] = {}
    for visit in sorted(done, key=lambda one: worked(one) or datetime.min, reverse=True):
        by_service.setdefault(visit.service, []).append(visit)
    return [Done(service, tuple(visits)) for service, visits in by_service.items()]


def _key(visit: records.Visit) -> tuple[str, datetime | None]:
    return visit.job, worked(visit)


def _weight(change: Change) -> datetime:
    """The time of the visit that a change is about."""
    if isinstance(change, Moved):
        return change.after
    if isinstance(change, Delayed):
        return change.time
    return change.times[0] if isinstance(change, Planned | Dropped) else datetime.max
