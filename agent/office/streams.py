"""Reads the sets that hang on customers, all in the order of the customers, one row at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, groupby
from operator import itemgetter
from typing import Any, Final, NamedTuple, Protocol, cast

from sqlalchemy import Connection, Select, func, select

from agent.domain.errors import PracticeError
from agent.office.layout import PracticeRows
from agent.office.mapping import record_id_of

Raw = tuple[Any, ...]
Rows = list[Raw]
Hanging = tuple[Rows | bytes, ...]
"""What hangs on one customer, set by set: rows, or the JSON of them."""

NOT_READ: Final = ""
"""In place of a field: NULL in every row."""

_AT_ONCE: Final = 1000
_ONE_CURSOR_ONLY: Final = frozenset({"mysql", "mariadb"})
"""Databases that stream one result at a time; their driver then keeps the results in memory instead."""

_NUMBER: Final = "CU.Customer Number"
_OWNER: Final = ("CU.Record Id", _NUMBER)


class CustomerSet(NamedTuple):
    """A set that hangs on customers: `link` leads to the customer, of work to the job."""

    name: str
    link: str
    fields: tuple[str, ...]


class HangingSets(Protocol):
    """All sets that hang on customers; asked for one customer after the other, in their order."""

    def of(self, customer: object, *, again: bool = False) -> Hanging:
        """What hangs on the customer with this record id. `again` says that the customers hold this record id more
        than once."""

    def pass_over(self, customer: object) -> None:
        """Nobody wants to know what hangs on this customer."""

    def rows(self, customer: object, hanging: Hanging) -> tuple[Rows, ...]:
        """What `of` gave, as rows that start with the record id of the customer."""

    def finish(self) -> dict[str, int]:
        """After the last customer: how many rows of which set belong to none."""


def stream(connection: Connection, statement: Select[Any]) -> Iterator[Raw]:
    """The rows of a SELECT, fetched in small pieces."""
    if connection.dialect.name == "sqlite":  # its own cursor gives plain tuples, one by one: a third of the time
        return cast(Iterator[Raw], connection.execute(statement).cursor)
    return chain.from_iterable(pieces(connection, statement))


def pieces(connection: Connection, statement: Select[Any]) -> Iterator[Sequence[Raw]]:
    """The same, for who can do with many rows at once; no piece is empty."""
    if connection.dialect.name == "sqlite":
        cursor = connection.execute(statement).cursor
        return iter(lambda: cursor.fetchmany(_AT_ONCE), [])
    return _in_pieces(connection, statement)


def _in_pieces(connection: Connection, statement: Select[Any]) -> Iterator[Sequence[Raw]]:
    streams = connection.dialect.name not in _ONE_CURSOR_ONLY
    with connection.execute(statement, execution_options={"stream_results": streams}) as result:
        yield from cast(Iterator[Sequence[Raw]], result.partitions(_AT_ONCE))


def customer_rows(connection: Connection, rows: PracticeRows, fields: tuple[str, ...]) -> Iterator[Raw]:
    """Every row of the customers, ordered by number, then record id. Each row: number, record id, `fields`."""
    customers = rows["customers"].derived(_NUMBER, "CU.Record Id", *fields, number=_NUMBER)
    order = rows["customers"].in_byte_order("f0")
    return stream(connection, select(*customers.c).order_by(order, customers.c.f1))


class Children:
    """The rows of one set that belong to customers, in the customers' order; nothing where the set is not mapped."""

    def __init__(self, connection: Connection, rows: PracticeRows, set_name: str, link: str, *fields: str) -> None:
        self.set_name = set_name
        self.taken = 0
        self._connection = connection
        self._rows = rows
        found: Iterator[Raw] = iter(())
        if set_name in rows:
            found = stream(connection, self._statement(link, fields))
        self._groups = groupby(found, itemgetter(0))
        self._head = next(self._groups, None)

    def of(self, customer: object, *, again: bool = False) -> list[Raw]:
        """The rows of the customer with this record id; each starts with that id. `again` says that the customers
        hold this record id more than once, so that every row comes as often."""
        head = self._head
        if head is None or head[0] != customer:
            return []
        found = list(head[1])
        self._head = next(self._groups, None)
        if again:
            found = list(dict.fromkeys(found))
        self.taken += len(found)
        return found

    @property
    def finished(self) -> bool:
        """Whether every row found its customer."""
        return self._head is None

    def orphans(self) -> int:
        """After the last customer: how many rows of the set belong to none."""
        if self.set_name not in self._rows:
            return 0
        every = self._rows[self.set_name].derived(record_id_of(self.set_name))
        total: int = self._connection.execute(select(func.count()).select_from(every)).scalar_one()
        return max(0, total - self.taken)

    def _statement(self, link: str, fields: tuple[str, ...]) -> Select[Any]:
        customers = self._rows["customers"].derived(*_OWNER, number=_NUMBER)
        child = self._rows[self.set_name].derived(link, *fields)
        order = self._rows["customers"].in_byte_order("f1")
        found = select(customers.c.f0, *list(child.c)[1:])
        if self.set_name == "work":
            jobs = self._rows["jobs"].derived("JB.Record Id", "JB.Customer")
            job = self._rows["jobs"].outer("f0") if self._rows.native else jobs.c.f0
            origin = customers.join(jobs, jobs.c.f1 == customers.c.f0).join(child, child.c.f0 == job)
        else:
            origin = customers.join(child, child.c.f0 == customers.c.f0)
        return found.select_from(origin).order_by(order, customers.c.f0)


class Streamed:
    """All sets that hang on customers, read side by side (see `HangingSets`)."""

    def __init__(self, connection: Connection, rows: PracticeRows, sets: Sequence[CustomerSet]) -> None:
        self._sets = [Children(connection, rows, one.name, one.link, *one.fields) for one in sets]

    def of(self, customer: object, *, again: bool = False) -> Hanging:
        """What hangs on this customer."""
        return tuple(one.of(customer, again=again) for one in self._sets)

    def pass_over(self, customer: object) -> None:
        """Leave out what hangs on this customer."""
        self.of(customer)

    def rows(self, customer: object, hanging: Hanging) -> tuple[Rows, ...]:
        """What `of` gave, which is rows here."""
        return cast(tuple[Rows, ...], hanging)

    def finish(self) -> dict[str, int]:
        """How many rows of which set belong to no customer. Raises `PracticeError` where the database did not give
        them in the order of the customers."""
        for one in self._sets:
            if not one.finished:
                raise PracticeError(
                    f'The practice database gives the set "{one.set_name}" in another order than the customers.',
                    remedy="Check that the record ids of the customers (CU.Record Id) are plain numbers or texts.",
                )
        return {one.set_name: one.orphans() for one in self._sets}
