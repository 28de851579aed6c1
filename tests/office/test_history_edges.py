"""History Back To and Customers with Activity After, at their edges: inclusive, exclusive, new year, leap day (A8)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from agent.domain.practice import ReadOptions
from agent.domain.selection import Selection
from agent.office.practice import open_practice
from tests.office.conftest import script

MOMENTS = [
    "1899-12-30 00:00:00",
    "2023-12-31 23:59:59",
    "2024-01-01 00:00:00",
    "2024-02-28 23:59:59",
    "2024-02-29 00:00:00",
    "2024-02-29 23:59:59",
    "2024-03-01 00:00:00",
    "2024-12-31 23:59:59",
    "2025-01-01 00:00:00",
    "2031-07-01 08:00:00",
]
LAST = {1: "2024-02-29", 2: "2024-03-01", 3: "2024-02-28", 4: None}


@pytest.fixture
def office(own_sample: Path) -> Path:
    """Customer 1001 has one job with one posted visit at each of `MOMENTS`, and no other work exists."""
    values = ", ".join(f"((SELECT min(id) FROM jobs WHERE customer_id = 1), 1, '{one}')" for one in MOMENTS)
    script(own_sample, f"DELETE FROM work; INSERT INTO work (job_id, posted, started) VALUES {values}")
    return own_sample


def history(office: Path, since: date) -> dict[int, list[str]]:
    """The moments of 1001 by year, as they are given."""
    with open_practice(str(office)).reading() as reading:
        found = {one.number: one for one in reading.customers(ReadOptions(since))}
    customer = found["1001"]
    assert customer.body.history_years == tuple(sorted((year for year, _ in customer.history), reverse=True))
    return {year: [str(visit.started) for visit in told.visits] for year, told in customer.history}


@pytest.mark.parametrize(
    ("since", "first"),
    [
        (date(1, 1, 1), 0),
        (date(1899, 12, 30), 0),
        (date(1899, 12, 31), 1),
        (date(2023, 12, 31), 1),
        (date(2024, 1, 1), 2),
        (date(2024, 1, 2), 3),
        (date(2024, 2, 28), 3),
        (date(2024, 2, 29), 4),
        (date(2024, 3, 1), 6),
        (date(2024, 12, 31), 7),
        (date(2025, 1, 1), 8),
        (date(2031, 7, 1), 9),
        (date(2031, 7, 2), 10),
        (date(9999, 12, 31), 10),
    ],
    ids=str,
)
def test_A8_history_back_to_includes_its_day(office: Path, since: date, first: int) -> None:
    told = history(office, since)
    assert sorted(moment for moments in told.values() for moment in moments) == MOMENTS[first:]
    for year, moments in told.items():
        assert moments == sorted(moments, reverse=True)
        assert {int(moment[:4]) for moment in moments} == {year}


@pytest.mark.parametrize(
    ("today", "since"),
    [
        (date(2026, 1, 1), date(2025, 1, 1)),
        (date(2026, 12, 31), date(2025, 1, 1)),
        (date(2028, 2, 29), date(2027, 1, 1)),
        (date(2024, 12, 31), date(2023, 1, 1)),
    ],
)
def test_A8_an_empty_date_is_this_and_the_last_calendar_year(office: Path, today: date, since: date) -> None:
    selection = Selection.of(today, None, None)
    assert selection.history_since == since
    assert selection.reading == ReadOptions(since, with_activity=False)
    kept = [one for one in MOMENTS if one >= str(since)]
    assert sorted(one for year in history(office, selection.history_since).values() for one in year) == kept


@pytest.fixture
def resting(own_sample: Path) -> Path:
    """All customers are on hold; 1001 to 1003 have a last work, invoice and payment on the days of `LAST`."""
    one, two, three, _ = LAST.values()
    return script(
        own_sample,
        f"""
        UPDATE customers SET status = 'ON HOLD', is_customer = 1, is_employee = 0, not_on_portal = 0;
        DELETE FROM work; DELETE FROM invoices; DELETE FROM payments;
        INSERT INTO work (job_id, posted, started) SELECT min(id), 1, '{one} 23:59:59' FROM jobs WHERE customer_id = 1;
        INSERT INTO work (job_id, posted, planned) SELECT min(id), 0, '2030-01-01 08:00:00' FROM jobs
            WHERE customer_id IN (1, 4) GROUP BY customer_id;
        INSERT INTO invoices (customer_id, date) VALUES (2, '2020-01-01'), (2, '{two}'), (4, NULL), (4, '00/00/00');
        INSERT INTO payments (customer_id, date) VALUES (3, '{three}');
    """,
    )


@pytest.mark.parametrize(
    ("after", "taken"),
    [
        (None, []),
        (date(2024, 2, 27), ["1001", "1002", "1003"]),
        (date(2024, 2, 28), ["1001", "1002"]),
        (date(2024, 2, 29), ["1002"]),
        (date(2024, 3, 1), []),
        (date(9999, 12, 31), []),
    ],
    ids=str,
)
@pytest.mark.parametrize("since", [date(2000, 1, 1), date(2030, 1, 1)], ids=str)
def test_A8_activity_after_leaves_out_its_day_whatever_history_is_wanted(
    resting: Path, after: date | None, taken: list[str], since: date
) -> None:
    selection = Selection.of(date(2026, 3, 10), since, after)
    with open_practice(str(resting)).reading() as reading:
        found = [one.number for one in reading.customers(selection.reading) if selection.takes(one)]
    assert found == taken


@pytest.mark.parametrize("kept_out", ["status = 'PATTERN'", "is_employee = 1", "not_on_portal = 1", "is_customer = 0"])
def test_A8_activity_never_brings_in_who_is_kept_out(resting: Path, kept_out: str) -> None:
    script(resting, f"UPDATE customers SET {kept_out} WHERE id = 1")
    selection = Selection.of(date(2026, 3, 10), None, date(2024, 1, 1))
    with open_practice(str(resting)).reading() as reading:
        found = {one.number for one in reading.customers(selection.reading) if selection.takes(one)}
    assert found == {"1002", "1003"}


def test_A9_the_active_are_taken_whatever_their_activity(resting: Path) -> None:
    script(resting, "UPDATE customers SET status = 'ACTIVE' WHERE id = 4")
    for after in (None, date(9999, 12, 31)):
        selection = Selection.of(date(2026, 3, 10), None, after)
        with open_practice(str(resting)).reading() as reading:
            assert {one.number for one in reading.customers(selection.reading) if selection.takes(one)} == {"1004"}


def test_planned_visits_are_told_whatever_history_is_wanted(office: Path) -> None:
    """What is to come is no history."""
    soon = datetime(2020, 1, 1) + timedelta(days=1)
    script(office, f"UPDATE work SET posted = 0, planned = '{soon}', started = NULL")
    with open_practice(str(office)).reading() as reading:
        found = {one.number: one for one in reading.customers(ReadOptions(date(2031, 1, 1)))}["1001"]
    assert found.history == ()
    assert [visit.planned for job in found.body.jobs for visit in job.visits] == [soon] * len(MOMENTS)
