"""The sample office: the same for the same seed, and believable."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from agent.cli.root import run
from agent.domain.errors import AgentError, Cancelled
from agent.jobs.progress import PolledProgress
from agent.office.sample import make_sample
from tests.office.conftest import CUSTOMERS, TODAY, query


def _content(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return list(connection.iterdump())


def test_the_same_seed_makes_the_same_office(tmp_path: Path) -> None:
    paths = [tmp_path / name for name in ("a.db", "b.db", "c.db", "d.db")]
    for path, seed, today in zip(paths, (1, 1, 2, 1), (TODAY, TODAY, TODAY, date(2026, 7, 1)), strict=True):
        make_sample(path, 50, seed, PolledProgress(), today=today)
    first, again, other_seed, other_day = (_content(path) for path in paths)
    assert first == again
    assert first != other_seed
    assert first != other_day


def test_customers_and_jobs_are_the_same_every_day(tmp_path: Path) -> None:
    days = {str(day): day for day in (TODAY, date(2026, 7, 1), date(2027, 1, 2))}
    for name, day in days.items():
        make_sample(tmp_path / name, 50, 1, PolledProgress(), today=day)
    for words in (
        "SELECT * FROM phones ORDER BY id",
        "SELECT * FROM properties ORDER BY id",
        "SELECT id, number, name, status, email, password, balance FROM customers ORDER BY id",
        "SELECT id, number, property_id, service, delayed, delay_reason, crew, price FROM jobs ORDER BY id",
    ):
        first, *others = (query(tmp_path / name, words) for name in days)
        assert first and all(one == first for one in others), words


def test_the_office_has_who_an_office_has(sample: Path) -> None:
    assert query(sample, "SELECT count(*), min(id), min(number) FROM customers") == [(CUSTOMERS, 1, "1001")]
    statuses = dict(query(sample, "SELECT status, count(*) FROM customers GROUP BY 1"))
    assert set(statuses) == {"ACTIVE", "ON HOLD", "INACTIVE", "PATTERN"}
    active = statuses["ACTIVE"]
    assert 0.75 < active / CUSTOMERS < 0.9
    assert query(sample, "SELECT name FROM customers WHERE not_on_portal") == [("LUNCH BREAK",)]
    assert query(sample, "SELECT count(*) FROM customers WHERE is_employee AND NOT is_customer") != [(0,)]
    assert len(query(sample, "SELECT * FROM properties WHERE name = 'Lake House'")) > 5
    assert query(sample, "SELECT count(*) FROM customers WHERE email = 'family.miller@example.com'") == [(2,)]
    levels = query(sample, "SELECT level, length(password) >= 12 FROM users ORDER BY id")
    assert levels == [(1, 1), (2, 1), (3, 1)]


def test_passwords_are_unique_but_for_a_handful(sample: Path) -> None:
    rows = query(sample, "SELECT password, count(*) FROM customers WHERE status = 'ACTIVE' GROUP BY 1")
    several = {word: count for word, count in rows if count != 1}
    assert set(several) <= {None, "clip"}
    assert several["clip"] == 5
    assert all(isinstance(word, str) and len(word) >= 12 for word, count in rows if count == 1 and word)


def test_work_was_done_for_two_years_and_more_is_ahead(sample: Path) -> None:
    done = "SELECT min(started), max(started), min(ended > started), max(started IS NULL) FROM work WHERE posted"
    [(first, last, orderly, unknown)] = query(sample, done)
    assert str(first) < "2024-06"
    assert "2026-02" < str(last) < "2026-03-10"
    assert (orderly, unknown) == (1, 0)
    assert query(sample, "SELECT count(*) FROM work WHERE NOT posted AND planned <= '2026-03-10'") == [(0,)]
    next_visits = """SELECT count(*) FROM jobs JOIN customers ON customers.id = customer_id WHERE status = 'ACTIVE'
        AND next_visit IS NOT (SELECT min(planned) FROM work WHERE job_id = jobs.id AND NOT posted)"""
    assert query(sample, next_visits) == [(0,)]
    [(delayed, reasons, jobs)] = query(sample, "SELECT sum(delayed), count(delay_reason), count(*) FROM jobs")
    assert delayed == reasons
    assert 0.02 < delayed / jobs < 0.15


def test_nobody_works_at_the_weekend(sample: Path) -> None:
    with closing(sqlite3.connect(sample)) as connection:
        days = connection.execute("SELECT DISTINCT strftime('%w', planned) FROM work").fetchall()
    assert {day for (day,) in days} == {"1", "2", "3", "4", "5"}


def test_a_file_that_is_there_stays(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "mine.db"
    path.write_text("mine")
    assert run(["sample", str(path), "--customers", "5", "--json"]) == 1
    assert "already a file" in json.loads(capsys.readouterr().out)["error"]["title"]
    assert path.read_text() == "mine"


def test_the_command_says_what_it_made(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "new" / "p.db"
    assert run(["sample", str(path), "--customers", "7", "--seed", "9", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"path": str(path), "customers": 7, "seed": 9}
    assert query(path, "SELECT count(*) FROM customers") == [(7,)]


def test_what_was_stopped_leaves_nothing(tmp_path: Path) -> None:
    progress = PolledProgress()
    progress.cancel()
    with pytest.raises(Cancelled):
        make_sample(tmp_path / "p.db", 10, 1, progress)
    with pytest.raises(AgentError, match="between 1"):
        make_sample(tmp_path / "p.db", 0, 1, PolledProgress())
    assert list(tmp_path.iterdir()) == []


def test_what_customers_owe_is_what_is_open_of_their_invoices(sample: Path) -> None:
    owed = """SELECT count(*) FROM customers WHERE balance <>
        (SELECT coalesce(sum(open_amount), 0) FROM invoices WHERE customer_id = customers.id)"""
    assert query(sample, owed) == [(0,)]
    paid = """SELECT count(*) FROM invoices WHERE amount - open_amount <>
        (SELECT coalesce(sum(amount), 0) FROM payments WHERE invoice_id = invoices.id)"""
    assert query(sample, paid) == [(0,)]
    states = "SELECT sum(open_amount = 0), sum(open_amount > 0 AND open_amount < amount), sum(open_amount = amount)"
    [(whole, part, nothing)] = query(sample, f"{states} FROM invoices")
    assert whole > 200 and part > 0 and nothing > 5
    [(last,)] = query(sample, "SELECT max(date) FROM payments")
    assert str(last) <= "2026-03-10"
