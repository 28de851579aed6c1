"""Reads what hangs on one customer by his record id, grouped inside SQLite: for our own schema, which has the indexes.

SQLite writes the rows of a set as one JSON text in a third of the time that Python needs to make tuples of them. The
texts tell whether anything of a customer moved; only where it did are they taken apart. JSON holds no bytes and rounds
floating point numbers to 15 digits: a customer with such values is read as rows.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Any, Final, cast

import msgspec
from sqlalchemy import (
    ClauseElement,
    ColumnElement,
    Connection,
    FromClause,
    LargeBinary,
    Select,
    func,
    literal_column,
    select,
)
from sqlalchemy import cast as cast_to

from agent.office.layout import PracticeRows
from agent.office.streams import CustomerSet, Hanging, Rows

_NO_BYTES: Final = "JSON cannot hold BLOB values"
_decode: Final = msgspec.json.Decoder(list[tuple[str | int | None, ...]]).decode


class Grouped:
    """The sets that hang on customers. `as_json` is to be off where amounts are read: many of them are floating point
    numbers."""

    def __init__(
        self, connection: Connection, rows: PracticeRows, sets: Sequence[CustomerSet], *, as_json: bool
    ) -> None:
        self._connection = connection
        self._rows = rows
        self._sets = sets
        self._cursor = cast(sqlite3.Connection, connection.connection.driver_connection).cursor()
        self._exactly = [self._sql(self._owned(one)) for one in sets]
        self._json = self._sql(select(*[self._as_json(one) for one in sets])) if as_json else ""

    def of(self, customer: object, *, again: bool = False) -> Hanging:
        """What hangs on the customer with this record id, set by set. (`again` never happens: ids are unique here.)"""
        if self._json:
            try:
                return tuple(self._cursor.execute(self._json, (customer,) * len(self._sets)).fetchone())
            except sqlite3.OperationalError as error:
                if _NO_BYTES not in str(error):
                    raise
        return self._as_rows(customer)

    @property
    def by_index(self) -> bool:
        """Whether SQLite finds by an index what hangs on a customer: a copy of a practice database may have none."""
        plans = [self._cursor.execute(f"EXPLAIN QUERY PLAN {sql}", (0,)).fetchall() for sql in self._exactly]
        return not any(step.startswith("SCAN") or "AUTOMATIC" in step for plan in plans for *_, step in plan)

    def pass_over(self, customer: object) -> None:
        """Nobody wants to know what hangs on this customer."""

    def rows(self, customer: object, hanging: Hanging) -> tuple[Rows, ...]:
        """What `of` gave, as rows that start with the record id of the customer."""
        try:
            return tuple(_decode(one) if isinstance(one, bytes) else one for one in hanging)
        except msgspec.ValidationError:
            return self._as_rows(customer)

    def finish(self) -> dict[str, int]:
        """After the last customer: how many rows of which set belong to none."""
        return {one.name: self._orphans(one) for one in self._sets}

    def _as_rows(self, customer: object) -> tuple[Rows, ...]:
        return tuple(self._cursor.execute(sql, (customer,)).fetchall() for sql in self._exactly)

    def _orphans(self, one: CustomerSet) -> int:
        customers = self._rows["customers"].derived("CU.Record Id")
        origin, owner, _ = self._joined(one)
        every = select(func.count()).select_from(self._rows[one.name].derived(one.link)).scalar_subquery()
        owned = select(func.count()).select_from(origin.join(customers, customers.c.f0 == owner)).scalar_subquery()
        found: int = self._connection.execute(select(every - owned)).scalar_one()
        return found

    def _owned(self, one: CustomerSet) -> Select[Any]:
        """The rows of the set that belong to one customer."""
        origin, owner, columns = self._joined(one)
        return select(owner, *columns).select_from(origin).where(owner == literal_column("?"))

    def _as_json(self, one: CustomerSet) -> ColumnElement[bytes]:
        origin, owner, columns = self._joined(one)
        text = select(func.json_group_array(func.json_array(owner, *columns))).select_from(origin)
        return cast_to(text.where(owner == literal_column("?")).scalar_subquery(), LargeBinary)

    def _joined(self, one: CustomerSet) -> tuple[FromClause[Any], ColumnElement[Any], Sequence[ColumnElement[Any]]]:
        """The rows of a set: where they come from, the record id of their customer, and their fields."""
        child = self._rows[one.name].derived(one.link, *one.fields)
        link, *columns = child.c
        if one.name != "work":
            return child, link, columns
        jobs = self._rows["jobs"].derived("JB.Record Id", "JB.Customer")
        return jobs.join(child, link == self._rows["jobs"].outer("f0")), jobs.c.f1, columns

    def _sql(self, statement: ClauseElement) -> str:
        return str(statement.compile(self._connection))
