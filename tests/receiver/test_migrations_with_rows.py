"""Changing the layout of a database that holds something in every table: nothing goes without being asked for."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from receiver.domain.tables import TABLES
from tests.support.receiver import Receiver

OF_TYPE = {
    "INTEGER": 7,
    "BIGINT": 7,
    "BOOLEAN": 1,
    "TEXT": "112",
    "DATETIME": "2026-03-01 12:00:00.000000",
    "BLOB": b"x",
}

Dump = dict[str, list[tuple[object, ...]]]


@pytest.fixture
def filled(tmp_path: Path) -> Receiver:
    """A receiver that is set up, with two rows in every table of its database."""
    receiver = Receiver(tmp_path / "receiver")
    receiver.init()
    with closing(sqlite3.connect(receiver.database)) as connection, connection:
        for table in TABLES:
            columns = connection.execute(f"PRAGMA table_info({table.name})").fetchall()
            names = ", ".join(column[1] for column in columns)
            for company in (112, 113):
                row = [company if column[1] == "company_id" else OF_TYPE[column[2]] for column in columns]
                connection.execute(f"INSERT INTO {table.name} ({names}) VALUES ({', '.join('?' * len(row))})", row)
    return receiver


def dump(receiver: Receiver) -> Dump:
    """Every row of every table."""
    with closing(sqlite3.connect(receiver.database)) as connection:
        names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        return {name: connection.execute(f"SELECT * FROM {name} ORDER BY 1").fetchall() for (name,) in names}


def test_every_table_is_filled(filled: Receiver) -> None:
    found = dump(filled)
    assert set(found) == {table.name for table in TABLES} | {"alembic_version"}
    assert {len(rows) for name, rows in found.items() if name != "alembic_version"} == {2}


def test_up_keeps_every_row(filled: Receiver) -> None:
    before = dump(filled)
    status = filled.must("migrate", "status", "--json").json
    assert status["ready"] and status["current"] == status["newest"]
    assert filled.must("migrate", "up", "--json").json["current"] == status["newest"]
    assert "up to date" in filled.must("migrate", "up").out
    assert filled.must("init", "--json").json["made"] is False
    assert dump(filled) == before


def test_down_asks_first_and_knows_where_to(filled: Receiver) -> None:
    before = dump(filled)
    asked = filled.run("migrate", "down", "--json")
    assert asked.code == 2 and "copy" in asked.json["error"]["remedy"]
    for nowhere in ("9999", "-9", "head+1"):
        answer = filled.run("migrate", "down", "--to", nowhere, "--yes", "--json")
        assert (answer.code, answer.json["error"]["title"]) == (1, "The database was left as it was."), answer
    assert dump(filled) == before


def test_down_with_yes_and_up_again_is_an_empty_receiver(filled: Receiver) -> None:
    assert filled.must("migrate", "down", "--to", "base", "--yes", "--json").json["current"] == ""
    assert filled.run("migrate", "status", "--json").code == 1
    assert filled.run("company", "list", "--json").json["error"]["remedy"] == "Run: python -m receiver init"
    filled.must("migrate", "up")
    assert filled.must("company", "list", "--json").json == {"companies": []}
    assert filled.must("check", "--json").json["good"] is True
