"""Who stays as he is is not made anew, and a practice database that nobody touched is not read (feature A8)."""

from __future__ import annotations

import os
import sqlite3
import time
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date
from typing import NoReturn, cast

import pytest

from agent.domain.catalog import Catalog
from agent.domain.likeness import Likeness
from agent.jobs.progress import PolledProgress
from agent.usecases.practice_ports import PracticeDatabase
from agent.usecases.process import Process, ProcessOptions
from agent.wiring.office import Office as Agent
from tests.agent.wired import Wired

PUBLISHED = "status = 'ACTIVE' AND is_customer AND NOT is_employee AND NOT not_on_portal"
FIRST, SECOND, LAST = (
    f"(SELECT id FROM customers WHERE {PUBLISHED} ORDER BY number {order} LIMIT 1 OFFSET {at})"
    for order, at in (("ASC", 0), ("ASC", 1), ("DESC", 0))
)
LAST_YEAR = "CAST(strftime('%Y', 'now', 'localtime') - 1 AS TEXT)"
CHANGES = {
    "contact": [
        f"UPDATE customers SET name = 'Another' WHERE id = {FIRST}",
        f"INSERT INTO phones (customer_id, kind, number) VALUES ({SECOND}, 'home', '555-0199')",
    ],
    "work": [
        f"UPDATE work SET notes = 'done' WHERE posted AND substr(started, 1, 4) = {LAST_YEAR}",
        f"UPDATE jobs SET customer_id = {SECOND} WHERE id = (SELECT min(id) FROM jobs WHERE customer_id = {FIRST})",
    ],
    "a year is gone": [f"DELETE FROM work WHERE posted AND substr(started, 1, 4) = {LAST_YEAR}"],
    "one leaves": [f"UPDATE customers SET status = 'INACTIVE' WHERE id = {LAST}"],
    "two change their numbers": [
        f"CREATE TEMP TABLE two AS SELECT id, number FROM customers WHERE id IN ({FIRST}, {SECOND})",
        "UPDATE customers SET number = (SELECT two.number FROM two WHERE two.id <> customers.id)"
        " WHERE id IN (SELECT id FROM two)",
    ],
    "a number sorts elsewhere": [f"UPDATE customers SET number = '~' || number WHERE id = {FIRST}"],
    "a number is given twice": [
        f"UPDATE customers SET number = (SELECT number FROM customers WHERE id = {FIRST}) WHERE id = {LAST}"
    ],
    "the company": ["UPDATE company SET share_money = 1, name = 'Green Valley'"],
}


@pytest.mark.parametrize("changes", CHANGES.values(), ids=CHANGES)
def test_A8_after_any_change_the_portal_holds_what_a_whole_reading_makes(published: Wired, changes: list[str]) -> None:
    office = published.office
    with closing(sqlite3.connect(office.practice)) as connection, connection:
        for one in changes:
            connection.execute(one)
    assert office.process()["outcome"] == "published"
    assert office.must("process", "--dry-run")["difference"] == {}


@dataclass(frozen=True)
class Unreadable:
    """A practice database that may be looked at, but not read."""

    inside: PracticeDatabase

    def reading(self) -> NoReturn:
        """Nobody reads it."""
        raise AssertionError("it was read")

    @property
    def practice_id(self) -> str:
        """As inside."""
        return self.inside.practice_id

    @property
    def rules(self) -> bytes:
        """As inside."""
        return self.inside.rules

    @property
    def catalog(self) -> Catalog:
        """As inside."""
        return self.inside.catalog

    def state(self) -> bytes:
        """As inside."""
        return self.inside.state()

    def likeness(self) -> Likeness:
        """As inside."""
        return self.inside.likeness()


@pytest.fixture
def process(published: Wired, monkeypatch: pytest.MonkeyPatch) -> Process:
    """Process of the office, published, where the practice database has rested for an hour and must not be read."""
    monkeypatch.setenv("PORCHLIGHT_AGENT_SECRETS", "file")
    office = published.office
    office.run("process")
    hour_ago = time.time() - 3600
    os.utime(office.practice, (hour_ago, hour_ago))
    assert office.run("process").code == 3
    ready = Agent(office.home).process
    return replace(ready, practice=cast(PracticeDatabase, Unreadable(ready.practice)))


def test_A8_an_untouched_database_is_not_read_and_the_receiver_is_asked(process: Process, published: Wired) -> None:
    published.proxy.forget()
    report = process.run(ProcessOptions(), PolledProgress())
    assert (report.outcome, report.requests, len(published.proxy.sent)) == ("nothing changed", 1, 1)
    shown = published.office.rows("SELECT count(*) FROM customers WHERE status = 'ACTIVE' AND is_customer")
    assert 0 < report.customers <= shown[0][0]
    assert report.customers == report.counts["customer"]
    assert report.credentials["waiting"] == report.credentials["hashed"] == 0


@pytest.mark.parametrize("what", ["touched", "another day", "more history", "another rule"])
def test_A8_it_is_read_where_anything_else_could_come_of_it(process: Process, published: Wired, what: str) -> None:
    options = ProcessOptions(history_since=date(2020, 1, 1) if what == "more history" else None)
    if what == "touched":
        os.utime(published.office.practice)
    if what == "another day":
        process = replace(process, today=lambda: date(2031, 5, 1))
    if what == "another rule":
        process = replace(process, common_passwords=frozenset({"another"}))
    with pytest.raises(AssertionError, match="it was read"):
        process.run(options, PolledProgress())
