"""Reads customers and every set that hangs on them side by side, all in the order of the customers: the general path.

It asks nothing of the database but joins and order, so that it serves every database and every mapping.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Select, select

from agent.domain.errors import PracticeError
from agent.office.hanging import CustomerSet, Hanging, Rows, joined
from agent.office.layout import PracticeRows
from agent.office.spans import Part, customers_of, of_part
from agent.office.streams import Raw, stream


class SideBySide:
    """The customers of a part and what hangs on them (see `hanging.CustomerRows`)."""

    source = b"rows"

    def __init__(
        self,
        connection: Connection,
        rows: PracticeRows,
        fields: tuple[str, ...],
        sets: Sequence[CustomerSet],
        part: Part = None,
    ) -> None:
        self._customers = stream(connection, customer_statement(rows, fields, part))
        self._sets = [Children(connection, rows, one, part) for one in sets]

    @staticmethod
    def statements(rows: PracticeRows, fields: tuple[str, ...], sets: Sequence[CustomerSet]) -> list[Select[Any]]:
        """All that is asked of the database."""
        return [customer_statement(rows, fields), *[_statement(rows, one, None) for one in sets if one.name in rows]]

    def customers(self) -> Iterator[Raw]:
        """The customers."""
        return map(tuple, self._customers)

    def of(self, row: Raw, copies: int = 1) -> Hanging:
        """What hangs on this customer."""
        return tuple([one.of(row, copies) for one in self._sets])

    def pass_over(self, row: Raw) -> None:
        """Leave out what hangs on this customer."""
        self.of(row)

    def rows(self, row: Raw, hanging: Hanging) -> tuple[Rows, ...]:
        """What `of` gave, which is rows here."""
        return tuple([one if isinstance(one, list) else [] for one in hanging])

    def close(self) -> None:
        """Look whether every row found its customer."""
        for one in self._sets:
            if not one.finished:
                raise PracticeError(
                    f'The practice database gives the set "{one.name}" in another order than the customers.',
                    remedy="Check that the record ids of the customers (CU.Record Id) are plain numbers or texts.",
                )


class Children:
    """The rows of one set that belong to customers, in the customers' order; nothing where the set is not mapped."""

    def __init__(self, connection: Connection, rows: PracticeRows, one: CustomerSet, part: Part) -> None:
        self.name = one.name
        found: Iterator[Raw] = stream(connection, _statement(rows, one, part)) if one.name in rows else iter(())
        self._groups = groupby(found, itemgetter(0, -1))
        self._head = next(self._groups, None)

    def of(self, row: Raw, copies: int) -> Rows:
        """The rows of this customer; each starts with his record id. The customers hold him as many times as `copies`
        says, so that every row comes as often."""
        head = self._head
        if head is None or head[0] != (row[1], row[0]):
            return []
        found = [one[:-1] for one in head[1]]
        self._head = next(self._groups, None)
        return found if copies == 1 else _once(found, copies)

    @property
    def finished(self) -> bool:
        """Whether every row found its customer."""
        return self._head is None


def customer_statement(rows: PracticeRows, fields: tuple[str, ...], part: Part = None) -> Select[Any]:
    """The customers of a part, in their order: number, record id, `fields`."""
    customers = customers_of(rows, *fields)
    return of_part(rows, part, customers, select(*customers.c))


def _statement(rows: PracticeRows, one: CustomerSet, part: Part) -> Select[Any]:
    """Rows: the record id of the customer, the fields, the number of the customer."""
    customers, child = customers_of(rows), joined(rows, one)
    found = select(customers.c.f1, *child.fields, customers.c.f0.label("number"))
    return of_part(
        rows, part, customers, found.select_from(customers.join(child.origin, child.owner == customers.c.f1))
    )


def _once(rows: Rows, copies: int) -> Rows:
    """Each of the rows once that come as many times as `copies` says; not all of them can be hashed."""
    values = {repr(row): row for row in rows}
    return [row for key, many in Counter(map(repr, rows)).items() for row in [values[key]] * (many // copies)]
