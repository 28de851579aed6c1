"""Our own schema in a SQLite file that holds anything in any column, as SQLite allows: read group by group and side by
side, the same is published."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import NullPool, create_engine

from agent.office.billing import INVOICE_FIELDS, PAYMENT_FIELDS
from agent.office.catalog import NATIVE_COLUMNS, TABLES
from agent.office.customer import CUSTOMER_FIELDS, PHONE_FIELDS, PROPERTY_FIELDS
from agent.office.engine import Database, practice_url
from agent.office.mapping import NATIVE_MAPPING
from agent.office.schedule import JOB_FIELDS, WORK_FIELDS
from agent.office.schema import METADATA
from agent.office.ways_in import general_way, ways_in
from tests.office.seeing import Read, Seen, marks, published

EXAMPLES = settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
FIELDS = {
    "customers": ("CU.Customer Number", *CUSTOMER_FIELDS),
    "properties": ("PR.Customer", *PROPERTY_FIELDS[1:]),
    "phones": ("PH.Customer", *PHONE_FIELDS[1:]),
    "jobs": ("JB.Customer", *JOB_FIELDS[1:]),
    "work": WORK_FIELDS[1:],
    "invoices": ("IN.Customer", *INVOICE_FIELDS[1:]),
    "payments": ("PA.Customer", *PAYMENT_FIELDS[1:]),
}
COLUMNS = {set_: [NATIVE_COLUMNS[set_][field] for field in fields] for set_, fields in FIELDS.items()}
FEW = {
    "number": st.sampled_from(["1", "2", "10", "a", "é", "", None]),
    "status": st.sampled_from(["ACTIVE", "ACTIVE", "OLD"]),
    "is_customer": st.just(1),
    "is_employee": st.just(0),
    "not_on_portal": st.just(0),
    "delayed": st.sampled_from([0, 1, 0.1 + 0.2, "x"]),
    "posted": st.sampled_from([0, 1, 1, "y"]),
    **dict.fromkeys(
        ["customer_id", "job_id", "property_id", "invoice_id"], st.sampled_from([1, 2, 3, 9, "2", None, 1.5])
    ),
}
"""Columns in which little makes a difference."""
ANYTHING = st.one_of(
    st.none(),
    st.sampled_from(
        ["2026-03-01 08:15:00", "2026-03-01", "00/00/00", "a\0b", "\\", '"],[', "\U0001f9fe", "\u2028", "\x1b"]
    ),
    st.sampled_from([0, 1, -(2**63), 0.1 + 0.2, 0.3, 1e300, 19.989999999999998, b"\xff", b""]),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=5),
)

Rows = dict[str, list[tuple[Any, ...]]]


def rows_of(set_: str) -> st.SearchStrategy[list[tuple[Any, ...]]]:
    """A few rows, whose record ids are their places."""
    return st.lists(st.tuples(*[FEW.get(column, ANYTHING) for column in COLUMNS[set_]]), max_size=4)


ROWS = st.fixed_dictionaries({set_: rows_of(set_) for set_ in FIELDS})


class File:
    """A practice database in a file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        METADATA.create_all(create_engine(f"sqlite:///{path}", poolclass=NullPool))

    def read(self, rows: Rows, *, money: bool) -> tuple[Read, Read]:
        """Fill it with just these rows, and read it both ways."""
        with closing(sqlite3.connect(self._path)) as office, office:
            office.execute("DELETE FROM company")
            office.execute("INSERT INTO company (practice_id, name, share_money) VALUES ('x', 'x', ?)", (money,))
            for set_, found in rows.items():
                table, columns = TABLES[set_].name, COLUMNS[set_]
                marks = ", ".join("?" for _ in columns)
                office.execute(f"DELETE FROM {table}")
                office.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", found)
        with Database(practice_url(str(self._path))).read() as connection:
            seen = Seen(connection, NATIVE_MAPPING)
            return seen.read(ways_in), seen.read(general_way)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Iterator[File]:
    """An empty one."""
    yield File(tmp_path_factory.mktemp("sqlite") / "practice.db")


@EXAMPLES
@given(rows=ROWS, money=st.booleans())
def test_grouped_or_side_by_side_the_same_is_published(file: File, rows: Rows, money: bool) -> None:
    grouped, general = file.read(rows, money=money)
    assert published(grouped) == published(general)


@EXAMPLES
@given(data=st.data(), money=st.booleans())
def test_whoever_moved_has_another_fingerprint(file: File, data: st.DataObject, money: bool) -> None:
    rows = data.draw(ROWS.filter(lambda one: any(one.values())))
    before, _ = file.read(rows, money=money)
    set_ = data.draw(st.sampled_from([set_ for set_, found in rows.items() if found]))
    row, at = data.draw(st.integers(0, len(rows[set_]) - 1)), data.draw(st.integers(0, len(COLUMNS[set_]) - 1))
    changed = list(rows[set_][row])
    changed[at] = data.draw(FEW.get(COLUMNS[set_][at], ANYTHING))
    rows[set_][row] = tuple(changed)
    after, _ = file.read(rows, money=money)
    known = marks(before)
    assert all(known.get(mark, shown) == shown for mark, shown in marks(after).items())
