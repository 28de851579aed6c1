"""Writes many cells of a SQLite file at once: they go into a temporary table, and one statement compares and sets.

It is for the usual case, in which every row is as the changes say. Where one is not, or where a record id reads
otherwise in the database than as text, `write_cells` does it row by row and tells what differs.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from itertools import chain, islice
from operator import attrgetter
from typing import Any, Final, cast

from sqlalchemy import ColumnClause, Connection, TableClause, column, false, select, table, update

from agent.domain.catalog import Field
from agent.office.mapping import FieldSource
from agent.office.rows import SetRows
from agent.office.values import as_it_stands, stored
from agent.office.writer import key_of, to_the_letter, writable, write_cells
from agent.usecases.practice_ports import CellChange, Cells

_FEW: Final = 200
_GIVEN: Final = "porchlight_given"
_INSERT: Final = "INSERT INTO porchlight_given VALUES (?, ?, ?)"
_AT_ONCE: Final = 50


class NotAsPlanned(Exception):
    """Not every cell was found as its change says; the caller's transaction has to be rolled back."""


def write_at_once(connection: Connection, rows: SetRows, cells: Cells) -> None:
    """Write fields of many rows of one set; a few cells, or rows of a set with conditions or joins, go the other way.
    Raises `NotAsPlanned`, and what `write_cells` raises."""
    source = rows.source
    [(field, changes), *others] = cells.items()
    if others or len(changes) <= _FEW or source.where or source.joins:
        write_cells(connection, rows, cells)
        return
    place = writable(source, field)
    key: ColumnClause[Any] = column(key_of(source).text)
    written: ColumnClause[Any] = column(place.text)
    target = table(source.table, key, written, schema=source.schema or None)
    given = _given(connection, key, written)
    _fill(cast(sqlite3.Connection, connection.connection.driver_connection), _filled(field, place, changes))
    exactly = to_the_letter(connection)
    statement = (
        update(target)
        .where(exactly(key) == given.c.key_, exactly(written).is_not_distinct_from(given.c.before_))
        .values({written.name: given.c.after_})
    )
    if connection.execute(statement).rowcount != len(changes):
        raise NotAsPlanned


def _given(connection: Connection, key: ColumnClause[Any], written: ColumnClause[Any]) -> TableClause:
    """A temporary table whose columns take values as these columns do: what looks like a number becomes one there
    only where it does here."""
    like = select(key.label("key_"), written.label("before_"), written.label("after_")).where(false())
    connection.exec_driver_sql(f"DROP TABLE IF EXISTS temp.{_GIVEN}")
    connection.exec_driver_sql(f"CREATE TEMPORARY TABLE {_GIVEN} AS {like.compile(connection)}")
    return table(_GIVEN, column("key_"), column("before_"), column("after_"))


def _fill(driver: sqlite3.Connection, rows: Iterator[tuple[str, Any, Any]]) -> None:
    """Some rows to a statement: it takes half the time of a statement for each."""
    cursor, several = driver.cursor(), _insert(_AT_ONCE)
    while some := list(islice(rows, _AT_ONCE)):
        cursor.execute(several if len(some) == _AT_ONCE else _insert(len(some)), list(chain.from_iterable(some)))


def _insert(count: int) -> str:
    return _INSERT + ", (?, ?, ?)" * (count - 1)


def _filled(field: Field, place: FieldSource, changes: Sequence[CellChange]) -> Iterator[tuple[str, Any, Any]]:
    if as_it_stands(field, place):
        return map(attrgetter("record_id", "before", "after"), changes)
    store = stored(field, place, "sqlite")
    return ((one.record_id, store(one.before), store(one.after)) for one in changes)
