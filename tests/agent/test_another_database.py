"""A practice database that is no longer what was set up: nothing is done with it, and the sentence says why (F36, F37,
A19)."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from agent.jobs.progress import PolledProgress
from agent.office.sample import make_sample
from tests.agent.conftest import ACTIVE, PASSWORD, Desk

REPLACE = ("replace", "--field", PASSWORD, "--value", "clip", "--where", ACTIVE, "--yes")
COMMANDS = [
    ("customers", "list"),
    ("customers", "show", "1001"),
    REPLACE,
    ("undo",),
    ("backup", "now", "copy.db"),
    ("process",),
    ("pair", "--receiver", "http://127.0.0.1:9", "--company", "112", "--code", "x"),
]


def by_another_office(practice: Path) -> None:
    """Somebody copied the database of another office over it."""
    practice.unlink()
    make_sample(practice, 12, 2, PolledProgress())


def emptied(practice: Path) -> None:
    """A file of no bytes, as a failed copy leaves it."""
    practice.write_bytes(b"")


def gone(practice: Path) -> None:
    """Moved away."""
    practice.unlink()


def a_folder(practice: Path) -> None:
    """A folder of the same name."""
    practice.unlink()
    practice.mkdir()


def cut_short(practice: Path) -> None:
    """The first half of it."""
    data = practice.read_bytes()
    practice.write_bytes(data[: len(data) // 2])


def overwritten_in_the_middle(practice: Path) -> None:
    """A bad sector: every page but the first holds nonsense."""
    data = bytearray(practice.read_bytes())
    data[4096:] = b"\xa5" * (len(data) - 4096)
    practice.write_bytes(data)


def no_database(practice: Path) -> None:
    """Somebody saved a letter there."""
    practice.write_bytes(b"Dear Mrs Miller, " * 500)


def a_table_dropped(practice: Path) -> None:
    """An update of the office program took a table."""
    with closing(sqlite3.connect(practice)) as connection:
        connection.execute("DROP TABLE jobs")


def a_column_renamed(practice: Path) -> None:
    """An update of the office program renamed a column."""
    with closing(sqlite3.connect(practice)) as connection:
        connection.execute("ALTER TABLE customers RENAME COLUMN password TO passwort")


def without_company(practice: Path) -> None:
    """It does not say any more whose it is."""
    with closing(sqlite3.connect(practice)) as connection, connection:
        connection.execute("DELETE FROM company")


@pytest.mark.parametrize(
    ("happens", "told"),
    [
        (by_another_office, "is another one than was set up"),
        (emptied, "has no table"),
        (gone, "There is no practice database at"),
        (a_folder, "There is no practice database at"),
        (cut_short, "is damaged"),
        (overwritten_in_the_middle, "is damaged"),
        (no_database, "is no SQLite database"),
        (a_table_dropped, "has no table jobs"),
        (a_column_renamed, '"password" of the table "customers"'),
        (without_company, "has no id of its own"),
    ],
    ids=lambda given: given.__name__ if callable(given) else "",
)
def test_F37_nothing_is_done_with_it(desk: Desk, happens: Callable[[Path], None], told: str) -> None:
    run = desk.must(*REPLACE)["run"]
    happens(desk.practice)
    held = desk.practice.read_bytes() if desk.practice.is_file() else None
    for words in COMMANDS:
        said = desk.run(*words, "--json")
        assert said.code == 1, (words, said)
        error = said.json["error"]
        assert told in error["title"], words
        assert error["remedy"], words
        assert "fault of its own" not in error["title"]
    assert (desk.practice.read_bytes() if desk.practice.is_file() else None) == held
    assert not Path("copy.db").exists()
    if happens is not a_folder:
        assert desk.must("backup", "list")["backups"]
    assert run


def test_F36_columns_that_nobody_named_may_come(desk: Desk) -> None:
    desk.change("ALTER TABLE customers ADD COLUMN shoe_size INTEGER")
    desk.change("CREATE TABLE something_new (x)")
    assert desk.must("customers", "list")["count"] == 30
    desk.must(*REPLACE)
    desk.must("undo")


def test_F36_a_column_of_another_type_is_read_as_far_as_it_goes(desk: Desk) -> None:
    """Amounts, numbers and marks that an update made texts of."""
    with closing(sqlite3.connect(desk.practice)) as connection:
        for column in ("balance", "is_customer", "not_on_portal"):
            connection.execute(f"ALTER TABLE customers ADD COLUMN new_{column} TEXT")
            connection.execute(f"UPDATE customers SET new_{column} = CAST({column} AS TEXT)")
            connection.execute(f"ALTER TABLE customers DROP COLUMN {column}")
            connection.execute(f"ALTER TABLE customers RENAME COLUMN new_{column} TO {column}")
        connection.execute("UPDATE customers SET balance = '1,234.50' WHERE id = 1")
        connection.commit()
    before = desk.dump()
    shown = desk.must("customers", "show", "1001")["customer"]["fields"]
    assert shown["CU.Balance"] == "1,234.50"
    assert shown["CU.Customer Mark"] == "yes"
    rich = desk.rows("SELECT count(*) FROM customers WHERE CAST(balance AS REAL) > 100 AND id > 1")[0][0]
    assert desk.must("customers", "list", "--where", "CU.Balance > 100")["count"] == rich > 0
    desk.must("replace", "--field", "CU.Balance", "--value", "1.50", "--all", "--yes")
    assert desk.rows("SELECT DISTINCT balance FROM customers") == [("1.50",)]
    desk.must("undo")
    assert desk.dump() == before


def test_F37_a_backup_brings_the_right_one_back(desk: Desk) -> None:
    before = desk.dump()
    backup = desk.must(*REPLACE)["backup"]
    desk.practice.unlink()
    assert desk.run("customers", "list").code == 1
    desk.must("restore", backup, "--yes")
    assert desk.dump() == before


def test_F37_a_backup_is_never_put_over_another_office(desk: Desk) -> None:
    backup = desk.must(*REPLACE)["backup"]
    by_another_office(desk.practice)
    other = desk.dump()
    said = desk.run("restore", backup, "--yes", "--json")
    assert said.code == 1
    assert "another one" in said.json["error"]["title"]
    assert desk.dump() == other


def test_F37_half_written_values_of_a_program_that_crashed_are_never_read(desk: Desk) -> None:
    """Its journal lies beside the database, and only a writer puts that right."""
    with closing(sqlite3.connect(desk.practice, isolation_level=None)) as other:
        other.execute("PRAGMA cache_size = 1")
        other.execute("BEGIN IMMEDIATE")
        other.execute("UPDATE customers SET notes = hex(randomblob(4000)), city = 'HALF'")
        half = desk.practice.read_bytes()
        journal = desk.practice.with_name("practice.db-journal").read_bytes()
        other.execute("ROLLBACK")
    desk.practice.write_bytes(half)
    desk.practice.with_name("practice.db-journal").write_bytes(journal)
    said = desk.run("customers", "list", "--json")
    assert said.code == 5
    assert "was interrupted while it wrote" in said.json["error"]["title"]
    assert "Start the office program" in said.json["error"]["remedy"]
    assert desk.rows("SELECT count(*) FROM customers WHERE city = 'HALF'") == [(0,)]
    assert desk.must("customers", "list")["count"] == 30
