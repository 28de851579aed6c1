"""A stranger's database with constraints, triggers, generated columns and keys of its own, in SQLite and PostgreSQL:
replaced and undone to the byte, and what it does not take is told with nothing written (A4, A5, A18)."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.agent.conftest import Desk
from tests.support.postgres import Cluster

TABLES = """
CREATE TABLE "Region" ("Code" VARCHAR(4) PRIMARY KEY, "Label" TEXT);
CREATE TABLE "Member" (
    "Nr" INTEGER PRIMARY KEY,
    "Family" TEXT NOT NULL,
    "Town" VARCHAR(40),
    "Mail" TEXT UNIQUE,
    "Word" TEXT CHECK (length("Word") >= 4),
    "Area" VARCHAR(4) REFERENCES "Region" ("Code"),
    "Dues" NUMERIC(6, 2) CHECK ("Dues" >= 0),
    "Shout" TEXT GENERATED ALWAYS AS (upper("Family")) STORED,
    "Begins" DATE,
    "Ends" DATE,
    CHECK ("Begins" <= "Ends")
) {options};
CREATE VIEW "Cards" AS SELECT "Nr" AS "Card", "Nr" AS "Holder", "Town" AS "Note" FROM "Member";
"""
TRIGGER = {
    "sqlite": """CREATE TRIGGER closed BEFORE UPDATE OF "Town" ON "Member" WHEN NEW."Town" = 'Bern'
        BEGIN SELECT RAISE(ABORT, 'Bern is closed'); END""",
    "postgresql": """
        CREATE FUNCTION closed() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'Bern is closed'; END $$;
        CREATE TRIGGER closed BEFORE UPDATE OF "Town" ON "Member" FOR EACH ROW WHEN (NEW."Town" = 'Bern')
        EXECUTE FUNCTION closed()""",
}
MAPPING = """
[practice]
name = "Members"
[company]
"CP.Name" = "The Club"
[customers]
table = "Member"
[customers.fields]
"CU.Customer Number" = "Nr"
"CU.Customer Name" = "Family"
"CU.City" = "Town"
"CU.Email" = "Mail"
"CU.Customer Password" = "Word"
"CU.Area" = "Area"
"CU.Balance" = "Dues"
"CU.First Name" = "Shout"
"CU.Customer Status" = { constant = "ACTIVE" }
[jobs]
table = "Cards"
[jobs.fields]
"JB.Record Id" = "Card"
"JB.Job Number" = "Card"
"JB.Customer" = "Holder"
"JB.Service" = "Note"
"""
PASSWORD = "CU.Customer Password"
ROWS = 220
"""More than are written one by one."""
WRITABLE = [("CU.City", "Łódź"), ("CU.Balance", "999.5")]


def members() -> list[tuple[Any, ...]]:
    """Who is in the club; some have nothing but a name."""
    full = [(at, f"Name {at}", "Graz ", f"{at}@example.org", "word-" * 3, "N", 10 + at / 4) for at in range(1, ROWS)]
    return [*full, (ROWS, "Ältest", None, None, None, None, None)]


Rows = Callable[[str], list[tuple[Any, ...]]]


class Stranger:
    """The club's database, and the command line at it."""

    def __init__(self, desk: Desk, rows: Rows, change: Callable[[str], None]) -> None:
        self.desk = desk
        self.rows = rows
        self.change = change

    def all(self) -> list[tuple[Any, ...]]:
        """Every cell of every member, each with its type where the database has none of its own."""
        return self.rows('SELECT * FROM "Member" ORDER BY "Nr"')


def in_sqlite(desk: Desk) -> Stranger:
    """A file; the table is WITHOUT ROWID."""
    with closing(sqlite3.connect(desk.practice)) as connection, connection:
        connection.executescript(TABLES.format(options="WITHOUT ROWID"))
        connection.execute("INSERT INTO \"Region\" VALUES ('N', 'North')")
        connection.executemany('INSERT INTO "Member" VALUES (?, ?, ?, ?, ?, ?, ?, NULL, NULL)', members())
        connection.execute(TRIGGER["sqlite"])
    return Stranger(desk, desk.rows, desk.change)


def in_postgresql(desk: Desk, cluster: Cluster) -> tuple[Stranger, str]:
    """A database of a server."""
    name = cluster.database()
    address = f"host={cluster.folder} user=porchlight dbname={name}"
    with psycopg.connect(address) as connection:
        connection.execute(TABLES.format(options=""))
        connection.execute("INSERT INTO \"Region\" VALUES ('N', 'North')")
        columns = '"Nr", "Family", "Town", "Mail", "Word", "Area", "Dues"'
        connection.cursor().executemany(
            f'INSERT INTO "Member" ({columns}) VALUES (%s, %s, %s, %s, %s, %s, %s)', members()
        )
        connection.execute(TRIGGER["postgresql"])

    def rows(sql: str) -> list[tuple[Any, ...]]:
        with psycopg.connect(address) as connection:
            return connection.execute(sql).fetchall()

    def change(sql: str) -> None:
        with psycopg.connect(address) as connection:
            connection.execute(sql)

    return Stranger(desk, rows, change), cluster.url(name)


@pytest.fixture(params=["sqlite", "postgresql"])
def stranger(request: pytest.FixtureRequest, new_desk: Callable[[Path], Desk], tmp_path: Path) -> Stranger:
    """The club, set up at a desk."""
    desk, mapping = new_desk(tmp_path / "club.db"), tmp_path / "club.toml"
    mapping.write_text(MAPPING, "utf-8")
    if request.param == "sqlite":
        made, url = in_sqlite(desk), str(desk.practice)
    else:
        made, url = in_postgresql(desk, request.getfixturevalue("cluster"))
    desk.must("init", "--database", url, "--mapping", str(mapping))
    return made


def test_A5_a_strangers_table_is_replaced_and_undone_to_the_byte(stranger: Stranger) -> None:
    before = stranger.all()
    for field, value in WRITABLE:
        told = stranger.desk.must("replace", "--field", field, "--value", value, "--all", "--yes")
        assert told["changed"] == ROWS
        assert stranger.all() != before
        assert stranger.desk.must("undo")["changed"] == ROWS
        assert stranger.all() == before
    stranger.desk.must("replace", "--field", PASSWORD, "--unique", "words", "--all", "--yes")
    assert len(set(stranger.rows('SELECT "Word" FROM "Member"'))) == ROWS
    stranger.desk.must("undo")
    assert stranger.all() == before


REFUSED = [
    ("CU.City", "Bern", "does not take this value"),  # the trigger
    ("CU.Email", "one@example.org", "does not take this value"),  # UNIQUE
    (PASSWORD, "abc", "does not take this value"),  # CHECK
    ("CU.Balance", "-1", "does not take this value"),
    ("CU.Customer Number", "7", "is a key"),
    ("CU.Area", "S", "only read"),  # a foreign key
    ("CU.First Name", "Kim", "only read"),  # made by the database
]


def test_A4_what_a_strangers_database_refuses_is_told_and_nothing_is_written(stranger: Stranger) -> None:
    before = stranger.all()
    for field, value, says in REFUSED:
        said = stranger.desk.run("replace", "--field", field, "--value", value, "--all", "--yes", "--json")
        assert said.code in (1, 2), said
        error = said.json["error"]
        assert says in error["title"], error
        assert error["remedy"]
        assert "abc" not in said.out + said.err
        assert stranger.all() == before
    assert stranger.desk.run("undo").code == 3


def test_A4_what_the_real_column_allows_is_checked_first(stranger: Stranger) -> None:
    """Where the database keeps a length, and where a value has to be."""
    before, desk = stranger.all(), stranger.desk
    homes = {one["name"]: one for one in desk.must("fields", "--set", "customers")["sets"][0]["fields"]}
    assert homes["CU.Area"]["home"] == homes["CU.First Name"]["home"] == "fixed"
    said = desk.run("replace", "--field", "CU.City", "--value", "x" * 41, "--all", "--yes", "--json")
    if desk.practice.exists():
        assert said.code == 0
        desk.must("undo")
    else:
        assert said.code == 2
        assert "too long for CU.City" in said.json["error"]["title"]
        assert "40" in said.json["error"]["remedy"]
        refused = desk.run("replace", "--field", "CU.Balance", "--value", "123456", "--all", "--yes", "--json")
        assert "does not take this value" in refused.json["error"]["title"]
    assert stranger.all() == before


def test_A4_rows_of_a_view_are_only_read_where_views_can_not_be_written(stranger: Stranger) -> None:
    before, desk = stranger.all(), stranger.desk
    said = desk.run(
        "replace", "--set", "jobs", "--field", "JB.Service", "--value", "x", "--where", "JB.Record Id = 1", "--yes"
    )
    if desk.practice.exists():
        assert said.code == 2
        assert "only read" in said.err
    else:
        assert said.code == 0
        assert stranger.rows('SELECT "Town" FROM "Member" WHERE "Nr" = 1') == [("x",)]
        desk.must("undo")
    assert stranger.all() == before


def test_F8_a_row_changed_by_somebody_else_is_left_and_named(stranger: Stranger) -> None:
    desk = stranger.desk
    desk.must("replace", "--field", PASSWORD, "--value", "long enough", "--all", "--yes")
    stranger.change("""UPDATE "Member" SET "Word" = 'typed by Ann' WHERE "Nr" = 7""")
    told = desk.must("undo")
    assert [one["record_id"] for one in told["skipped"]] == ["7"]
    assert told["changed"] == ROWS - 1
    words: dict[int, str | None] = dict(stranger.rows('SELECT "Nr", "Word" FROM "Member"'))
    assert words[7] == "typed by Ann"
    assert {word for nr, word in words.items() if nr != 7} == {"word-word-word-", None}
