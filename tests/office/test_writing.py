"""Writing single fields, locks, copies: what may happen to a practice database, and what must not."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

from agent.domain.catalog import Value
from agent.domain.errors import AgentError, PracticeBusy, PracticeError, RowChanged
from agent.domain.practice import ReadOptions
from agent.office.copying import copy_tables
from agent.office.practice import open_practice
from tests.office.conftest import query, script


@dataclass(frozen=True)
class Change:
    """One cell."""

    record_id: str
    before: Value
    after: Value


@pytest.fixture
def locked(own_sample: Path) -> Iterator[Path]:
    """A practice database that another program holds for itself."""
    with closing(sqlite3.connect(own_sample, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        yield own_sample


def dump(path: Path) -> list[str]:
    """Everything in the file."""
    with closing(sqlite3.connect(path)) as connection:
        return list(connection.iterdump())


@pytest.mark.parametrize(
    ("field", "after"),
    [
        ("CU.Customer Password", "grün-haus"),
        ("CU.Balance", Decimal("-3.10")),
        ("CU.Notes", None),
        ("JB.Next Visit", datetime(2027, 5, 6, 7, 8)),
        ("JB.Delayed", True),
        ("IN.Date", date(2027, 5, 6)),
        ("US.Level", 2),
    ],
)
def test_A4_every_type_is_written_and_given_back_byte_by_byte(own_sample: Path, field: str, after: Value) -> None:
    before = dump(own_sample)
    practice = open_practice(str(own_sample))
    one = practice.catalog.field(field)
    rows = list(practice.rows(one.set, [one]))
    practice.write({one: [Change(id_, values[0], after) for id_, values in rows]})
    assert {values[0] for _, values in practice.rows(one.set, [one])} == {after}
    practice.write({one: [Change(id_, after, values[0]) for id_, values in rows]})
    assert dump(own_sample) == before


def test_A4_moments_stand_in_the_file_as_iso_text(own_sample: Path) -> None:
    practice = open_practice(str(own_sample))
    field = practice.catalog.field("JB.Next Visit")
    [(id_, values), *_] = practice.rows("jobs", [field])
    practice.write({field: [Change(id_, values[0], datetime(2027, 5, 6, 7, 8))]})
    assert query(own_sample, "SELECT next_visit FROM jobs WHERE id = ?", int(id_)) == [("2027-05-06 07:08:00",)]


@pytest.mark.parametrize("second", [Change("2", "not that", "new"), Change("4711", None, "new")])
def test_A4_one_row_that_changed_leaves_all_as_they_were(own_sample: Path, second: Change) -> None:
    before = dump(own_sample)
    practice = open_practice(str(own_sample))
    field = practice.catalog.field("CU.Customer Password")
    [(id_, values), *_] = practice.rows("customers", [field])
    with pytest.raises(RowChanged, match="nothing was written") as refused:
        practice.write({field: [Change(id_, values[0], "new"), second]})
    assert second.record_id in refused.value.detail
    assert str(values[0]) not in str(refused.value)
    assert dump(own_sample) == before


def test_what_the_database_does_not_take_is_told(own_sample: Path) -> None:
    before = dump(own_sample)
    practice = open_practice(str(own_sample))
    field = practice.catalog.field("CU.Customer Mark")
    with pytest.raises(PracticeError, match="does not take this value"):
        practice.write({field: [Change("1", True, None)]})
    assert dump(own_sample) == before


def test_fields_of_joined_tables_and_constants_are_not_written(tmp_path: Path) -> None:
    database = script(tmp_path / "x.db", "CREATE TABLE T (N TEXT, V TEXT); INSERT INTO T VALUES ('1', 'a'), ('1', 'a')")
    mapping = tmp_path / "x.toml"
    mapping.write_text("""[company]
"CP.Name" = "X"
[customers]
table = "T"
fields = { "CU.Customer Number" = "N", "CU.City" = "V", "CU.Customer Status" = { constant = "ACTIVE" } }""")
    practice = open_practice(str(database), mapping)
    with pytest.raises(PracticeError, match="can't be written"):
        practice.write({practice.catalog.field("CU.Customer Status"): [Change("1", "ACTIVE", "x")]})
    with pytest.raises(RowChanged, match="it would have been 2"):
        practice.write({practice.catalog.field("CU.City"): [Change("1", "a", "b")]})
    assert query(database, "SELECT V FROM T") == [("a",), ("a",)]


def test_F17_a_locked_database_is_busy_and_nothing_changes(locked: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("agent.office.engine.BUSY_SECONDS", 0.1)
    with pytest.raises(PracticeBusy, match="in use by another program"):
        open_practice(str(locked))


def test_F17_a_write_meets_another_writer(own_sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("agent.office.engine.BUSY_SECONDS", 0.1)
    practice = open_practice(str(own_sample))
    field = practice.catalog.field("CU.City")
    [(id_, values), *_] = practice.rows("customers", [field])
    with closing(sqlite3.connect(own_sample, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(PracticeBusy):
            practice.write({field: [Change(id_, values[0], "x")]})
        with practice.reading() as reading:
            assert reading.company().name


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (None, "There is no practice database"),
        (b"no database at all " * 99, "is no SQLite database"),
        (b"", "no table"),
    ],
)
def test_files_that_are_no_practice_database(tmp_path: Path, content: bytes | None, told: str) -> None:
    path = tmp_path / "some where.db"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(PracticeError, match=told) as refused:
        open_practice(str(path))
    assert refused.value.remedy
    assert path.exists() == (content is not None)


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("firebird://office/db", "pip install sqlalchemy-firebird"),
        ("klingon://office/db", "Known are: sqlite"),
        ("://", "Give the path"),
        ("sqlite://", "in memory"),
    ],
)
def test_addresses_that_can_not_be_opened(url: str, told: str) -> None:
    with pytest.raises(AgentError) as refused:
        open_practice(url)
    assert told in str(refused.value)


def test_a_server_that_does_not_answer_keeps_the_password_to_itself() -> None:
    with pytest.raises(AgentError) as refused:
        open_practice("postgresql://clerk:hush-hush@127.0.0.1:9/office")
    assert "No database server answers there" in str(refused.value)
    assert "hush-hush" not in str(refused.value)


def test_A2_a_copy_is_the_database(own_sample: Path, tmp_path: Path) -> None:
    target = tmp_path / "copy.db"
    open_practice(str(own_sample)).copy_to(target)
    assert dump(target) == dump(own_sample)


def test_A2_a_copy_table_by_table_is_a_practice_database(own_sample: Path, tmp_path: Path) -> None:
    target = tmp_path / "copy.db"
    source = create_engine(f"sqlite:///{own_sample}", poolclass=NullPool)
    with source.connect() as connection:
        copy_tables(connection, target)
    options = ReadOptions(date(2025, 1, 1))
    with open_practice(str(own_sample)).reading() as mine, open_practice(str(target)).reading() as other:
        assert [(one.number, one.password, one.body, one.history) for one in mine.customers(options)] == [
            (one.number, one.password, one.body, one.history) for one in other.customers(options)
        ]
