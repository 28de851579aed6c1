"""Reads customers with what hangs on them gathered in the database: one row for each customer, each set one text.

A server writes the rows of a set as one JSON text in a fraction of the time that driver and Python need to make tuples
of them. The texts tell whether anything of a customer moved; only where it did are they taken apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any, Protocol

import msgspec
from sqlalchemy import ColumnElement, Connection, Select, Text, cast, func, literal_column, null, select

from agent.office.carriage import Opened, Way
from agent.office.hanging import CustomerSet, Hanging, Joined, Rows, joined
from agent.office.layout import PracticeRows
from agent.office.mapping import record_id_of
from agent.office.side_by_side import SideBySide
from agent.office.spans import Part, Span, customers_of, of_part, parts_of
from agent.office.streams import Raw


class Server(Protocol):
    """What kinds of database do each in their own way."""

    array: str
    """The SQL function that makes a JSON array of values."""

    def ways(self, connection: Connection, columns: Select[Any]) -> list[Way]:
        """How the columns of a SELECT travel."""

    def affords(self, connection: Connection, gathered: Select[Any], apart: Sequence[Select[Any]]) -> bool:
        """Whether the one statement is not out of all proportion to what reads the same `apart`: where the database
        finds what hangs on a customer by no index, it would look through all of it for each of them."""

    def rows(self, connection: Connection, statement: Select[Any]) -> Iterator[Raw] | None:
        """The rows of a statement; None where the server says that something in them is not whole."""


class Gathering:
    """What is asked of the database, for any part of the customers."""

    def __init__(
        self,
        server: Server,
        connection: Connection,
        rows: PracticeRows,
        fields: tuple[str, ...],
        sets: Sequence[CustomerSet],
    ) -> None:
        self.connection, self.practice, self.sets = connection, rows, sets
        self._server = server
        self._fields = fields
        self.width = len(customers_of(rows, *fields).c)
        mapped = [one for one in sets if one.name in rows]
        ways = {one.name: server.ways(connection, _alone(joined(rows, one))) for one in mapped}
        self.opened = {name: Opened(found) for name, found in ways.items()}
        self._ways = ways
        self.source = repr([(name, [one.source for one in found]) for name, found in ways.items()]).encode()

    @property
    def worth_it(self) -> bool:
        """Whether the database can do it at a fair price."""
        apart = SideBySide.statements(self.practice, self._fields, self.sets)
        return self._server.affords(self.connection, self.statement(None), apart)

    def parts(self) -> Iterator[Gathered | SideBySide]:
        """Everybody, gathered as far as that can be."""
        return map(self._part, parts_of(self.connection, self.practice))

    def _part(self, part: Part) -> Gathered | SideBySide:
        found = self._server.rows(self.connection, self.statement(part))
        if found is None:
            return SideBySide(self.connection, self.practice, self._fields, self.sets, part)
        return Gathered(self, found)

    def statement(self, part: Part) -> Select[Any]:
        """Rows: number, record id and fields of a customer, then the JSON of each set."""
        customers = customers_of(self.practice, *self._fields)
        texts = [self._text(one, customers.c.f1) for one in self.sets]
        return of_part(self.practice, part, customers, select(*customers.c, *texts))

    def _text(self, one: CustomerSet, customer: ColumnElement[Any]) -> ColumnElement[Any]:
        """The rows of a set that belong to the customer, ordered by their record ids: SQL promises no order of its own,
        and the text is to stay as long as the rows do."""
        if one.name not in self.practice:
            return null()
        found = joined(self.practice, one)
        values = [way.sent(field) for way, field in zip(self._ways[one.name], found.fields, strict=True)]
        row = cast(getattr(func, self._server.array)(literal_column("NULL"), *values), Text)
        at = one.fields.index(record_id_of(one.name)) if record_id_of(one.name) in one.fields else None
        text = func.aggregate_strings(row, ",").aggregate_order_by(row if at is None else found.fields[at])
        return select(text).select_from(found.origin).where(found.owner == customer).scalar_subquery()


class Gathered:
    """The customers of a part, with the JSON of what hangs on them (see `hanging.CustomerRows`)."""

    def __init__(self, gathering: Gathering, found: Iterator[Raw]) -> None:
        self._gathering = gathering
        self._found = found
        self.source = gathering.source

    def customers(self) -> Iterator[Raw]:
        """The customers, each with what hangs on him."""
        return map(tuple, self._found)

    def of(self, row: Raw, copies: int = 1) -> Hanging:
        """What hangs on this customer: he comes with it as often as he comes."""
        return row[self._gathering.width :]

    def pass_over(self, row: Raw) -> None:
        """Nobody wants to know what hangs on this customer."""

    def rows(self, row: Raw, hanging: Hanging) -> tuple[Rows, ...]:
        """What `of` gave, as rows. Where the JSON is not what the columns promise, they are read once more."""
        try:
            return tuple(
                [self._opened(one.name, text) for one, text in zip(self._gathering.sets, hanging, strict=True)]
            )
        except (msgspec.ValidationError, ValueError):
            return self._exactly(row)

    def close(self) -> None:
        """Nothing can be out of order here."""

    def _opened(self, name: str, text: object) -> Rows:
        return self._gathering.opened[name].rows(text) if isinstance(text, str) else []

    def _exactly(self, row: Raw) -> tuple[Rows, ...]:
        """What hangs on a customer, read by the general path."""
        one = self._gathering
        again = SideBySide(one.connection, one.practice, (), one.sets, Span(row[0], row[0]))
        found: tuple[Rows, ...] = ()
        for _, same in groupby(again.customers(), itemgetter(1)):
            record, *others = same
            hanging = again.of(record, 1 + len(others))
            if record[1] == row[1]:
                found = again.rows(record, hanging)
        return found


def _alone(one: Joined) -> Select[Any]:
    return select(*one.fields).select_from(one.origin)
