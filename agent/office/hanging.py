"""The sets that hang on customers: what is asked of each, and how their rows are joined to their customers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple, Protocol

from sqlalchemy import ColumnElement, Connection, Join, Select, Subquery, func, select

from agent.office.layout import PracticeRows
from agent.office.spans import OWNER
from agent.office.streams import Raw

Rows = list[Raw]
Hanging = tuple[Rows | bytes | str | None, ...]
"""What hangs on one customer, set by set: rows, or the JSON of them; None where there are no rows."""

NOT_READ: Final = ""
"""In place of a field: NULL in every row."""


class CustomerSet(NamedTuple):
    """A set that hangs on customers: `link` leads to the customer, of work to the job."""

    name: str
    link: str
    fields: tuple[str, ...]


class CustomerRows(Protocol):
    """Customers in the order of their numbers and record ids, with what hangs on them. It is asked about one customer
    after the other, in that order."""

    source: bytes
    """Tells what gives the rows, and how: of other sources, the same values may look different."""

    def customers(self) -> Iterator[Raw]:
        """The rows of the customers: number, record id, fields, and what this reading has to remember of them."""

    def of(self, row: Raw, copies: int = 1) -> Hanging:
        """What hangs on the customer of a row, which the customers hold as many times as `copies` says."""

    def pass_over(self, row: Raw) -> None:
        """Nobody wants to know what hangs on this customer."""

    def rows(self, row: Raw, hanging: Hanging) -> tuple[Rows, ...]:
        """What `of` gave, as rows; what stands before their fields is of no meaning."""

    def close(self) -> None:
        """After the last customer. Raises `PracticeError` where the database gave something out of order."""


class Joined(NamedTuple):
    """The rows of a set, joined to what leads to their customer."""

    origin: Join | Subquery
    owner: ColumnElement[Any]
    """The record id of the customer."""
    fields: Sequence[ColumnElement[Any]]


def joined(rows: PracticeRows, one: CustomerSet) -> Joined:
    """The rows of a set that belong to anybody."""
    child = rows[one.name].derived(one.link, *one.fields)
    link, *fields = child.c
    if one.name != "work":
        return Joined(child, link, fields)
    jobs = rows["jobs"].derived("JB.Record Id", "JB.Customer")
    job = rows["jobs"].outer(jobs.c.f0) if rows.native else jobs.c.f0
    return Joined(jobs.join(child, link == job), jobs.c.f1, fields)


def orphans(connection: Connection, rows: PracticeRows, one: CustomerSet) -> int:
    """How many rows of a set belong to no customer."""
    if one.name not in rows:
        return 0
    statement = _not_owned(rows, one) if rows.native else _lost(rows, one)
    found: int = connection.execute(statement).scalar_one()
    return found


def _not_owned(rows: PracticeRows, one: CustomerSet) -> Select[Any]:
    """All rows but those with a customer: the cheaper way where record ids are unique, so that no row finds two."""
    customers, child = rows["customers"].derived(OWNER), joined(rows, one._replace(fields=()))
    every = select(func.count()).select_from(rows[one.name].derived(one.link)).scalar_subquery()
    owned = child.origin.join(customers, customers.c.f0 == child.owner)
    return select(every - select(func.count()).select_from(owned).scalar_subquery())


def _lost(rows: PracticeRows, one: CustomerSet) -> Select[Any]:
    """The rows that find nobody, however many others find."""
    child, customers = rows[one.name].derived(one.link), rows["customers"].derived(OWNER)
    owned: Join | Subquery = customers
    key = customers.c.f0
    if one.name == "work":
        jobs = rows["jobs"].derived("JB.Record Id", "JB.Customer")
        owned, key = jobs.join(customers, customers.c.f0 == jobs.c.f1), jobs.c.f0
    return select(func.count()).select_from(child.outerjoin(owned, key == child.c.f0)).where(key.is_(None))
