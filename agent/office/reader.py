"""Reads the practice database for publishing: one pass over the customers in their order, each with what hangs on him.

Memory holds a few customers at a time, however large the database. What is not given is counted in plain words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from hashlib import blake2b
from itertools import groupby
from operator import itemgetter
from typing import Final

import msgspec
from sqlalchemy import Connection

from agent.domain.errors import PracticeError
from agent.domain.practice import PracticeCustomer, PracticeUser, ReadOptions
from agent.office.billing import INVOICE_FIELDS, PAYMENT_FIELDS
from agent.office.customer import CUSTOMER_FIELDS, PHONE_FIELDS, PROPERTY_FIELDS, Belongings, CustomerMaker
from agent.office.failures import translated
from agent.office.hanging import NOT_READ, CustomerRows, CustomerSet, Hanging, orphans
from agent.office.layout import PracticeRows
from agent.office.mapping import PracticeMapping
from agent.office.office_record import read_company, read_users
from agent.office.schedule import AMOUNTS, JOB_FIELDS, WORK_FIELDS
from agent.office.shown import Shown
from agent.office.streams import Raw
from agent.office.values import as_text
from agent.office.ways_in import WaysIn, ways_in
from shared import records

SECOND: Final = "records with a customer number that another record has"

_WIDTH: Final = 2 + len(CUSTOMER_FIELDS)
"""Number, record id and fields; what stands behind them in a row is its reader's own."""
_encode: Final = msgspec.msgpack.Encoder(enc_hook=repr).encode


def none_known(_customer: PracticeCustomer) -> bool:
    """Everybody has to be read whole."""
    return False


class Reading:
    """One consistent read of the practice database (see `ports.PracticeReading`)."""

    def __init__(
        self, connection: Connection, rows: PracticeRows, mapping: PracticeMapping, name: str, ways: WaysIn = ways_in
    ) -> None:
        self._connection = connection
        self._name = name
        self._rows = rows
        self._mapping = mapping
        self._ways = ways
        self._shown = Shown(few=connection.dialect.name == "sqlite")
        self._company: tuple[records.Company, str] | None = None

    @property
    def left_out(self) -> Mapping[str, int]:
        """What was not given, or given with something changed, by reason."""
        return {reason: count for reason, count in sorted(self._shown.counts.items()) if count}

    def company(self) -> records.Company:
        """The office itself."""
        return self._told()[0]

    def withheld(self) -> str:
        """What the company's row says of fields that do not leave."""
        return self._told()[1]

    def users(self) -> Iterator[PracticeUser]:
        """The users of the office's program, in the byte order of their names."""
        if "users" in self._rows:
            with translated(self._name):
                yield from read_users(self._connection, self._rows["users"], self._shown)

    def customers(
        self, options: ReadOptions, known: Callable[[PracticeCustomer], bool] = none_known
    ) -> Iterator[PracticeCustomer]:
        """Every customer who could be published, in the byte order of the numbers. Of several records with one
        number the first active one is given, else the first."""
        with translated(self._name):
            yield from self._customers(options, known)

    def _told(self) -> tuple[records.Company, str]:
        if self._company is None:
            self._company = read_company(self._connection, self._rows["company"], self._shown)
        return self._company

    def _customers(self, options: ReadOptions, known: Callable[[PracticeCustomer], bool]) -> Iterator[PracticeCustomer]:
        money = self.company().shares_money if options.with_money is None else options.with_money
        maker = CustomerMaker(self._shown, self._mapping, options, money=money)
        sets = _sets(activity=options.with_activity, money=money)
        last = ""
        for part in self._ways(self._connection, self._rows, CUSTOMER_FIELDS, sets, money=money):
            for number, rows in groupby(part.customers(), itemgetter(0)):
                found = list(self._publishable(rows, maker, part))
                if not found:
                    continue
                if number <= last:
                    raise _unordered(last, number)
                last = number
                self._shown.counts[SECOND] += len(found) - 1
                row, hanging = next((one for one in found if maker.is_active(one[0])), found[0])
                customer = maker.known(row, _fingerprint(part.source, row, hanging))
                if not known(customer):
                    belongings = Belongings(*part.rows(row, hanging))
                    customer = maker.customer(row, belongings, customer.fingerprint)
                yield customer
            part.close()
        for one in sets:
            lost = orphans(self._connection, self._rows, one)
            self._shown.counts[f"rows of the set {one.name} that belong to no customer"] = lost

    def _publishable(
        self, rows: Iterator[Raw], maker: CustomerMaker, part: CustomerRows
    ) -> Iterator[tuple[Raw, Hanging]]:
        """Those of the rows with one number that could be published, with what hangs on them; a row that comes more
        than once is taken once."""
        for _, same in groupby(rows, itemgetter(1)):
            row, *others = same
            if others:  # they may differ, and come in any order
                row = min((row, *others), key=lambda one: [as_text(value) for value in one[:_WIDTH]])
            if maker.may_publish(row):
                self._shown.counts[SECOND] += len(others)
                yield row[:_WIDTH], part.of(row, 1 + len(others))
            else:
                part.pass_over(row)


def _unordered(before: str, after: str) -> PracticeError:
    return PracticeError(
        "The practice database gives the customers in another order than it was asked for.",
        detail=f"Customer {before!r} came before {after!r}.",
        remedy="Tell the makers of Porchlight which database and version this is.",
    )


def _sets(*, activity: bool, money: bool) -> list[CustomerSet]:
    """What has to be read of each set, in the order of `Belongings`."""
    found = [
        CustomerSet("properties", "PR.Customer", PROPERTY_FIELDS),
        CustomerSet("phones", "PH.Customer", PHONE_FIELDS),
        CustomerSet("jobs", "JB.Customer", JOB_FIELDS),
        CustomerSet("work", "WK.Job", WORK_FIELDS),
    ]
    if money or activity:
        found += [
            CustomerSet("invoices", "IN.Customer", INVOICE_FIELDS if money else ("IN.Date",)),
            CustomerSet("payments", "PA.Customer", PAYMENT_FIELDS if money else ("PA.Date",)),
        ]
    if money:
        return found
    return [one._replace(fields=tuple(NOT_READ if name in AMOUNTS else name for name in one.fields)) for one in found]


def _fingerprint(source: bytes, row: Raw, hanging: Hanging) -> bytes:
    return blake2b(_encode((source, row, hanging)), digest_size=32).digest()
