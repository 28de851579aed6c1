"""Reads and writes single fields of a set: what Global Replacement does to a practice database (A4)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnClause, ColumnElement, Connection, Text, bindparam, case, cast, func, select, table, update
from sqlalchemy import column as bare_column

from agent.domain.catalog import Field, Held, Value
from agent.domain.errors import PracticeError, RowChanged
from agent.office.mapping import FieldSource, SetSource, record_id_of
from agent.office.rows import SetRows
from agent.office.streams import stream
from agent.office.values import as_text, exact, held, stored
from agent.usecases.ports import CellChange

_SHOWN_IDS = 5


def set_rows(
    connection: Connection,
    rows: SetRows,
    fields: Sequence[Field],
    linked: tuple[Field, Collection[str]] | None = None,
) -> Iterator[tuple[str, tuple[Value, ...]]]:
    """The rows of a set in the order of their record ids: the record id, then the values of `fields`; all of them, or
    those whose link field holds one of the ids."""
    source = rows.source
    converts = [exact(field, source.fields[field.name]) for field in fields]
    names = [record_id_of(source.name), *[field.name for field in fields]]
    if linked is None:
        derived = rows.derived(*names)
        ordered = select(*derived.c).order_by(derived.c.f0)
    else:
        link, ids = linked
        derived = rows.derived(*names, link.name, number=link.name)
        *given, held = derived.c
        ordered = select(*given).where(held.in_(sorted(ids))).order_by(derived.c.f0)
    for id_, *raws in stream(connection, ordered):
        yield as_text(id_), tuple([convert(raw) for convert, raw in zip(converts, raws, strict=True)])


def held_rows(connection: Connection, rows: SetRows, field: Field) -> Iterator[tuple[str, Held]]:
    """The rows of a set: the record id, and the value of `field` as the database holds it."""
    read = held(field, rows.source.fields[field.name], connection.dialect.name)
    derived = rows.derived(record_id_of(rows.source.name), field.name)
    for id_, raw in stream(connection, select(*derived.c)):
        yield as_text(id_), read(raw)


def write_cells(
    connection: Connection, rows: SetRows, field: Field, changes: Iterable[CellChange], encoding: str = "utf-8"
) -> None:
    """Write one field of many rows; `encoding` is how a SQLite file holds its texts. Raises `RowChanged` where a row is
    gone or holds another value than the change says; the caller's transaction is then rolled back."""
    source = rows.source
    key, place = _writable(source, field)
    wanted = {change.record_id: change for change in changes}
    read = held(field, place, connection.dialect.name)
    store = stored(field, place, connection.dialect.name)
    updates: list[dict[str, Any]] = []
    derived = rows.derived(record_id_of(source.name), field.name)
    for id_, raw in connection.execute(select(*derived.c)):
        change = wanted.pop(as_text(id_), None)
        if change is None:
            continue
        if read(raw) != change.before:
            raise _changed(source, [change.record_id])
        updates.append({"key_": id_, "before_": raw, "after_": store(change.after)})
    if wanted:
        raise _changed(source, list(wanted))
    if updates:
        if encoding != "utf-8":
            updates = [{name: _encoded(value, encoding) for name, value in one.items()} for one in updates]
        _update(connection, source, key, place, updates, _given if encoding == "utf-8" else _given_in_bytes)


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
    key: FieldSource,
    place: FieldSource,
    updates: list[dict[str, Any]],
    given: Callable[[str], ColumnElement[Any]],
) -> None:
    key_column: ColumnClause[Any] = bare_column(key.text)
    written: ColumnClause[Any] = bare_column(place.text)
    statement = (
        update(table(source.table, key_column, written, schema=source.schema or None))
        .where(key_column == given("key_"), written.is_not_distinct_from(given("before_")))
        .values({written.name: given("after_")})
    )
    count = connection.execute(statement, updates).rowcount
    if connection.dialect.supports_sane_multi_rowcount and count != len(updates):
        raise RowChanged(
            f"{len(updates)} rows should have changed, but it would have been {count}; nothing was written.",
            detail="Another program changed them at the same time, or record ids are not unique.",
            remedy="Begin again, so that the new values are seen.",
        )


def _writable(source: SetSource, field: Field) -> tuple[FieldSource, FieldSource]:
    key, place = source.record_id, source.fields.get(field.name)
    if place is None or key is None or source.home(field) != "column":
        raise PracticeError(
            f"{field.name} can't be written in this practice database.",
            remedy="See with agent fields where it lives.",
        )
    return key, place


def _changed(source: SetSource, ids: list[str]) -> RowChanged:
    named = ", ".join(ids[:_SHOWN_IDS]) + (", ..." if len(ids) > _SHOWN_IDS else "")
    return RowChanged(
        "The practice database was changed meanwhile; nothing was written.",
        detail=f"Not as before: {source.name} with the record id {named}.",
        remedy="Begin again, so that the new values are seen.",
    )
