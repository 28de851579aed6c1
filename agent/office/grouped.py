"""Reads what hangs on one customer by his record id, grouped inside SQLite: for our own schema, which has the indexes.

SQLite writes the rows of a set as one JSON text in a third of the time that Python needs to make tuples of them. The
texts tell whether anything of a customer moved; only where it did are they taken apart. JSON holds no bytes and rounds
floating point numbers to 15 digits: a customer with such values is read as rows, and so is everybody where a number
could stand among texts. (In dates and marks no number with a fraction means anything, however it is rounded.)
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from typing import Any, Final, cast

import msgspec
from sqlalchemy import (
    ClauseElement,
    ColumnElement,
    Connection,
    LargeBinary,
    Select,
    func,
    literal_column,
    select,
)
from sqlalchemy import cast as cast_to

from agent.office.catalog import NATIVE
from agent.office.hanging import CustomerSet, Hanging, Rows, joined
from agent.office.layout import PracticeRows
from agent.office.side_by_side import customer_statement
from agent.office.streams import Raw, stream

_NO_BYTES: Final = "JSON cannot hold BLOB values"
_decode: Final = msgspec.json.Decoder(list[tuple[str | int | None, ...]]).decode


class Grouped:
    """All customers (see `hanging.CustomerRows`). `as_json` is to be off where amounts are read: many of them are
    floating point numbers."""

    source = b"sqlite"

    def __init__(
        self,
        connection: Connection,
        rows: PracticeRows,
        fields: tuple[str, ...],
        sets: Sequence[CustomerSet],
        *,
        as_json: bool,
    ) -> None:
        self._connection = connection
        self._rows = rows
        self._fields = fields
        self._cursor = cast(sqlite3.Connection, connection.connection.driver_connection).cursor()
        self._exactly = [self._sql(self._owned(one)) for one in sets]
        self._json = (
            self._sql(select(*[self._as_json(one) for one in sets]))
            if as_json and all(_plain(rows, one) for one in sets)
            else ""
        )

    @property
    def by_index(self) -> bool:
        """Whether SQLite finds by an index what hangs on a customer: a copy of a practice database may have none."""
        plans = [self._cursor.execute(f"EXPLAIN QUERY PLAN {sql}", (0,)).fetchall() for sql in self._exactly]
        return not any(step.startswith("SCAN") or "AUTOMATIC" in step for plan in plans for *_, step in plan)

    def customers(self) -> Iterator[Raw]:
        """The customers."""
        return stream(self._connection, customer_statement(self._rows, self._fields))

    def of(self, row: Raw, copies: int = 1) -> Hanging:
        """What hangs on this customer. (There are never several copies: ids are unique here.)"""
        if self._json:
            try:
                found: Hanging = self._cursor.execute(self._json, (row[1],) * len(self._exactly)).fetchone()
            except sqlite3.OperationalError as error:
                if _NO_BYTES not in str(error):
                    raise
            else:
                return found
        return self._as_rows(row[1])

    def pass_over(self, row: Raw) -> None:
        """Nobody wants to know what hangs on this customer."""

    def rows(self, row: Raw, hanging: Hanging) -> tuple[Rows, ...]:
        """What `of` gave, as rows that start with the record id of the customer."""
        try:
            return tuple([one if isinstance(one, list) else _decode(one or b"[]") for one in hanging])
        except msgspec.ValidationError:
            return self._as_rows(row[1])

    def close(self) -> None:
        """Nothing can be out of order here."""

    def _as_rows(self, customer: object) -> tuple[Rows, ...]:
        return tuple([self._cursor.execute(sql, (customer,)).fetchall() for sql in self._exactly])

    def _owned(self, one: CustomerSet) -> Select[Any]:
        """The rows of the set that belong to one customer."""
        found = joined(self._rows, one)
        owned = select(found.owner, *found.fields).select_from(found.origin)
        return owned.where(found.owner == literal_column("?"))

    def _as_json(self, one: CustomerSet) -> ColumnElement[bytes]:
        found = joined(self._rows, one)
        text = select(func.json_group_array(func.json_array(found.owner, *found.fields))).select_from(found.origin)
        return cast_to(text.where(found.owner == literal_column("?")).scalar_subquery(), LargeBinary)

    def _sql(self, statement: ClauseElement) -> str:
        return str(statement.compile(self._connection))


def _plain(rows: PracticeRows, one: CustomerSet) -> bool:
    texts = [field.name for field in NATIVE.fields(one.name) if field.type in ("text", "memo")]
    return rows[one.name].holds_texts(name for name in one.fields if name in texts)
