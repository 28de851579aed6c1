"""Writes fields of the rows of a set: what Global Replacement and changes of single records do to a practice database
(A4)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing
from itertools import chain
from typing import Any

from sqlalchemy import (
    ColumnClause,
    ColumnElement,
    Connection,
    Text,
    bindparam,
    case,
    cast,
    func,
    table,
    update,
)
from sqlalchemy import column as bare_column

from agent.domain.catalog import Field
from agent.domain.errors import PracticeError, RowChanged
from agent.office.mapping import FieldSource, SetSource
from agent.office.rows import SetRows
from agent.office.set_reader import found_rows
from agent.office.values import as_text, held, stored
from agent.usecases.practice_ports import CellChange, Cells

_SHOWN_IDS = 5


def write_cells(connection: Connection, rows: SetRows, cells: Cells, encoding: str = "utf-8") -> None:
    """Write fields of many rows of one set; `encoding` is how a SQLite file holds its texts. Raises `RowChanged` where
    a row is gone or holds another value than the change says; the caller's transaction is then rolled back."""
    for fields, wanted in _by_fields(cells).items():
        places = [writable(rows.source, field) for field in fields]
        _write_rows(connection, rows, fields, places, wanted, encoding)


def _by_fields(cells: Cells) -> dict[tuple[Field, ...], dict[str, tuple[CellChange, ...]]]:
    """The cells by row, for rows whose same fields change: these can share a statement, and a constraint of the
    database that is about several columns sees a row only as it shall be."""
    if len(cells) == 1:
        [(only, changes)] = cells.items()
        return {(only,): {one.record_id: (one,) for one in changes}}
    of_row: dict[str, dict[Field, CellChange]] = {}
    for field, changes in cells.items():
        for one in changes:
            of_row.setdefault(one.record_id, {})[field] = one
    found: dict[tuple[Field, ...], dict[str, tuple[CellChange, ...]]] = {}
    for record_id, row in of_row.items():
        found.setdefault(tuple(row), {})[record_id] = tuple(row.values())
    return found


def _write_rows(
    connection: Connection,
    rows: SetRows,
    fields: Sequence[Field],
    places: Sequence[FieldSource],
    wanted: dict[str, tuple[CellChange, ...]],
    encoding: str,
) -> None:
    source, dialect = rows.source, connection.dialect.name
    reads = [held(field, place, dialect) for field, place in zip(fields, places, strict=True)]
    stores = [stored(field, place, dialect) for field, place in zip(fields, places, strict=True)]
    updates: list[dict[str, Any]] = []
    with closing(found_rows(connection, rows, [field.name for field in fields], list(wanted))) as found:
        for id_, *raws in chain.from_iterable(found):
            changes = wanted.pop(as_text(id_), None)
            if changes is None:
                continue
            update_: dict[str, Any] = {"key_": id_}
            for at, (change, raw) in enumerate(zip(changes, raws, strict=True)):
                if reads[at](raw) != change.before:
                    raise _changed(source, fields[at].name, [change.record_id])
                update_ |= {f"before_{at}": raw, f"after_{at}": stores[at](change.after)}
            updates.append(update_)
    if wanted:
        raise _changed(source, fields[0].name, list(wanted))
    if updates:
        if encoding != "utf-8":
            updates = [{name: _encoded(value, encoding) for name, value in one.items()} for one in updates]
        _update(connection, source, places, updates, _given if encoding == "utf-8" else _given_in_bytes)


def _given(name: str) -> ColumnElement[Any]:
    return bindparam(name)


def _given_in_bytes(name: str) -> ColumnElement[Any]:
    """SQLite takes bytes for a text of whatever encoding only where it is told to."""
    given: ColumnElement[Any] = bindparam(name)
    return case((func.typeof(given) == "blob", cast(given, Text)), else_=given)


def _encoded(value: object, encoding: str) -> object:
    try:
        return value.encode(encoding) if isinstance(value, str) else value
    except UnicodeEncodeError as error:
        raise PracticeError(
            f"The practice database holds its texts in {encoding}, which lacks a character of this value.",
            detail="Nothing was written.",
            remedy="Choose a value without it.",
        ) from error


def _update(
    connection: Connection,
    source: SetSource,
    places: Sequence[FieldSource],
    updates: list[dict[str, Any]],
    given: Callable[[str], ColumnElement[Any]],
) -> None:
    key: ColumnClause[Any] = bare_column(key_of(source).text)
    columns: list[ColumnClause[Any]] = [bare_column(place.text) for place in places]
    exactly = to_the_letter(connection)
    statement = (
        update(table(source.table, key, *columns, schema=source.schema or None))
        .where(exactly(key) == given("key_"))
        .where(*[exactly(column).is_not_distinct_from(given(f"before_{at}")) for at, column in enumerate(columns)])
        .values({column.name: given(f"after_{at}") for at, column in enumerate(columns)})
    )
    count = connection.execute(statement, updates).rowcount
    if connection.dialect.supports_sane_multi_rowcount and count != len(updates):
        raise RowChanged(
            f"{len(updates)} rows should have changed, but it would have been {count}; nothing was written.",
            detail="Another program changed them at the same time, or record ids are not unique.",
            remedy="Begin again, so that the new values are seen.",
        )


def to_the_letter(connection: Connection) -> Callable[[ColumnClause[Any]], ColumnElement[Any]]:
    """How a column is compared so that letter case counts, whatever the column says: SQLite can be told."""
    if connection.dialect.name != "sqlite":
        return lambda column: column
    return lambda column: column.collate("BINARY")


def key_of(source: SetSource) -> FieldSource:
    """What tells the rows of a set apart. Raises `PracticeError` where nothing does."""
    if source.record_id is None:
        raise PracticeError(f"The rows of {source.name} can't be told apart in this practice database.")
    return source.record_id


def writable(source: SetSource, field: Field) -> FieldSource:
    """The column that a field is written to. Raises `PracticeError` where there is none."""
    place = source.fields.get(field.name)
    if place is None or source.home(field) != "column":
        raise PracticeError(
            f"{field.name} can't be written in this practice database.",
            remedy="See with agent fields where it lives.",
        )
    return place


def _changed(source: SetSource, field: str, ids: list[str]) -> RowChanged:
    named = ", ".join(ids[:_SHOWN_IDS]) + (", ..." if len(ids) > _SHOWN_IDS else "")
    return RowChanged(
        "The practice database was changed meanwhile; nothing was written.",
        detail=f"Not as before: {field} of {source.name} with the record id {named}.",
        remedy="Begin again, so that the new values are seen.",
    )
