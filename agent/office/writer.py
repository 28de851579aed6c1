"""Reads and writes single fields of a set: what Global Replacement does to a practice database (A4)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Generator, Iterator, Sequence
from contextlib import closing
from itertools import chain, repeat
from typing import Any, TypeVar

from sqlalchemy import (
    ColumnClause,
    ColumnElement,
    Connection,
    String,
    Text,
    bindparam,
    case,
    cast,
    func,
    select,
    table,
    update,
)
from sqlalchemy import column as bare_column

from agent.domain.catalog import Field, Held, Value
from agent.domain.errors import PracticeError, RowChanged
from agent.office.mapping import NATIVE_MAPPING, FieldSource, SetSource, record_id_of
from agent.office.rows import SetRows
from agent.office.streams import pieces
from agent.office.values import as_it_stands, as_text, exact, held, stored
from agent.usecases.ports import CellChange, Cells

_T = TypeVar("_T")
_AS_THEY_STAND = frozenset((str, type(None)))
_SHOWN_IDS = 5
_ID_CHARACTERS = 400
_INTEGER_DIGITS = 18
_FEW = 200
"""Rows that are asked for by their record ids; of more, all are read."""


def set_rows(
    connection: Connection,
    rows: SetRows,
    fields: Sequence[Field],
    linked: tuple[Field, Collection[str]] | None = None,
) -> Iterator[tuple[str, tuple[Value, ...]]]:
    """The rows of a set in the order of their record ids: the record id, then the values of `fields`; all of them, or
    those whose link field holds one of the ids."""
    source = rows.source
    converts = [_exact(field, source) for field in fields]
    names = [record_id_of(source.name), *[field.name for field in fields]]
    if linked is None:
        derived = rows.derived(*names)
        ordered = select(*derived.c).order_by(derived.c.f0)
    else:
        link, ids = linked
        by_index = connection.dialect.name == "sqlite" and source is NATIVE_MAPPING.sets.get(source.name)
        derived = rows.derived(*names, link.name, number="" if by_index else link.name)
        *given, held = derived.c
        alike: list[str | int] = [*sorted(ids)]
        if by_index:  # SQLite compares a number with a text only where the column says so
            alike += [int(one) for one in sorted(ids) if one.isdecimal() and len(one) <= _INTEGER_DIGITS]
        ordered = select(*given).where(held.in_(alike)).order_by(derived.c.f0)
    for piece in pieces(connection, ordered):
        ids_, *columns = zip(*piece, strict=True)
        values = [convert(column) for convert, column in zip(converts, columns, strict=True)]
        yield from zip(_ids(ids_), zip(*values, strict=True) if values else repeat(()), strict=False)


def target_rows(
    connection: Connection, rows: SetRows, target: Field, fields: Sequence[Field]
) -> Iterator[tuple[str, Held, tuple[Value, ...]]]:
    """The rows of a set in the order of their record ids: the record id, `target` as the database holds it, then the
    values of `fields`, `target` among them."""
    source = rows.source
    converts = [_exact(field, source) for field in fields]
    read, at = _held(target, source, connection.dialect.name), list(fields).index(target)
    derived = rows.derived(record_id_of(source.name), *[field.name for field in fields])
    for piece in pieces(connection, select(*derived.c).order_by(derived.c.f0)):
        ids, *columns = zip(*piece, strict=True)
        values = [convert(column) for convert, column in zip(converts, columns, strict=True)]
        yield from zip(_ids(ids), read(columns[at]), zip(*values, strict=True), strict=True)


def held_rows(
    connection: Connection, rows: SetRows, fields: Sequence[Field], ids: Collection[str] | None = None
) -> Iterator[tuple[str, tuple[Held, ...]]]:
    """The rows of a set, or those with these record ids: the record id, and the values of `fields` as the database
    holds them."""
    reads = [_held(field, rows.source, connection.dialect.name) for field in fields]
    for piece in _found(connection, rows, [field.name for field in fields], ids):
        ids_, *columns = zip(*piece, strict=True)
        values = [read(column) for read, column in zip(reads, columns, strict=True)]
        yield from zip(_ids(ids_), zip(*values, strict=True), strict=True)


_Column = Sequence[Any]


def _exact(field: Field, source: SetSource) -> Callable[[_Column], Sequence[Value]]:
    place = source.fields[field.name]
    return _by_column(exact(field, place), as_it_stands(field, place))


def _held(field: Field, source: SetSource, dialect: str) -> Callable[[_Column], Sequence[Held]]:
    place = source.fields[field.name]
    return _by_column(held(field, place, dialect), as_it_stands(field, place))


def _by_column(convert: Callable[[Any], _T], plain: bool) -> Callable[[_Column], Sequence[_T]]:
    """The conversion of many values at once: of a column of texts that are taken as they stand, nothing is called for
    each. There may be hundred thousands."""

    def whole(column: _Column) -> Sequence[_T]:
        return column if plain and _AS_THEY_STAND.issuperset(map(type, column)) else [convert(raw) for raw in column]

    return whole


def _ids(column: _Column) -> Iterator[str]:
    return map(as_text, column) if set(map(type, column)) != {int} else map(str, column)


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
    with closing(_found(connection, rows, [field.name for field in fields], list(wanted))) as found:
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


def _found(
    connection: Connection, rows: SetRows, names: Sequence[str], ids: Collection[str] | None
) -> Generator[Sequence[_Column], None, None]:
    """Record id and raw values of the rows with these ids, in pieces; of all rows where they are many, or where one
    can't be found by its text (a floating-point number reads otherwise in the database)."""
    key = record_id_of(rows.source.name)
    if ids is not None and len(ids) <= _FEW:
        derived = rows.derived(key, *names)
        as_typed = cast(derived.c.f0, String(_ID_CHARACTERS))
        found = connection.execute(select(*derived.c).where(as_typed.in_(sorted(ids)))).all()
        if len({as_text(row[0]) for row in found}) == len(ids):
            if found:
                yield found
            return
    yield from pieces(connection, select(*rows.derived(key, *names).c))


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
