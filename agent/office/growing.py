"""Columns that came to the native schema with later releases are added where an office's database lacks them.

Only a table that is ours in everything else grows: another program's table of the same name is left alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Column, Connection, inspect
from sqlalchemy.schema import CreateColumn

from agent.office.schema import company

LATER: Final[tuple[Column[Any], ...]] = (company.c.withheld_fields,)


def lacking(connection: Connection) -> list[Column[Any]]:
    """What is missing; none where the database is not ours."""
    found = []
    for column in LATER:
        table, inspector = column.table, inspect(connection)
        if inspector.has_table(table.name):
            there = {one["name"] for one in inspector.get_columns(table.name)}
            ours = {one.name for one in table.columns} - {one.name for one in LATER}
            if column.name not in there and ours <= there:
                found.append(column)
    return found


def grow(connection: Connection, columns: Sequence[Column[Any]]) -> None:
    """Add them."""
    for column in columns:
        made = CreateColumn(column).compile(dialect=connection.dialect)
        connection.exec_driver_sql(f"ALTER TABLE {column.table.name} ADD COLUMN {made}")
