"""The field catalog, derived from the native schema, and what a mapping makes of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Final

from sqlalchemy import Table

from agent.domain.catalog import Catalog, Field, FieldSet, Home
from agent.office import schema
from agent.office.columns import ColumnField

TABLES: Final[dict[str, Table]] = {
    table.info["set"].name: table
    for table in (
        schema.customers,
        schema.jobs,
        schema.work,
        schema.properties,
        schema.phones,
        schema.invoices,
        schema.payments,
        schema.employees,
        schema.users,
        schema.time_entries,
        schema.expenses,
        schema.appointments,
        schema.accounts,
        schema.contacts,
        schema.company,
    )
}
"""The native table of every set, by the set's name, in the order in which "Choose Database Set" lists them."""


def _fields(table: Table) -> Iterator[tuple[Field, str]]:
    """The fields of a native table, each with its column's name."""
    set_: FieldSet = table.info["set"]
    for column in table.columns:
        if "field" in column.info:
            about: ColumnField = column.info["field"]
            field = Field(
                name=f"{set_.prefix}.{about.label}",
                set=set_.name,
                type=about.type,
                length=about.length,
                nullable=bool(column.nullable),
                key=about.key,
                secret=about.secret,
            )
            yield field, column.name


NATIVE_COLUMNS: Final[dict[str, dict[str, str]]] = {
    name: {field.name: column for field, column in _fields(table)} for name, table in TABLES.items()
}
"""By set and field name, the native column."""

NATIVE: Final = Catalog(
    (table.info["set"] for table in TABLES.values()),
    (field for table in TABLES.values() for field, _ in _fields(table)),
)
"""The catalog of a native practice database."""


def mapped_catalog(sets: set[str], home: Callable[[Field], Home | None]) -> Catalog:
    """The catalog of a mapped database: the fields of `sets`, each living where `home` says; None leaves a field out.

    What the foreign database allows to be empty is its own business, so no field of it is taken for required here; see
    `real`.
    """
    fields = []
    for field in NATIVE:
        if field.set in sets:
            where = home(field)
            if where is not None:
                fields.append(replace(field, home=where, nullable=True))
    return Catalog((one for one in NATIVE.sets.values() if one.name in sets), fields)
