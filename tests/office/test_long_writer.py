"""The office's program writes while the agent reads: what is read is of one instant (F18), and a lock for long changes
nothing (F17)."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path

import pytest

from agent.domain.errors import PracticeBusy
from agent.domain.practice import ReadOptions
from agent.office.practice import open_practice
from tests.office.conftest import query, script

OPTIONS = ReadOptions(date(1900, 1, 1), with_activity=True)


@contextmanager
def writer(path: Path) -> Iterator[threading.Event]:
    """Another program that moves money and phones from customer to customer all the time, many rows in each
    transaction; so that at every instant sum and count are the same. Gives an event that is set when it got going."""
    over, going = threading.Event(), threading.Event()

    def write() -> None:
        with closing(sqlite3.connect(path, timeout=30, isolation_level=None)) as connection:
            turn = 0
            while not over.is_set():
                turn += 1
                connection.execute("BEGIN IMMEDIATE")
                connection.execute(
                    "UPDATE customers SET balance = balance + 1, city = ? WHERE id % 2 = 0", (f"{turn}",)
                )
                connection.execute("UPDATE phones SET customer_id = 1 + (customer_id + ?) % 40", (turn,))
                connection.execute(
                    "UPDATE customers SET balance = balance - 1, city = ? WHERE id % 2 = 1", (f"{turn}",)
                )
                connection.execute("UPDATE company SET city = ?", (f"{turn}",))
                connection.execute("COMMIT")
                going.set()
                # Whoever never draws breath starves the readers of a rollback journal, which ask only now and then.
                over.wait(0.01)

    thread = threading.Thread(target=write)
    thread.start()
    try:
        yield going
    finally:
        over.set()
        thread.join()


@pytest.fixture(params=["WAL", "DELETE"])
def office(request: pytest.FixtureRequest, own_sample: Path) -> Path:
    """A sample of forty active customers with round balances, in both ways that SQLite writes."""
    script(
        own_sample,
        f"""
        PRAGMA journal_mode = {request.param};
        UPDATE company SET share_money = 1;
        UPDATE customers SET balance = 100, status = 'ACTIVE', is_customer = 1, is_employee = 0, not_on_portal = 0,
            number = 1000 + id, city = '0';
    """,
    )
    return own_sample


def test_F18_sums_hold_in_every_snapshot(office: Path) -> None:
    phones = query(office, "SELECT count(*) FROM phones WHERE number <> ''")[0][0]
    practice = open_practice(str(office))
    cities = set()
    with writer(office) as going:
        assert going.wait(20)
        for _ in range(12):
            with practice.reading() as reading:
                company = reading.company()
                found = list(reading.customers(OPTIONS))
            assert len(found) == 40
            assert sum(one.body.balance or 0 for one in found) == 4000
            assert sum(len(one.body.phones) for one in found) == phones
            (city,) = {one.body.city for one in found} | {company.city}
            cities.add(city)
    assert len(cities) > 1


def test_F18_a_copy_made_meanwhile_is_of_one_instant(office: Path, tmp_path: Path) -> None:
    practice = open_practice(str(office))
    with writer(office) as going:
        assert going.wait(20)
        for turn in range(4):
            copy = tmp_path / f"{turn}.db"
            practice.copy_to(copy)
            assert query(copy, "SELECT sum(balance), count(DISTINCT city) FROM customers") == [(4000, 1)]


def test_F17_a_lock_that_stays_changes_nothing(own_sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("agent.office.engine.BUSY_SECONDS", 0.2)
    practice = open_practice(str(own_sample))
    with closing(sqlite3.connect(own_sample)) as connection:
        before = list(connection.iterdump())
    data = own_sample.read_bytes()
    with closing(sqlite3.connect(own_sample, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        for _ in range(3):
            with pytest.raises(PracticeBusy, match="in use by another program"), practice.reading() as reading:
                reading.company()
            with pytest.raises(PracticeBusy):
                practice.write({practice.catalog.field("CU.City"): []})
        other.execute("ROLLBACK")
    assert own_sample.read_bytes() == data
    with closing(sqlite3.connect(own_sample)) as connection:
        assert list(connection.iterdump()) == before
    with practice.reading() as reading:
        assert reading.company().name
