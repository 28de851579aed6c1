"""What a foreign database itself says of the columns that a mapping names: how long, may it be empty, is it a key.

A replacement is checked by that before anything is written (feature row A4). Where the database does not tell, its own
refusal is told.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from warnings import catch_warnings

from sqlalchemy import Connection, Inspector, inspect
from sqlalchemy.exc import SAWarning

from agent.domain.catalog import Catalog, Field
from agent.office.mapping import PracticeMapping, SetSource


def narrowed(catalog: Catalog, connection: Connection, mapping: PracticeMapping) -> Catalog:
    """The catalog with what the real columns allow. A field whose column is made by the database, or is a key of its
    table or leads to another one, can only be read."""
    tables = {name: _Table.of(connection, source) for name, source in mapping.sets.items() if source.table}
    return Catalog(catalog.sets.values(), _fields(catalog, mapping, tables))


class _Table:
    """The columns of a table, by name."""

    def __init__(self, columns: dict[str, Any], fixed: set[str], lengths: bool) -> None:
        self._columns = columns
        self._fixed = fixed
        self._lengths = lengths

    @classmethod
    def of(cls, connection: Connection, source: SetSource) -> _Table:
        """What the database says of a set's table."""
        inspector, schema = inspect(connection), source.schema or None
        sqlite = connection.dialect.name == "sqlite"
        with catch_warnings(action="ignore", category=SAWarning):  # a type that SQLAlchemy does not know is no matter
            columns = {one["name"].casefold(): one for one in inspector.get_columns(source.table, schema)}
            view = source.table in inspector.get_view_names(schema)
            keys = () if view else _keys(inspector, source.table, schema)
            made = [name for name, one in columns.items() if one.get("computed") or one.get("identity")]
            fixed = {*columns} if view and sqlite else {*made, *keys}
        # SQLite knows lengths and keeps none of them, and its views can't be written.
        return cls(columns, fixed, not sqlite)

    def narrow(self, field: Field, column: str) -> Field:
        """The field as this column allows it."""
        name = column.casefold()
        found = self._columns.get(name)
        if found is None:
            return field
        if name in self._fixed:
            return field if field.key else replace(field, home="fixed")
        length = getattr(found["type"], "length", None) if self._lengths else None
        lengths = [one for one in (field.length, length) if isinstance(one, int) and one > 0]
        return replace(field, length=min(lengths, default=0), nullable=bool(found.get("nullable", True)))


def _keys(inspector: Inspector, table: str, schema: str | None) -> Iterator[str]:
    for name in inspector.get_pk_constraint(table, schema)["constrained_columns"]:
        yield name.casefold()
    for link in inspector.get_foreign_keys(table, schema):
        yield from (name.casefold() for name in link["constrained_columns"])


def _fields(catalog: Catalog, mapping: PracticeMapping, tables: dict[str, _Table]) -> Iterator[Field]:
    for field in catalog:
        source = mapping.sets[field.set]
        place = source.fields.get(field.name)
        if field.home == "column" and place is not None and field.set in tables:
            yield tables[field.set].narrow(field, place.text)
        else:
            yield field
