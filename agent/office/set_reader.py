"""Reads any fields of a set: for lists and conditions, for plans of a replacement, and as the database holds them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Generator, Iterator, Sequence
from itertools import repeat
from typing import Any, TypeVar

from sqlalchemy import Connection, String, cast, select

from agent.domain.catalog import Field, Held, Value
from agent.domain.replacement import Piece
from agent.office.mapping import NATIVE_MAPPING, SetSource, record_id_of
from agent.office.rows import SetRows
from agent.office.streams import pieces
from agent.office.values import as_it_stands, as_text, exact, held

_T = TypeVar("_T")
_AS_THEY_STAND = frozenset((str, type(None)))
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


def target_rows(connection: Connection, rows: SetRows, target: Field, fields: Sequence[Field]) -> Iterator[Piece]:
    """The rows of a set in the order of their record ids, with `target` as the database holds it and the values of
    `fields`, `target` among them."""
    source = rows.source
    converts = [_exact(field, source) for field in fields]
    read, at = _held(target, source, connection.dialect.name), list(fields).index(target)
    derived = rows.derived(record_id_of(source.name), *[field.name for field in fields])
    for piece in pieces(connection, select(*derived.c).order_by(derived.c.f0)):
        ids, *columns = zip(*piece, strict=True)
        values = [convert(column) for convert, column in zip(converts, columns, strict=True)]
        yield Piece(list(_ids(ids)), read(columns[at]), values)


def held_rows(
    connection: Connection, rows: SetRows, fields: Sequence[Field], ids: Collection[str] | None = None
) -> Iterator[tuple[str, tuple[Held, ...]]]:
    """The rows of a set, or those with these record ids: the record id, and the values of `fields` as the database
    holds them."""
    reads = [_held(field, rows.source, connection.dialect.name) for field in fields]
    for piece in found_rows(connection, rows, [field.name for field in fields], ids):
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


def found_rows(
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
