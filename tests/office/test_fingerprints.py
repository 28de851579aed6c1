"""Reading group by group inside SQLite beside reading in streams, and what tells that a customer moved."""

from __future__ import annotations

import os
import sqlite3
import time
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from agent.domain.practice import PracticeCustomer, ReadOptions
from agent.office.catalog import NATIVE_COLUMNS
from agent.office.customer import CUSTOMER_FIELDS, PHONE_FIELDS, PROPERTY_FIELDS
from agent.office.engine import Database, practice_url
from agent.office.practice import open_practice
from agent.office.schedule import AMOUNTS, JOB_FIELDS, WORK_FIELDS
from agent.office.untouched import file_state
from tests.office.conftest import query, script

OPTIONS = ReadOptions(date(2025, 1, 1))
ODD = """
    UPDATE customers SET name = CAST(x'4f6464' AS BLOB), street = 'a' || char(0) || 'b' WHERE number = '1001';
    UPDATE work SET notes = CAST(x'fffe' AS BLOB) WHERE id % 5 = 0;
    UPDATE work SET planned = '2026-01-02T03:04:05.9999999', started = '2026-01-02 03:04' WHERE id % 7 = 0;
    UPDATE jobs SET delayed = 0.30000000000000004, delay_reason = '"\\' || char(10) || '\u2028' WHERE id % 3 = 0;
    UPDATE jobs SET price = 19.989999999999998 WHERE id % 4 = 0;
    UPDATE properties SET notes = 12345678901234567 WHERE id % 2 = 0;
    INSERT INTO phones (customer_id, kind, number) VALUES (987654, 'nobody', '1'), (NULL, 'nobody', '2')"""
SET_FIELDS = {
    "customers": CUSTOMER_FIELDS,
    "phones": PHONE_FIELDS,
    "properties": PROPERTY_FIELDS,
    "jobs": JOB_FIELDS,
    "work": WORK_FIELDS,
}
READ = [
    (set_name, name)
    for set_name, fields in SET_FIELDS.items()
    for name in fields
    if not name.endswith("Record Id") and name not in {*AMOUNTS, "CU.Customer Mark"}
]
"""What is read where no money is shared. (Without the customer mark nobody is a customer.)"""

OF_ONE = "WHERE customer_id = (SELECT id FROM customers WHERE number = '1001')"
OWNED = {
    "customers": "SELECT id, id AS owner FROM customers WHERE number = '1001'",
    "phones": f"SELECT id, customer_id AS owner FROM phones {OF_ONE}",
    "properties": f"SELECT id, customer_id AS owner FROM properties {OF_ONE}",
    "jobs": f"SELECT id, customer_id AS owner FROM jobs {OF_ONE}",
    "work": f"SELECT work.id, customer_id AS owner FROM work JOIN jobs ON jobs.id = job_id {OF_ONE}",
}
"""Rows of each set that belong to one customer."""


def read(path: Path) -> tuple[list[PracticeCustomer], dict[str, int]]:
    """Everybody, and what was counted."""
    with open_practice(str(path)).reading() as reading:
        return list(reading.customers(OPTIONS)), dict(reading.left_out)


def without_indexes(path: Path, copy: Path) -> Path:
    """A copy that SQLite can't look anything up in, so that it is read in streams."""
    copy.write_bytes(path.read_bytes())
    found = query(copy, "SELECT name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL")
    return script(copy, ";".join(f"DROP INDEX {name}" for (name,) in found))


@pytest.mark.parametrize("money", [0, 1], ids=["no money", "money"])
@pytest.mark.parametrize("rows", ["", ODD], ids=["sample", "odd rows"])
def test_both_ways_of_reading_give_the_same(own_sample: Path, tmp_path: Path, rows: str, money: int) -> None:
    script(own_sample, f"UPDATE company SET share_money = {money};{rows}")
    grouped, counted = read(own_sample)
    streamed, counted_too = read(without_indexes(own_sample, tmp_path / "copy.db"))
    assert len(grouped) > 20
    assert [(one.number, one.record_id, one.password) for one in grouped] == [
        (one.number, one.record_id, one.password) for one in streamed
    ]
    assert [(one.body, one.history, one.invoices, one.left_out) for one in grouped] == [
        (one.body, one.history, one.invoices, one.left_out) for one in streamed
    ]
    assert counted == counted_too


@pytest.fixture(scope="module")
def fingerprints(sample: Path) -> dict[str, bytes]:
    """Of everybody in the sample, by record id."""
    return {one.record_id: one.fingerprint for one in read(sample)[0]}


@pytest.mark.parametrize(("set_name", "name"), READ, ids=[name for _, name in READ])
def test_whatever_is_read_of_a_customer_moves_his_fingerprint_and_no_other(
    sample: Path, tmp_path: Path, fingerprints: dict[str, bytes], set_name: str, name: str
) -> None:
    practice = tmp_path / "practice.db"
    practice.write_bytes(sample.read_bytes())
    column = NATIVE_COLUMNS[set_name][name]
    [(row, customer)] = query(practice, f"SELECT id, owner FROM ({OWNED[set_name]}) LIMIT 1")
    with closing(sqlite3.connect(practice)) as connection, connection:
        connection.execute(f"UPDATE {set_name} SET {column} = coalesce({column}, '') || '77777' WHERE id = ?", (row,))
    after = {one.record_id: one.fingerprint for one in read(practice)[0]}
    assert {id_ for id_ in fingerprints if after.get(id_) != fingerprints[id_]} == {str(customer)}


def test_a_customer_who_is_known_is_given_without_what_is_published_of_him(sample: Path) -> None:
    whole = {one.number: one for one in read(sample)[0]}
    with open_practice(str(sample)).reading() as reading:
        found = list(reading.customers(OPTIONS, lambda one: one.number != "1001"))
    assert [(one.number, one.fingerprint, one.password) for one in found] == [
        (one.number, one.fingerprint, one.password) for one in whole.values()
    ]
    assert [one.number for one in found if one.body.name] == ["1001"]


@pytest.mark.parametrize("mode", ["DELETE", "WAL"])
def test_a_write_is_seen_though_size_and_times_stay(own_sample: Path, mode: str) -> None:
    with closing(sqlite3.connect(own_sample, isolation_level=None)) as office:
        office.execute(f"PRAGMA journal_mode = {mode}")
        office.execute("UPDATE customers SET name = 'Before' WHERE number = '1001'")
        files = [own_sample, *own_sample.parent.glob("practice.db-wal")]
        hour_ago = time.time() - 3600

        def rest() -> None:
            for one in files:
                os.utime(one, (hour_ago, hour_ago))

        rest()
        state = file_state(own_sample)
        assert state
        assert file_state(own_sample) == state
        office.execute("UPDATE customers SET name = 'Behind' WHERE number = '1001'")
        assert file_state(own_sample) == b"", "what was written to a moment ago is not trusted"
        rest()
        assert file_state(own_sample) not in (b"", state)


def test_a_file_that_is_open_or_half_written_is_not_trusted(own_sample: Path) -> None:
    hour_ago = time.time() - 3600
    os.utime(own_sample, (hour_ago, hour_ago))
    database = Database(practice_url(str(own_sample)))
    assert database.state()
    with database.read():
        assert database.state() == b""
    assert database.state()
    own_sample.with_name("practice.db-journal").write_bytes(b"something")
    assert database.state() == b""
