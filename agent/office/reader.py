"""Reads the practice database for publishing: one pass, every set streamed in the order of the customers.

Memory holds one customer at a time, however large the database. What is not given is counted in plain words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from sqlalchemy import Connection

from agent.domain.errors import PracticeError
from agent.domain.practice import PracticeCustomer, PracticeUser, ReadOptions
from agent.office.customer import CUSTOMER_FIELDS, PHONE_FIELDS, PROPERTY_FIELDS, Belongings, CustomerMaker
from agent.office.layout import PracticeRows
from agent.office.mapping import PracticeMapping
from agent.office.office_record import read_company, read_users
from agent.office.schedule import AMOUNTS, JOB_FIELDS, WORK_FIELDS
from agent.office.shown import Shown
from agent.office.streams import NOT_READ, Children, customer_rows
from shared import records

SECOND: Final = "records with a customer number that another record has"


class Reading:
    """One consistent read of the practice database (see `ports.PracticeReading`)."""

    def __init__(self, connection: Connection, rows: PracticeRows, mapping: PracticeMapping) -> None:
        self._connection = connection
        self._rows = rows
        self._mapping = mapping
        self._shown = Shown(few=connection.dialect.name == "sqlite")
        self._company: records.Company | None = None

    @property
    def left_out(self) -> Mapping[str, int]:
        """What was not given, or given with something changed, by reason."""
        return dict(sorted(self._shown.counts.items()))

    def company(self) -> records.Company:
        """The office itself."""
        if self._company is None:
            self._company = read_company(self._connection, self._rows["company"], self._shown)
        return self._company

    def users(self) -> Iterator[PracticeUser]:
        """The users of the office's program, in the byte order of their names."""
        if "users" in self._rows:
            yield from read_users(self._connection, self._rows["users"], self._shown)

    def customers(self, options: ReadOptions) -> Iterator[PracticeCustomer]:
        """Every customer who could be published, in the byte order of the numbers. Of several records with one
        number the first active one is given, else the first."""
        held: PracticeCustomer | None = None
        for found in self._every_customer(options):
            if held is None:
                held = found
            elif held.number == found.number:
                self._shown.counts[SECOND] += 1
                if found.active and not held.active:
                    held = found
            elif held.number > found.number:
                raise PracticeError(
                    "The practice database gives the customers in another order than it was asked for.",
                    detail=f"Customer {held.number!r} came before {found.number!r}.",
                    remedy="Tell the makers of Porchlight which database and version this is.",
                )
            else:
                yield held
                held = found
        if held is not None:
            yield held

    def _every_customer(self, options: ReadOptions) -> Iterator[PracticeCustomer]:
        money = self.company().shares_money
        maker = CustomerMaker(self._shown, self._mapping, options, money=money)
        children = _CustomersChildren(self._connection, self._rows, activity=options.with_activity, money=money)
        ahead = customer_rows(self._connection, self._rows, CUSTOMER_FIELDS)
        row = next(ahead, None)
        while row is not None:
            following, copies = next(ahead, None), 0
            while following is not None and following[:2] == row[:2]:
                following, copies = next(ahead, None), copies + 1
            belongings = children.of(row[1], again=copies > 0)
            if maker.may_publish(row):
                if copies:
                    self._shown.counts[SECOND] += copies
                yield maker.customer(row, belongings)
            row = following
        self._shown.counts.update(children.finish())


class _CustomersChildren:
    """All sets that hang on customers, read side by side."""

    def __init__(self, connection: Connection, rows: PracticeRows, *, activity: bool, money: bool) -> None:
        def read(set_name: str, link: str, *fields: str) -> Children:
            wanted = [name if money or name not in AMOUNTS else NOT_READ for name in fields]
            return Children(connection, rows, set_name, link, *wanted)

        self._sets = [
            read("properties", "PR.Customer", *PROPERTY_FIELDS),
            read("phones", "PH.Customer", *PHONE_FIELDS),
            read("jobs", "JB.Customer", *JOB_FIELDS),
            read("work", "WK.Job", *WORK_FIELDS),
        ]
        if activity:
            self._sets.append(read("invoices", "IN.Customer", "IN.Date"))
            self._sets.append(read("payments", "PA.Customer", "PA.Date"))

    def of(self, customer: object, *, again: bool) -> Belongings:
        found = [one.of(customer, again=again) for one in self._sets]
        return Belongings(*found, *[[] for _ in range(6 - len(found))])

    def finish(self) -> dict[str, int]:
        """How many rows of which set belong to no customer."""
        for one in self._sets:
            if not one.finished:
                raise PracticeError(
                    f'The practice database gives the set "{one.set_name}" in another order than the customers.',
                    remedy="Check that the record ids of the customers (CU.Record Id) are plain numbers or texts.",
                )
        counts = {f"rows of the set {one.set_name} that belong to no customer": one.orphans() for one in self._sets}
        return {reason: count for reason, count in counts.items() if count}
