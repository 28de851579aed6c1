"""Columns that came to the native schema with later releases are added where an office's database lacks them.

Only a table that is ours in everything else grows: another program's table of the same name is left alone.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, inspect
from sqlalchemy.schema import CreateColumn

from agent.office.schema import company

LATER: Final = (company.c.withheld_fields,)


def grow(connection: Connection) -> bool:
    """Add what is missing. Whether anything was."""
    grown = False
    for column in LATER:
        table = column.table
        if not inspect(connection).has_table(table.name):
            continue
        there = {one["name"] for one in inspect(connection).get_columns(table.name)}
        ours = {one.name for one in table.columns} - {one.name for one in LATER}
        if column.name not in there and ours <= there:
            made = CreateColumn(column).compile(dialect=connection.dialect)
            connection.exec_driver_sql(f"ALTER TABLE {table.name} ADD COLUMN {made}")
            grown = True
    return grown
