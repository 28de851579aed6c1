"""Rows as real offices have them: stated meaning, counted where something is left out, nothing stops (row 39)."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from agent.domain.practice import PracticeCustomer, ReadOptions
from agent.office.catalog import NATIVE, NATIVE_COLUMNS, TABLES
from agent.office.practice import open_practice
from shared import limits
from shared.canonical import encode
from tests.office.conftest import query, script

ALL = ReadOptions(date(1900, 1, 1), with_activity=True)
ONLY_ACTIVE = ReadOptions(date(1900, 1, 1))


def read(path: Path, options: ReadOptions = ALL) -> tuple[dict[str, PracticeCustomer], dict[str, int]]:
    """Everybody by number, and what was counted. Everything can be encoded for the portal."""
    with open_practice(str(path)).reading() as reading:
        reading.company()
        found = list(reading.customers(options))
        list(reading.users())
        for one in found:
            assert len(encode(one.body)) > 2
        return {one.number: one for one in found}, dict(reading.left_out)


def nulls(*but: str) -> str:
    """SQL that makes everything NULL that may be, but the columns named `table.column`."""
    statements = []
    for name, table in TABLES.items():
        free = [NATIVE_COLUMNS[name][one.name] for one in NATIVE.fields(name) if one.nullable]
        columns = [one for one in free if one != "id" and f"{table.name}.{one}" not in but]
        if columns:
            statements.append(f"UPDATE {table.name} SET " + ", ".join(f"{one} = NULL" for one in columns))
    return ";".join(statements)


def test_null_everywhere(own_sample: Path) -> None:
    script(own_sample, nulls())
    found, counted = read(own_sample)
    assert found == {}
    total = query(
        own_sample, "SELECT count(*) FROM customers WHERE is_customer AND NOT is_employee AND NOT not_on_portal"
    )
    assert counted["customers without a customer number"] == total[0][0]
    practice = open_practice(str(own_sample))
    for one in practice.catalog.sets:
        fields = practice.catalog.fields(one)
        rows = list(practice.rows(one, fields))
        assert len(rows) == query(own_sample, f"SELECT count(*) FROM {TABLES[one].name}")[0][0]


def test_null_everywhere_but_number_and_status(own_sample: Path) -> None:
    before, _ = read(own_sample, ONLY_ACTIVE)
    keys = ("customers.number", "customers.status", "jobs.customer_id", "work.job_id", "phones.customer_id")
    script(own_sample, nulls(*keys))
    found, counted = read(own_sample, ONLY_ACTIVE)
    assert set(found) == set(before)
    for one in found.values():
        assert (one.body.name, one.body.email, one.body.balance, one.password) == ("", "", None, "")
        assert one.body.phones == ()
        assert one.history == ()
        assert all(job.next_visit is None and job.visits == () for job in one.body.jobs)
    assert any(one.body.jobs for one in found.values())
    assert counted["visits without a date"] > 0
    assert counted["rows of the set properties that belong to no customer"] > 0


@pytest.mark.parametrize("status", ["active", "Active", " ACTIVE ", "ACTIVE\t", "aCtIvE"])
def test_A9_a_status_counts_without_blanks_and_letter_case(own_sample: Path, status: str) -> None:
    before, _ = read(own_sample, ONLY_ACTIVE)
    with_status = "UPDATE customers SET status = ? WHERE status = 'ACTIVE'"
    query(own_sample, with_status, status)
    assert set(read(own_sample, ONLY_ACTIVE)[0]) == set(before)


@pytest.mark.parametrize("status", ["ACTIVE.", "INACTIVE", "ACT IVE", "", None, "ÀCTIVE", "new in 2027", 1])
def test_A9_no_other_status_is_active(own_sample: Path, status: str | int | None) -> None:
    query(own_sample, "UPDATE customers SET status = ?", status)
    found, counted = read(own_sample, ONLY_ACTIVE)
    assert found == {}
    assert counted["customers who are not active"] > 0


@pytest.mark.parametrize("status", ["PATTERN", "pattern ", " Pattern"])
def test_A8_a_pattern_is_never_published(own_sample: Path, status: str) -> None:
    query(own_sample, "UPDATE customers SET status = ?", status)
    found, counted = read(own_sample, ALL)
    assert found == {}
    assert counted["PATTERN records"] > 0


def test_numbers_that_only_look_alike_are_different_customers(own_sample: Path) -> None:
    twins = ["112", "112 ", " 112", "0112", "１１２", "A", "a", "é", "e\u0301", "112.0", "x" * 40, "日本"]
    ids = [id_ for (id_,) in query(own_sample, "SELECT id FROM customers WHERE status = 'ACTIVE' AND is_customer")]
    assert len(ids) >= len(twins)
    for id_, number in zip(ids, twins, strict=False):
        query(own_sample, "UPDATE customers SET number = ? WHERE id = ?", number, id_)
    found, counted = read(own_sample, ONLY_ACTIVE)
    assert set(twins) <= set(found)
    assert list(found) == sorted(found, key=str.encode)
    assert "records with a customer number that another record has" not in counted


def test_a_memo_of_a_megabyte(own_sample: Path) -> None:
    script(own_sample, "UPDATE properties SET notes = replace(hex(zeroblob(500000)), '0', 'ä') WHERE customer_id = 2")
    script(
        own_sample, "UPDATE customers SET notes = replace(hex(zeroblob(500000)), '0', 'n'), name = notes WHERE id = 3"
    )
    found, counted = read(own_sample)
    notes = [place.notes for place in found["1002"].body.properties]
    assert notes
    assert all(len(one) == limits.TEXT_CHARACTERS and one.endswith("…") for one in notes)
    assert counted["texts shortened to what the portal shows"] == len(notes)


DATES = [
    ("1899-12-30", datetime(1899, 12, 30)),
    ("1899-12-30 00:00:00", datetime(1899, 12, 30)),
    ("2028-02-29", datetime(2028, 2, 29)),
    ("2027-02-29", None),
    ("2026-02-30 08:00:00", None),
    ("00/00/00", None),
    ("0000-00-00 00:00:00", None),
    ("10000-01-01", None),
    ("9999-12-31 23:59:59", datetime(9999, 12, 31, 23, 59, 59)),
    ("2026-03-29 02:30:00", datetime(2026, 3, 29, 2, 30)),
    ("2026-03-10 24:00:00", None),
    ("03/10/2026", None),
    ("tomorrow", None),
    ("", None),
    (" ", None),
    (None, None),
    (b"\xff", None),
]


@pytest.mark.parametrize(("raw", "shown"), DATES, ids=str)
def test_dates_are_shown_as_they_are_or_left_empty_and_counted(
    own_sample: Path, raw: str | bytes | None, shown: datetime | None
) -> None:
    query(own_sample, "UPDATE jobs SET next_visit = ? WHERE customer_id = 1", raw)
    found, counted = read(own_sample)
    assert {job.next_visit for job in found["1001"].body.jobs} == {shown}
    none = isinstance(raw, bytes) or (raw is not None and raw.strip() != "" and shown is None)
    assert counted.get("dates that are none, left empty", 0) == (len(found["1001"].body.jobs) if none else 0)


AMOUNTS = [
    (12.5, "12.50"),
    ("-3", "-3.00"),
    ("1,234.50", None),
    ("1.234,50", None),
    ("−5", None),
    ("NaN", None),
    ("1e400", None),
    ("12 $", None),
    (0.1 + 0.2, "0.30000000000000004"),
    ("", None),
    (None, None),
]


@pytest.mark.parametrize(("raw", "shown"), AMOUNTS, ids=str)
def test_amounts_are_shown_as_they_are_or_left_empty(
    own_sample: Path, raw: float | str | None, shown: str | None
) -> None:
    query(own_sample, "UPDATE company SET share_money = 1")
    query(own_sample, "UPDATE customers SET balance = ? WHERE id = 1", raw)
    balance = read(own_sample)[0]["1001"].body.balance
    assert (balance if balance is None else str(balance)) == shown


def test_a_visit_that_ends_before_it_starts_has_no_end(own_sample: Path) -> None:
    script(own_sample, "UPDATE work SET ended = datetime(started, '-1 second') WHERE posted")
    found, counted = read(own_sample)
    visits = [visit for one in found.values() for _, history in one.history for visit in history.visits]
    assert visits
    assert all(visit.ended is None for visit in visits)
    assert counted["visits that end before they start, shown without an end"] == len(visits)


def test_orphans_loops_and_foreign_links(own_sample: Path) -> None:
    """Rows that refer to nobody, to themselves, or to somebody else's property."""
    before, _ = read(own_sample)
    script(
        own_sample,
        """
        UPDATE jobs SET property_id = (SELECT min(id) FROM properties WHERE customer_id <> jobs.customer_id);
        INSERT INTO work (job_id, posted, started) VALUES (NULL, 1, '2026-01-01 08:00:00'), (-1, 0, NULL);
        INSERT INTO phones (customer_id, number) VALUES (NULL, '1'), (0, '2'), (9223372036854775807, '3');
        INSERT INTO properties (customer_id) VALUES ('nobody');
        INSERT INTO payments (customer_id, date) VALUES (NULL, '2026-01-01');
        INSERT INTO invoices (customer_id, date) VALUES (4711, '2026-01-01');
    """,
    )
    found, counted = read(own_sample)
    assert set(found) == set(before)
    assert all(job.property_id == "" for one in found.values() for job in one.body.jobs)
    lost = {name: counted[f"rows of the set {name} that belong to no customer"] for name in ("work", "phones")}
    assert lost == {"work": 2, "phones": 3}
    for name in ("properties", "payments", "invoices"):
        assert counted[f"rows of the set {name} that belong to no customer"] == 1


def test_every_record_a_duplicate(own_sample: Path) -> None:
    query(own_sample, "UPDATE customers SET number = '7'")
    found, counted = read(own_sample, ONLY_ACTIVE)
    first = query(
        own_sample, "SELECT min(id) FROM customers WHERE status = 'ACTIVE' AND is_customer AND NOT is_employee"
    )
    assert {one.record_id for one in found.values()} == {str(first[0][0])}
    assert counted["records with a customer number that another record has"] > 5
