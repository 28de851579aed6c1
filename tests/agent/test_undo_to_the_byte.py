"""Undo gives back the bytes that were there, however oddly the database had spelled the value (A5, F7, R2)."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.agent.conftest import PASSWORD, Desk

SPELLINGS = [
    ("customers", "CU.City", "city", b"\xff\xfeA"),
    ("customers", "CU.City", "city", "  padded\t"),
    ("customers", "CU.City", "city", ""),
    ("customers", "CU.Balance", "balance", "1,234.50"),
    ("customers", "CU.Balance", "balance", 12.3456),
    ("customers", "CU.Balance", "balance", 50),
    ("customers", "CU.Balance", "balance", 0.1),
    ("customers", "CU.Balance", "balance", -0.0),
    ("customers", "CU.Not On Portal", "not_on_portal", "Y"),
    ("customers", "CU.Not On Portal", "not_on_portal", -1),
    ("customers", "CU.Not On Portal", "not_on_portal", "maybe"),
    (PASSWORD.partition(".")[0] and "customers", PASSWORD, "password", b"\x00\x01"),
    ("jobs", "JB.Next Visit", "next_visit", "2026-03-01"),
    ("jobs", "JB.Next Visit", "next_visit", "2026-03-01T08:15"),
    ("jobs", "JB.Next Visit", "next_visit", "2026-03-01 08:15:30.250+02:00"),
    ("jobs", "JB.Next Visit", "next_visit", " 2026-03-01 08:15:30"),
    ("jobs", "JB.Next Visit", "next_visit", "00/00/00"),
    ("jobs", "JB.Next Visit", "next_visit", "1899-12-30"),
    ("jobs", "JB.Next Visit", "next_visit", 45000),
    ("invoices", "IN.Date", "date", "2026-03-01 00:00:00"),
    ("invoices", "IN.Date", "date", "30.02.2026"),
    ("users", "US.Level", "level", "2 "),
    ("users", "US.Level", "level", 2.5),
]
NEW = {
    "CU.City": "Bern",
    "CU.Balance": "7.10",
    "CU.Not On Portal": "no",
    PASSWORD: "a new word",
    "JB.Next Visit": "2027-05-06 07:08",
    "IN.Date": "2027-05-06",
    "US.Level": "3",
}


@pytest.mark.parametrize(("set_name", "field", "column", "raw"), SPELLINGS)
def test_A5_replaced_undone_redone_undone(desk: Desk, set_name: str, field: str, column: str, raw: object) -> None:
    desk.change(f"UPDATE {set_name} SET {column} = ? WHERE id = 1", raw)
    held = f"SELECT typeof({column}), quote({column}) FROM {set_name} ORDER BY id"
    before = desk.rows(held)
    words = ("replace", "--set", set_name, "--field", field, "--value", NEW[field], "--all", "--yes")
    told = desk.must(*words)
    replaced = desk.rows(held)
    assert len(set(replaced)) == 1
    assert desk.must("undo")["changed"] == told["changed"]
    assert desk.rows(held) == before
    assert desk.must("redo")["skipped"] == []
    assert desk.rows(held) == replaced
    assert desk.must("undo")["skipped"] == []
    assert desk.rows(held) == before


def test_A4_a_value_that_means_the_same_is_left_as_it_is_spelled(desk: Desk) -> None:
    desk.change("UPDATE jobs SET next_visit = '2027-05-06T07:08' WHERE id = 1")
    words = ("replace", "--set", "jobs", "--field", "JB.Next Visit", "--value", "2027-05-06 07:08", "--where")
    assert desk.run(*words, "JB.Record Id = 1", "--yes").code == 3
    assert desk.rows("SELECT next_visit FROM jobs WHERE id = 1") == [("2027-05-06T07:08",)]


def test_A3_an_odd_spelling_meets_the_condition_of_its_value(desk: Desk) -> None:
    desk.change("UPDATE jobs SET next_visit = '2027-05-06T07:08' WHERE id = 1")
    words = ("replace", "--set", "jobs", "--field", "JB.Next Visit", "--value", "", "--yes", "--where")
    assert desk.must(*words, "JB.Next Visit = 2027-05-06 07:08")["changed"] == 1
    desk.must("undo")
    assert desk.rows("SELECT next_visit FROM jobs WHERE id = 1") == [("2027-05-06T07:08",)]


@pytest.fixture
def loose_desk(new_desk: Callable[[Path], Desk], tmp_path: Path) -> Desk:
    """A desk on a foreign database whose columns take anything, with CP-1252 texts and a key given twice."""
    practice, mapping = tmp_path / "loose.db", tmp_path / "loose.toml"
    with closing(sqlite3.connect(practice)) as connection, connection:
        connection.execute("CREATE TABLE T (Id, Nr, Ort, Stand, Wort)")
        rows = [(1, "1", "Köln", "A ", 5.0), (2, "2", "Bern", "A", 7), (3, "3", "Ulm", "X", b"\xff")]
        connection.executemany("INSERT INTO T VALUES (?, ?, ?, ?, ?)", rows)
        connection.execute("UPDATE T SET Ort = CAST(CAST('K' || char(246) || 'ln' AS BLOB) AS TEXT) WHERE Id = 1")
    mapping.write_text(LOOSE, "utf-8")
    made = new_desk(practice)
    made.must("init", "--database", str(practice), "--mapping", str(mapping))
    return made


LOOSE = """
[company]
"CP.Name" = "Loose"
[customers]
table = "T"
[customers.fields]
"CU.Record Id" = "Id"
"CU.Customer Number" = "Nr"
"CU.City" = "Ort"
"CU.Customer Status" = { column = "Stand", values = { A = "ACTIVE" } }
"CU.Customer Password" = "Wort"
"""


@pytest.mark.parametrize("field", ["CU.City", "CU.Customer Status", PASSWORD])
def test_A5_columns_without_a_type_are_given_back_too(loose_desk: Desk, field: str) -> None:
    held = "SELECT Id, quote(Ort), quote(Stand), quote(Wort) FROM T ORDER BY Id"
    before = loose_desk.rows(held)
    loose_desk.must("replace", "--field", field, "--value", "new", "--all", "--yes")
    assert loose_desk.must("undo")["changed"] == 3
    assert loose_desk.rows(held) == before


def test_A4_two_rows_with_one_record_id_are_not_replaced(loose_desk: Desk) -> None:
    """Which of them is meant, nobody could say; and the agent's own file is not to blame."""
    loose_desk.change("UPDATE T SET Id = 2 WHERE Id = 3")
    before = loose_desk.dump()
    said = loose_desk.run("replace", "--field", "CU.City", "--value", "new", "--all", "--yes", "--json")
    assert said.code == 1
    assert "record id" in said.json["error"]["title"]
    assert "2" in said.json["error"]["detail"]
    assert loose_desk.dump() == before
    assert loose_desk.must("undo", "--list")["runs"] == []


def test_A4_texts_in_another_encoding_are_written_in_it_and_given_back(
    new_desk: Callable[[Path], Desk], tmp_path: Path
) -> None:
    practice, mapping = tmp_path / "old.db", tmp_path / "old.toml"
    with closing(sqlite3.connect(practice)) as connection, connection:
        connection.execute("CREATE TABLE T (Nr TEXT PRIMARY KEY, Ort TEXT)")
        for number, place in [("Ä1", "Köln"), ("2", "Bern"), ("3", None)]:
            row = (number.encode("cp1252"), place and place.encode("cp1252"))
            connection.execute("INSERT INTO T VALUES (CAST(? AS TEXT), CAST(? AS TEXT))", row)
    mapping.write_text(
        '[practice]\nencoding = "cp1252"\n[company]\n"CP.Name" = "Old"\n[customers]\ntable = "T"\n[customers.fields]\n'
        '"CU.Customer Number" = "Nr"\n"CU.City" = "Ort"\n"CU.Customer Status" = { constant = "ACTIVE" }\n',
        "utf-8",
    )
    desk = new_desk(practice)
    desk.must("init", "--database", str(practice), "--mapping", str(mapping))
    held = "SELECT hex(Nr), typeof(Ort), hex(Ort) FROM T ORDER BY rowid"
    before = desk.rows(held)
    desk.must("replace", "--field", "CU.City", "--value", "Zürich €", "--all", "--yes")
    assert {one[1:] for one in desk.rows(held)} == {("text", "Zürich €".encode("cp1252").hex().upper())}
    assert desk.must("customers", "list", "--where", "CU.City = zürich €")["count"] == 3
    assert desk.must("undo")["changed"] == 3
    assert desk.rows(held) == before
    said = desk.run("replace", "--field", "CU.City", "--value", "東京", "--all", "--yes", "--json")
    assert said.code == 1
    assert "cp1252" in said.json["error"]["title"]
    assert desk.rows(held) == before
