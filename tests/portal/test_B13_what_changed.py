"""B13: what is different between two snapshots, as plain facts; what can't be known is not claimed."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

import msgspec
import pytest

from receiver.domain.people.changed import (
    Balance,
    Change,
    Delayed,
    Done,
    Dropped,
    Moved,
    Planned,
    changes,
    work_done,
)
from shared.records import Customer, Job, PlannedVisit, Visit

TODAY = date(2026, 11, 24)
NOON = datetime(2026, 11, 24, 12)
JOB = Job("1", "Leaf removal", next_visit=NOON)


def day(days: int, hour: int = 8) -> datetime:
    """A moment so many days from today."""
    return datetime(2026, 11, 24, hour) + timedelta(days=days)


def job(*days: int, number: str = "1", delayed: bool = False) -> Job:
    """A job with visits on these days, the first of them the next."""
    times = [day(one) for one in days]
    visits = tuple(PlannedVisit(one) for one in times)
    return Job(number, f"Job {number}", next_visit=times[0] if times else None, delayed=delayed, visits=visits)


def found(before: list[Job], after: list[Job], done: tuple[Visit, ...] = ()) -> list[Change]:
    """What is different between two schedules."""
    then, now = (Customer("R", "Ruth", jobs=tuple(jobs)) for jobs in (before, after))
    return changes(then, now, done, TODAY)


def test_B13_nothing_is_new_where_nothing_changed_but_time() -> None:
    assert found([job(1, 8)], [job(1, 8)]) == []
    assert found([job(-3, 4, 11)], [job(4, 11)]) == [], "a planned day has passed"
    assert found([msgspec.structs.replace(job(1), crew="North")], [job(1)]) == []


def test_B13_visits_that_come_go_and_move() -> None:
    assert found([], [job(3, 5)]) == [Planned(job(3, 5), (day(3), day(5)))]
    assert found([job(3)], [job(5)]) == [Moved(job(5), day(3), day(5), False)]
    assert found([job(0)], [job(2, delayed=True)]) == [Moved(job(2, delayed=True), day(0), day(2), True)]
    assert found([job(-2)], [job(2, delayed=True)]) == [Moved(job(2, delayed=True), day(-2), day(2), True)]
    assert found([job(-2)], [job(2)]) == [Planned(job(2), (day(2),))], "perhaps it was done, and is not posted yet"
    assert found([job(3)], [job(3, delayed=True)]) == [Delayed(job(3, delayed=True), day(3))]
    assert found([job(3, delayed=True)], [job(3, delayed=True)]) == []
    assert found([job(3, 4)], [job(4)]) == [Dropped(job(4), (day(3),))]
    assert found([job(3)], [job(100)]) == [Dropped(job(100), (day(3),)), Planned(job(100), (day(100),))]
    assert found([job(3), job(4, number="2")], [job(3)]) == [Dropped(job(4, number="2"), (day(4),))]
    later = Job("1", "Job 1", next_visit=day(3, 15))
    assert found([Job("1", "Job 1", next_visit=day(3))], [later]) == [Moved(later, day(3), day(3, 15), False)]


def test_B13_the_nearest_visit_comes_first() -> None:
    both = found([job(9), job(5, number="2")], [job(8), job(4, number="2")])
    assert [one.job.number for one in both if isinstance(one, Moved)] == ["2", "1"]


def test_B13_work_that_was_done_is_no_visit_that_vanished() -> None:
    visit = Visit("1", started=day(0, 9), planned=day(0), service="Leaf removal")
    assert found([job(0, 7)], [job(7)], (visit,)) == [Done("Leaf removal", (visit,))]
    ahead = Visit("1", started=day(-1), planned=day(2), service="Leaf removal")
    assert found([job(2)], [job()], (ahead,)) == [Done("Leaf removal", (ahead,))], "done before its day"
    assert found([job(2)], [], (ahead,)) == [Done("Leaf removal", (ahead,))], "and its job is over"


def test_B13_only_fresh_work_counts_as_done() -> None:
    old, fresh = Visit("1", started=day(-60)), Visit("1", started=day(-2), notes="Bags taken along.")
    assert work_done([old], [fresh, old], NOON) == [fresh]
    assert work_done([fresh], [msgspec.structs.replace(fresh, notes="")], NOON) == [], "its notes changed"
    assert work_done([], [fresh, old], NOON) == [fresh], "the history itself is new"
    assert work_done([], [Visit("1")], NOON) == [], "nobody knows when"


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (Decimal(5), Decimal(5), False),
        (Decimal("5.0"), Decimal("5.00"), False),
        (Decimal(5), Decimal("7.5"), True),
        (None, Decimal(0), True),
        (Decimal(5), None, False),
        (Decimal(5), Decimal("NaN"), False),
    ],
)
def test_B13_the_balance(before: Decimal | None, after: Decimal | None, told: bool) -> None:
    then, now = (Customer("R", "Ruth", balance=one) for one in (before, after))
    assert bool(changes(then, now, [], TODAY)) is told
    if told and after is not None:
        assert changes(then, now, [], TODAY) == [Balance(before, after)]
