"""Reads the practice database for publishing: one pass, every set streamed in the order of the customers.

Memory holds one customer at a time, however large the database. What is not given is counted in plain words.
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
from agent.office.customer import CUSTOMER_FIELDS, PHONE_FIELDS, PROPERTY_FIELDS, Belongings, CustomerMaker
from agent.office.failures import translated
from agent.office.grouped import Grouped
from agent.office.layout import PracticeRows
from agent.office.mapping import PracticeMapping
from agent.office.office_record import read_company, read_users
from agent.office.schedule import AMOUNTS, JOB_FIELDS, WORK_FIELDS
from agent.office.shown import Shown
from agent.office.streams import NOT_READ, CustomerSet, Hanging, HangingSets, Raw, Streamed, customer_rows
from shared import records

SECOND: Final = "records with a customer number that another record has"

_encode: Final = msgspec.msgpack.Encoder(enc_hook=repr).encode


def none_known(_customer: PracticeCustomer) -> bool:
    """Everybody has to be read whole."""
    return False


class Reading:
    """One consistent read of the practice database (see `ports.PracticeReading`)."""

    def __init__(self, connection: Connection, rows: PracticeRows, mapping: PracticeMapping, name: str) -> None:
        self._connection = connection
        self._name = name
        self._rows = rows
        self._mapping = mapping
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
        sets = self._hanging(_sets(activity=options.with_activity, money=money), money=money)
        last = ""
        for number, rows in groupby(customer_rows(self._connection, self._rows, CUSTOMER_FIELDS), itemgetter(0)):
            found = list(self._publishable(rows, maker, sets))
            if not found:
                continue
            if number <= last:
                raise _unordered(last, number)
            last = number
            self._shown.counts[SECOND] += len(found) - 1
            row, hanging = next((one for one in found if maker.is_active(one[0])), found[0])
            customer = maker.known(row, _fingerprint(row, hanging))
            if not known(customer):
                belongings = Belongings(*sets.rows(row[1], hanging))
                customer = maker.customer(row, belongings, customer.fingerprint)
            yield customer
        counts = {f"rows of the set {name} that belong to no customer": count for name, count in sets.finish().items()}
        self._shown.counts.update(counts)

    def _publishable(
        self, rows: Iterator[Raw], maker: CustomerMaker, sets: HangingSets
    ) -> Iterator[tuple[Raw, Hanging]]:
        """Those of the rows with one number that could be published, with what hangs on them; a row that comes more
        than once is taken once."""
        for record_id, same in groupby(rows, itemgetter(1)):
            row, *others = same
            copies = len(others)
            if maker.may_publish(row):
                self._shown.counts[SECOND] += copies
                yield row, sets.of(record_id, again=copies > 0)
            else:
                sets.pass_over(record_id)

    def _hanging(self, sets: list[CustomerSet], *, money: bool) -> HangingSets:
        if self._rows.native and self._connection.dialect.name == "sqlite":
            grouped = Grouped(self._connection, self._rows, sets, as_json=not money)
            if grouped.by_index:
                return grouped
        return Streamed(self._connection, self._rows, sets)


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
    if activity:
        found += [
            CustomerSet("invoices", "IN.Customer", ("IN.Date",)),
            CustomerSet("payments", "PA.Customer", ("PA.Date",)),
        ]
    if money:
        return found
    return [one._replace(fields=tuple(NOT_READ if name in AMOUNTS else name for name in one.fields)) for one in found]


def _fingerprint(row: Raw, hanging: Hanging) -> bytes:
    return blake2b(_encode((row, hanging)), digest_size=32).digest()
