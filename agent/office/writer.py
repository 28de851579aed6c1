"""Reads and writes single fields of a set: what Global Replacement does to a practice database (A4)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnClause, Connection, bindparam, select, table, update
from sqlalchemy import column as bare_column

from agent.domain.catalog import Field, Value
from agent.domain.errors import PracticeError, RowChanged
from agent.office.mapping import FieldSource, SetSource, record_id_of
from agent.office.rows import SetRows
from agent.office.streams import stream
from agent.office.values import as_text, exact, stored
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


def write_cells(connection: Connection, rows: SetRows, field: Field, changes: Iterable[CellChange]) -> None:
    """Write one field of many rows. Raises `RowChanged` where a row is gone or holds another value than the change
    says; the caller's transaction is then rolled back."""
    source = rows.source
    key, place = _writable(source, field)
    wanted = {change.record_id: change for change in changes}
    read = exact(field, place)
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
        _update(connection, source, key, place, updates)


def _update(
    connection: Connection, source: SetSource, key: FieldSource, place: FieldSource, updates: list[dict[str, Any]]
) -> None:
    key_column: ColumnClause[Any] = bare_column(key.text)
    written: ColumnClause[Any] = bare_column(place.text)
    statement = (
        update(table(source.table, key_column, written, schema=source.schema or None))
        .where(key_column == bindparam("key_"), written.is_not_distinct_from(bindparam("before_")))
        .values({written.name: bindparam("after_")})
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
