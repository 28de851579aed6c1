"""The reader against plain SQL on the same file."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from agent.domain.practice import PracticeCustomer, ReadOptions
from agent.office.practice import open_practice
from shared import records
from tests.office.conftest import query, script

SINCE = date(2025, 1, 1)
WANTED = """status = 'ACTIVE' AND is_customer AND NOT is_employee AND NOT not_on_portal"""


def read(path: Path, since: date = SINCE, *, with_activity: bool = False) -> dict[str, PracticeCustomer]:
    """Everybody by number, in the order given."""
    with open_practice(str(path)).reading() as reading:
        return {one.number: one for one in reading.customers(ReadOptions(since, with_activity))}


def left_out(path: Path) -> dict[str, int]:
    """What the reader counted."""
    with open_practice(str(path)).reading() as reading:
        assert list(reading.customers(ReadOptions(SINCE)))
        return dict(reading.left_out)


def test_A9_who_is_read_and_in_which_order(sample: Path) -> None:
    found = read(sample)
    rows = query(sample, f"SELECT number, id, password FROM customers WHERE {WANTED}")
    assert [(one.number, one.record_id, one.password) for one in found.values()] == [
        (number, str(id_), password or "") for number, id_, password in sorted(rows, key=lambda r: str(r[0]).encode())
    ]
    everybody = read(sample, with_activity=True)
    assert {one.number for one in everybody.values() if one.active} == set(found)
    others = query(sample, "SELECT number FROM customers WHERE status IN ('ON HOLD', 'INACTIVE')")
    assert {one.number for one in everybody.values() if not one.active} == {number for (number,) in others}


def test_contact_phones_and_properties(sample: Path) -> None:
    found = read(sample)
    for row in query(sample, f"SELECT id, number, name, first_name, street, city, email FROM customers WHERE {WANTED}"):
        body = found[str(row[1])].body
        assert (body.name, body.first_name, body.street, body.city, body.email or None) == row[2:]
        phones = query(sample, "SELECT kind, number FROM phones WHERE customer_id = ? ORDER BY id", row[0])
        assert [(one.kind, one.number) for one in body.phones] == phones
        sql = "SELECT id, name, street, notes FROM properties WHERE customer_id = ? ORDER BY id"
        properties = query(sample, sql, row[0])
        assert [(int(one.id), one.name, one.street, one.notes or None) for one in body.properties] == properties
        assert body.balance is None


def test_jobs_with_their_visits(sample: Path) -> None:
    found = read(sample)
    jobs = query(
        sample,
        f"""SELECT customers.number, jobs.* FROM jobs JOIN customers ON customers.id = customer_id
        WHERE {WANTED} ORDER BY jobs.number""",
    )
    shown = [(number, job) for number, one in found.items() for job in one.body.jobs]
    assert len(shown) == len(jobs)
    for row, (customer, job) in zip(jobs, sorted(shown, key=lambda one: one[1].number), strict=True):
        number, id_, job_number, _, property_id, service, schedule, season, next_visit, delayed, reason, crew = row[:12]
        assert (customer, job.number, job.property_id) == (number, job_number, str(property_id))
        assert (job.service, job.schedule, job.season, job.crew) == (service, schedule, season, crew)
        assert (job.next_visit and job.next_visit.isoformat(" ")) == next_visit
        assert (job.delayed, job.delay_reason or None) == (bool(delayed), reason)
        planned = query(sample, "SELECT planned, crew FROM work WHERE job_id = ? AND NOT posted ORDER BY 1", id_)
        assert [(one.planned.isoformat(" "), one.crew) for one in job.visits] == planned
        assert job.price is None


def test_A8_history_goes_back_to_a_day_newest_first(sample: Path) -> None:
    since = date(2025, 6, 16)
    found = read(sample, since)
    seen = 0
    for number, one in found.items():
        assert one.body.history_years == tuple(year for year, _ in reversed(one.history))
        visits = [visit for _, history in reversed(one.history) for visit in history.visits]
        shown = [(visit.started, visit.job, visit.crew) for visit in visits]
        rows = query(
            sample,
            """SELECT started, jobs.number, work.crew FROM work JOIN jobs ON jobs.id = job_id
            JOIN customers ON customers.id = customer_id
            WHERE customers.number = ? AND posted AND started >= '2025-06-16'
            ORDER BY started DESC, work.id""",
            number,
        )
        assert [(moment and moment.isoformat(" "), job, crew) for moment, job, crew in shown] == rows
        seen += len(rows)
    assert seen > 1000


def test_A8_last_activity_is_the_newest_of_work_invoice_and_payment(sample: Path) -> None:
    sql = """SELECT max(day) FROM (
        SELECT substr(started, 1, 10) AS day FROM work JOIN jobs ON jobs.id = job_id WHERE posted AND customer_id = :id
        UNION ALL SELECT date FROM invoices WHERE customer_id = :id
        UNION ALL SELECT date FROM payments WHERE customer_id = :id)"""
    others = [one for one in read(sample, with_activity=True).values() if not one.active]
    with closing(sqlite3.connect(sample)) as connection:
        expected = [connection.execute(sql, {"id": int(one.record_id)}).fetchone()[0] for one in others]
    assert [one.last_activity and one.last_activity.isoformat() for one in others] == expected
    assert any(expected)


def test_money_only_where_the_office_shares_it(own_sample: Path) -> None:
    script(own_sample, "UPDATE company SET share_money = 1; UPDATE customers SET balance = 12.5 WHERE number = '1001'")
    body = read(own_sample)["1001"].body
    assert body.balance == Decimal("12.50")
    assert str(body.balance) == "12.50"
    [(price,)] = query(own_sample, "SELECT price FROM jobs WHERE number = ?", body.jobs[0].number)
    assert body.jobs[0].price == price


def test_bad_rows_are_counted_and_stop_nothing(own_sample: Path) -> None:
    before = read(own_sample)
    script(
        own_sample,
        """
        UPDATE customers SET number = NULL WHERE number = '1001';
        UPDATE customers SET number = '10' || char(9) || '02' WHERE number = '1002';
        UPDATE customers SET number = '1004' WHERE number = '1003';
            UPDATE customers SET number = X'FFFE' WHERE number = '1009';
        UPDATE customers SET status = ' active ', notes = NULL, name = 'A' || char(0) || 'B' WHERE number = '1006';
        UPDATE properties SET notes = replace(hex(zeroblob(9000)), '00', 'ab') WHERE customer_id = 7;
        UPDATE jobs SET next_visit = '30.02.26' WHERE customer_id = 8;
        UPDATE work SET ended = '2001-01-01 00:00:00' WHERE id = (SELECT min(work.id) FROM work
            JOIN jobs ON jobs.id = job_id WHERE customer_id BETWEEN 11 AND 14 AND posted AND started > '2025-02');
        INSERT INTO jobs (id, number, customer_id, delayed) VALUES (99999, 'orphan', 4711, 0);
        INSERT INTO work (id, job_id, posted) VALUES (999999, 99999, 1);
    """,
    )
    found = read(own_sample)
    assert set(found) == set(before) - {"1001", "1002", "1003", "1009"}
    assert found["1004"].record_id == "3"
    assert found["1006"].body.name == "A␀B"
    assert all(len(place.notes) <= 8000 for place in found["1007"].body.properties)
    counted = left_out(own_sample)
    assert counted["customers without a customer number"] == 1
    assert counted["customers with control characters in their number"] == 1
    assert counted["customers whose number is binary data"] == 1
    assert counted["records with a customer number that another record has"] == 1
    assert counted["texts with control characters, which are shown as signs"] == 1
    assert counted["texts shortened to what the portal shows"] >= 1
    assert counted["dates that are none, left empty"] >= 1
    assert counted["visits that end before they start, shown without an end"] == 1
    assert counted["rows of the set jobs that belong to no customer"] == 1
    assert counted["rows of the set work that belong to no customer"] == 1


def test_the_active_record_of_a_number_is_given(own_sample: Path) -> None:
    script(
        own_sample,
        "UPDATE customers SET number = 'X', status = 'INACTIVE' WHERE id = 1;"
        "UPDATE customers SET number = 'X' WHERE id = 2",
    )
    assert read(own_sample, with_activity=True)["X"].record_id == "2"


def test_the_company_and_its_users(sample: Path) -> None:
    with open_practice(str(sample)).reading() as reading:
        company = reading.company()
        users = [(user.name, user.level, user.email) for user in reading.users()]
        assert all("password" not in repr(user) for user in reading.users())
    assert company == records.Company(
        "Green Valley Lawn Care",
        "18 Mill Road",
        "Green Valley",
        "NY",
        "12801",
        "USA",
        "office@greenvalley.example",
        "555-0142",
        "https://greenvalley.example",
        "Mon–Fri 7–17",
        "America/New_York",
        "USD",
        "",
        company.change_note,
    )
    assert users == [
        ("olivia", 1, "olivia@greenvalley.example"),
        ("sofia", 3, "sofia@greenvalley.example"),
        ("thomas", 2, "thomas@greenvalley.example"),
    ]


def test_a_read_is_of_one_instant_while_the_office_goes_on_writing(own_sample: Path) -> None:
    script(own_sample, "PRAGMA journal_mode = WAL")
    with open_practice(str(own_sample)).reading() as reading:
        stream = reading.customers(ReadOptions(SINCE))
        first = next(stream)
        script(own_sample, "UPDATE customers SET name = 'CHANGED'; DELETE FROM jobs; DELETE FROM work")
        rest = list(stream)
    assert not any(one.body.name == "CHANGED" for one in (first, *rest))
    assert all(one.body.jobs for one in (first, *rest))
    assert {one.body.name for one in read(own_sample).values()} == {"CHANGED"}


def test_planned_visits_are_earliest_first_and_equal_moments_in_the_order_of_their_ids(own_sample: Path) -> None:
    job = read(own_sample)["1001"].body.jobs[0].number
    script(
        own_sample,
        f"""
        DELETE FROM work WHERE job_id = (SELECT id FROM jobs WHERE number = '{job}');
        INSERT INTO work (id, job_id, planned, started, crew, posted)
        SELECT new.id, jobs.id, new.planned, new.started, new.crew, new.posted FROM jobs, (
            SELECT 900010 AS id, '2027-01-02 08:00:00' AS planned, NULL AS started, 'late' AS crew, 0 AS posted
            UNION ALL SELECT 900009, '2027-01-01 08:00:00', NULL, 'early', 0
            UNION ALL SELECT 900012, NULL, '2026-01-05 08:00:00', 'second', 1
            UNION ALL SELECT 900011, NULL, '2026-01-05 08:00:00', 'first', 1
            UNION ALL SELECT 900013, '2026-01-06 07:00:00', NULL, 'never started', 1) AS new
        WHERE jobs.number = '{job}'""",
    )
    customer = read(own_sample)["1001"]
    [found] = [one for one in customer.body.jobs if one.number == job]
    assert [visit.crew for visit in found.visits] == ["early", "late"]
    [this_year] = [history for year, history in customer.history if year == 2026]
    mine = [visit for visit in this_year.visits if visit.job == job]
    assert [visit.crew for visit in mine] == ["never started", "first", "second"]
    assert mine[0].planned == datetime(2026, 1, 6, 7)
    assert mine[0].started is None
