"""Decides which rows are customers for the portal, and makes the published body of one (A8, A9)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Final, NamedTuple

from msgspec.structs import replace

from agent.domain.practice import PracticeCustomer, ReadOptions
from agent.office.billing import BillingMaker
from agent.office.mapping import PracticeMapping, SetSource
from agent.office.schedule import ScheduleMaker, by_id
from agent.office.shown import Shown, ShownSet
from agent.office.streams import Raw
from agent.office.values import as_text
from shared import records
from shared.limits import KEY_BYTES

CUSTOMER_FIELDS: Final = (
    "CU.Customer Status",
    "CU.Customer Mark",
    "CU.Employee Mark",
    "CU.Not On Portal",
    "CU.Customer Password",
    "CU.Balance",
    "CU.Customer Name",
    "CU.First Name",
    "CU.Company Name",
    "CU.Street",
    "CU.City",
    "CU.State",
    "CU.Zip Code",
    "CU.Country",
    "CU.Email",
)
_FIRST_LINE: Final = CUSTOMER_FIELDS.index("CU.Customer Name")
PROPERTY_FIELDS: Final = (
    "PR.Record Id",
    "PR.Name",
    "PR.Street",
    "PR.City",
    "PR.State",
    "PR.Zip Code",
    "PR.Notes",
)
PHONE_FIELDS: Final = ("PH.Record Id", "PH.Kind", "PH.Number")

_HISTORY_KEY_EXTRA: Final = 5
"""A history key is a customer number, a separator and a year."""


_REPEATED: Final = frozenset({"CU.City", "CU.State", "CU.Country", "PR.City", "PR.State"})
"""Lines that many customers share."""


class Belongings(NamedTuple):
    """The raw rows that hang on one customer; each starts with the customer's record id."""

    properties: list[Raw]
    phones: list[Raw]
    jobs: list[Raw]
    work: list[Raw]
    invoices: Sequence[Raw] = ()
    payments: Sequence[Raw] = ()
    """Invoices and payments are read only where money is shared, and their days where the last activity is asked
    for."""


class CustomerMaker:
    """Makes customers of raw rows (number, record id, then `CUSTOMER_FIELDS`)."""

    def __init__(self, shown: Shown, mapping: PracticeMapping, options: ReadOptions, *, money: bool) -> None:
        self._shown = shown
        self._options = options
        self._money = money
        self._schedule = ScheduleMaker(shown, mapping, money=money)
        customers = ShownSet(shown, mapping.sets["customers"])
        status = customers.line("CU.Customer Status")
        self._word = shown.remembered(lambda raw: status(raw).casefold())
        self._is_customer = customers.mark("CU.Customer Mark")
        self._is_employee = customers.mark("CU.Employee Mark")
        self._not_on_portal = customers.mark("CU.Not On Portal")
        self._balance = customers.money("CU.Balance")
        self._lines = _lines(customers, shown, CUSTOMER_FIELDS[_FIRST_LINE:])
        properties = ShownSet(shown, mapping.sets.get("properties", SetSource("properties")))
        self._property_lines = _lines(properties, shown, PROPERTY_FIELDS[1:-1])
        self._property_notes = properties.memo("PR.Notes")
        phones = ShownSet(shown, mapping.sets.get("phones", SetSource("phones")))
        self._phone_kind, self._phone_number = shown.remembered(phones.line("PH.Kind")), phones.line("PH.Number")
        self._billing = BillingMaker(shown, mapping)

    def may_publish(self, row: Raw) -> bool:
        """Whether the row is a customer who could be published; who is not, is counted."""
        reason = self._reason_against(row)
        if reason:
            self._shown.counts[reason] += 1
        return not reason

    def _reason_against(self, row: Raw) -> str:
        number, status = row[0], self._word(row[2])
        if self._is_employee(row[4]):
            return "employees"
        if not self._is_customer(row[3]):
            return "records without the customer mark"
        if status == "pattern":
            return "PATTERN records"
        if self._not_on_portal(row[5]):
            return "records marked as not on the portal"
        if status != "active" and not self._options.with_activity:
            return "customers who are not active"
        if not number:
            return "customers without a customer number"
        if not isinstance(number, str):
            return "customers whose number is binary data"
        if not records.is_key(number):
            return "customers with control characters in their number"
        if len(number.encode()) > KEY_BYTES - _HISTORY_KEY_EXTRA:
            return "customers whose number is too long"
        if "\0" in as_text(row[1]):
            return "customers with a NUL character in their record id"
        return ""

    def is_active(self, row: Raw) -> bool:
        """Status ACTIVE."""
        return self._word(row[2]) == "active"

    def known(self, row: Raw, fingerprint: bytes) -> PracticeCustomer:
        """The customer of a row that may be published, without what is published of him."""
        return PracticeCustomer(
            row[0],
            as_text(row[1]),
            self.is_active(row),
            as_text(row[6]),
            fingerprint=fingerprint,
        )

    def customer(self, row: Raw, belongings: Belongings, fingerprint: bytes) -> PracticeCustomer:
        """The customer of a row that may be published."""
        before = self._shown.counts.copy()
        active = self.is_active(row)
        properties = self._properties(belongings.properties)
        jobs = self._schedule.jobs(belongings.jobs, {place.id for place in properties})
        schedule = self._schedule.schedule(belongings.work, jobs, self._options.history_since)
        history = schedule.history()
        record_id = as_text(row[1])
        name, first, company, street, city, region, postal_code, country, email = [
            read(raw) for read, raw in zip(self._lines, row[2 + _FIRST_LINE :], strict=True)
        ]
        body = records.Customer(
            record_id,
            name,
            first,
            company,
            street,
            city,
            region,
            postal_code,
            country,
            email,
            self._phones(belongings.phones),
            properties,
            tuple(
                [
                    replace(job, visits=tuple(schedule.planned[id_])) if id_ in schedule.planned else job
                    for id_, job in jobs.items()
                ]
            ),
            tuple([year for year, _ in reversed(history)]),
            self._balance(row[7]) if self._money else None,
        )
        last = None if active else self._last_activity(schedule.last_posted, belongings)
        bills = (belongings.invoices, belongings.payments)
        invoices = self._billing.invoices(*bills, self._options.history_since) if self._money else None
        counted = self._shown.counts - before
        return PracticeCustomer(
            row[0], record_id, active, as_text(row[6]), last, body, history, invoices, fingerprint, counted
        )

    def _phones(self, rows: list[Raw]) -> tuple[records.Phone, ...]:
        shown = [(self._phone_kind(kind), self._phone_number(number)) for _, _, kind, number in by_id(rows)]
        return tuple([records.Phone(kind, number) for kind, number in shown if number])

    def _properties(self, rows: list[Raw]) -> tuple[records.Property, ...]:
        found = []
        for _, id_, *lines, notes in by_id(rows):
            name, street, city, region, code = [
                read(raw) for read, raw in zip(self._property_lines, lines, strict=True)
            ]
            found.append(records.Property(as_text(id_), name, street, city, region, code, self._property_notes(notes)))
        return tuple(found)

    def _last_activity(self, posted: date | None, belongings: Belongings) -> date | None:
        days = self._billing.days(belongings.invoices, belongings.payments, whole=self._money)
        return max((one for one in (posted, *days) if one), default=None)


def _lines(set_: ShownSet, shown: Shown, names: Sequence[str]) -> list[Callable[[object], str]]:
    return [shown.remembered(set_.line(name)) if name in _REPEATED else set_.line(name) for name in names]
