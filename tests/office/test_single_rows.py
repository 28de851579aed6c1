"""A whole row is added, changed or removed in one transaction, or nothing is (A13, F17)."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from agent.domain.catalog import Field, Value
from agent.domain.errors import PracticeBusy, PracticeError, RowChanged
from agent.office.practice import open_practice
from agent.usecases.practice_ports import PracticeDatabase
from tests.office.conftest import query, script

TABLES = """
CREATE TABLE Login (Name TEXT PRIMARY KEY, Word TEXT, Rank TEXT, Gone INTEGER DEFAULT 0);
INSERT INTO Login VALUES ('zoe', 'zw', '1', 0), ('eve', 'ew', '2', 1);
CREATE TABLE Tail (Nr INTEGER PRIMARY KEY, Name TEXT, Must TEXT NOT NULL);
CREATE TABLE Client (Nbr INTEGER PRIMARY KEY, Word TEXT);
"""
MAPPING = """
[practice]
name = "Invented"
encoding = "cp1252"
[company]
"CP.Name" = "Invented GmbH"
[customers]
table = "Client"
[customers.fields]
"CU.Customer Number" = "Nbr"
"CU.Customer Status" = { constant = "ACTIVE" }
[users]
table = "Login"
where = "Gone = 0"
[users.fields]
"US.Record Id" = "Name"
"US.User Name" = "Name"
"US.Password" = "Word"
"US.Level" = { column = "Rank", values = { "1" = "1", "2" = "2" } }
[employees]
table = "Tail"
[employees.fields]
"EM.Record Id" = "Nr"
"EM.Name" = "Name"
[jobs]
query = "SELECT 1 AS Code"
[jobs.fields]
"JB.Record Id" = "Code"
"JB.Job Number" = "Code"
"JB.Customer" = "Code"
"""


def row(practice: PracticeDatabase, **values: Value) -> dict[Field, Value]:
    """Fields of the users by the last word of their names."""
    return {practice.catalog.field(f"US.{name.replace('_', ' ')}"): value for name, value in values.items()}


@pytest.fixture
def foreign(tmp_path: Path) -> PracticeDatabase:
    """An invented database: names are keys, texts are in CP-1252, who left is marked."""
    (tmp_path / "m.toml").write_text(MAPPING)
    script(tmp_path / "f.db", TABLES)
    return open_practice(str(tmp_path / "f.db"), tmp_path / "m.toml")


def test_A13_a_row_of_our_own_schema(own_sample: Path) -> None:
    practice = open_practice(str(own_sample))
    values = row(practice, User_Name="Pat", Password="Ünï-77", Level=3, Email=None)
    made = practice.insert("users", values)
    assert query(own_sample, "SELECT id, name, password, level, email, permissions FROM users ORDER BY id")[-1] == (
        int(made),
        "Pat",
        "Ünï-77",
        3,
        None,
        None,
    )
    practice.update("users", made, values, row(practice, Level=2, Email="p@x.example"))
    with pytest.raises(RowChanged):
        practice.delete("users", made, values)
    practice.delete("users", made, {**values, **row(practice, Level=2, Email="p@x.example")})
    with pytest.raises(RowChanged):
        practice.delete("users", made, {})
    assert query(own_sample, "SELECT count(*) FROM users") == [(3,)]


def test_A18_a_row_of_a_mapped_database(foreign: PracticeDatabase, tmp_path: Path) -> None:
    values = row(foreign, User_Name="Jürgen €", Password="Grün-77", Level=2)
    assert foreign.insert("users", values) == "Jürgen €"
    raw = "SELECT CAST(Name AS BLOB), CAST(Word AS BLOB), Rank, Gone FROM Login"
    assert query(tmp_path / "f.db", raw)[-1] == (b"J\xfcrgen \x80", b"Gr\xfcn-77", "2", 0)
    foreign.update("users", "Jürgen €", values, row(foreign, Password="Blau-77"))
    assert query(tmp_path / "f.db", raw)[-1][1] == b"Blau-77"
    foreign.delete("users", "Jürgen €", row(foreign, Password="Blau-77"))
    assert query(tmp_path / "f.db", "SELECT Name FROM Login ORDER BY Name") == [("eve",), ("zoe",)]


@pytest.mark.parametrize(
    ("attempt", "told"),
    [
        (lambda p: p.insert("users", row(p, User_Name="zoe", Password="x")), "does not take this value"),
        (lambda p: p.insert("users", row(p, Password="x")), "takes no new rows"),
        (lambda p: p.insert("users", row(p, User_Name="日本", Password="x")), "lacks a character"),
        (lambda p: p.insert("employees", {p.catalog.field("EM.Name"): "Kim"}), "does not take this value"),
        (lambda p: p.insert("jobs", {}), "only read"),
        (lambda p: p.delete("jobs", "1", {}), "only read"),
        (lambda p: p.update("users", "eve", {}, row(p, Password="x")), "changed or removed"),
    ],
)
def test_A18_what_a_mapped_database_does_not_take_changes_nothing(
    foreign: PracticeDatabase, tmp_path: Path, attempt: Callable[[PracticeDatabase], object], told: str
) -> None:
    with closing(sqlite3.connect(tmp_path / "f.db")) as connection:
        before = list(connection.iterdump())
        with pytest.raises((PracticeError, RowChanged), match=told):
            attempt(foreign)
        assert list(connection.iterdump()) == before


def test_F17_a_locked_database_takes_no_row(own_sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("agent.office.engine.BUSY_SECONDS", 0.1)
    practice = open_practice(str(own_sample))
    with closing(sqlite3.connect(own_sample, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(PracticeBusy):
            practice.insert("users", row(practice, User_Name="Pat"))
        other.execute("ROLLBACK")
    assert practice.insert("users", row(practice, User_Name="Pat")) == "4"
