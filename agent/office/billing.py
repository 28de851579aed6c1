"""Makes what is published of invoices and payments of one customer out of raw rows (feature row B9).

Everything of the day "History Back To" and later is told, and of before only what is still open; the rest is one sum,
so that a statement of the portal begins with the right balance.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Final, NamedTuple, TypeVar

from agent.office.mapping import PracticeMapping, SetSource
from agent.office.schedule import by_id
from agent.office.shown import Shown, ShownSet
from agent.office.streams import Raw
from agent.office.values import as_text
from shared.canonical import encode
from shared.limits import BODY_BYTES
from shared.records import Invoice, Invoices, Payment

INVOICE_FIELDS: Final = (
    "IN.Record Id",
    "IN.Invoice Number",
    "IN.Date",
    "IN.Due Date",
    "IN.Amount",
    "IN.Open Amount",
)
PAYMENT_FIELDS: Final = (
    "PA.Record Id",
    "PA.Invoice",
    "PA.Payment Number",
    "PA.Date",
    "PA.Amount",
    "PA.Method",
)
UNDATED: Final = "invoices and payments without a date"
TOO_MANY: Final = "older invoices and payments than the portal has room for"

_SUMMED: Final = (("invoices", ("IN.Date", "IN.Amount")), ("payments", ("PA.Date", "PA.Amount")))
"""What has to be mapped for a sum to mean anything."""
_FEW: Final = 80
"""So many rows are never too large for a record, whatever they hold."""
_CENT: Final = Decimal("0.01")
_LARGEST: Final = Decimal(10) ** 15


Row = TypeVar("Row", Invoice, Payment)


class BillingMaker:
    """Turns raw rows, each with the record id of the customer in front, into the published body."""

    def __init__(self, shown: Shown, mapping: PracticeMapping) -> None:
        self._shown = shown
        invoices = ShownSet(shown, mapping.sets.get("invoices", SetSource("invoices")))
        self._number = invoices.line("IN.Invoice Number")
        self._date, self._due = invoices.date("IN.Date"), invoices.date("IN.Due Date")
        self._amount, self._open = invoices.money("IN.Amount"), invoices.money("IN.Open Amount")
        payments = ShownSet(shown, mapping.sets.get("payments", SetSource("payments")))
        self._paid_number, self._method = payments.line("PA.Payment Number"), payments.line("PA.Method")
        self._paid_on, self._paid = payments.date("PA.Date"), payments.money("PA.Amount")
        self._sums = all(
            set_ in mapping.sets and mapping.sets[set_].fields.keys() >= set(fields) for set_, fields in _SUMMED
        )

    def days(self, invoices: Sequence[Raw], payments: Sequence[Raw], *, whole: bool) -> Iterator[date | None]:
        """The days of all rows: `whole` ones, or such as hold nothing else."""
        billed, paid = (_at(INVOICE_FIELDS, "IN.Date"), _at(PAYMENT_FIELDS, "PA.Date")) if whole else (1, 1)
        yield from (self._date(row[billed]) for row in invoices)
        yield from (self._paid_on(row[paid]) for row in payments)

    def invoices(self, invoices: Sequence[Raw], payments: Sequence[Raw], since: date) -> Invoices | None:
        """All of one customer, newest first; None where there is nothing to tell of him."""
        numbers: dict[str, str] = {}
        billed = [self._invoice(row, numbers) for row in by_id(list(invoices))]
        paid = [self._payment(row, numbers) for row in by_id(list(payments))]
        ledger = _Ledger(_newest_first(billed), _newest_first(paid), self._sums)
        undated = ledger.undated
        if undated:
            self._shown.counts[UNDATED] += undated
        body = ledger.from_day(since)
        if len(body.invoices) + len(body.payments) > _FEW and len(encode(body)) > BODY_BYTES:
            fitting = ledger.fitting(since)
            self._shown.counts[TOO_MANY] += _rows(body) - _rows(fitting)
            body = fitting
        return body if _rows(body) or body.brought_forward else None

    def _invoice(self, row: Raw, numbers: dict[str, str]) -> Invoice:
        """`numbers` learns it by its record id, of several with one id the first."""
        _, id_, number, day, due, amount, open_amount = row
        shown = self._number(number)
        numbers.setdefault(as_text(id_), shown)
        return Invoice(shown, self._date(day), self._due(due), self._amount(amount), self._open(open_amount))

    def _payment(self, row: Raw, numbers: dict[str, str]) -> Payment:
        _, _, invoice, number, day, amount, method = row
        of = numbers.get(as_text(invoice), "") if invoice is not None else ""
        return Payment(self._paid_number(number), self._paid_on(day), self._paid(amount), self._method(method), of)


class _Ledger(NamedTuple):
    """Everything of one customer, newest first, what has no date at the end."""

    invoices: list[Invoice]
    payments: list[Payment]
    sums: bool
    """Whether a sum of what is not told means anything."""

    @property
    def undated(self) -> int:
        """How many rows have no date."""
        return sum(one.day is None for one in self.invoices) + sum(one.day is None for one in self.payments)

    def from_day(self, since: date, most_open: int | None = None) -> Invoices:
        """What is told where that is the first day; of what is open from before, the newest so many."""
        newer = [one for one in self.invoices if one.day and one.day >= since]
        still_open = [one for one in self.invoices if not (one.day and one.day >= since) and one.open_amount]
        payments = [one for one in self.payments if one.day and one.day >= since]
        return Invoices((*newer, *still_open[:most_open]), tuple(payments), since, self._before(since))

    def fitting(self, since: date) -> Invoices:
        """As much of it as a record has room for, the newest first."""
        rows: list[Invoice | Payment] = [*self.invoices, *self.payments]
        days = sorted({one.day for one in rows if one.day and one.day > since})
        low, high = 0, len(days)
        while low < high:
            middle = (low + high) // 2
            if _fits(self.from_day(days[middle])):
                high = middle
            else:
                low = middle + 1
        if low < len(days):
            return self.from_day(days[low])
        # Not even what is open from before the last day fits.
        last, most = days[-1] if days else since, len(self.invoices)
        while most and not _fits(self.from_day(last, most)):
            most //= 2
        return self.from_day(last, most)

    def _before(self, since: date) -> Decimal | None:
        if not self.sums:
            return None
        charged = sum((one.amount for one in self.invoices if one.amount and one.day and one.day < since), Decimal())
        paid = sum((one.amount for one in self.payments if one.amount and one.day and one.day < since), Decimal())
        total = (charged - paid).quantize(_CENT)
        return total if abs(total) < _LARGEST else None


def _newest_first(rows: list[Row]) -> list[Row]:
    """Those of one day in the order they came in; what has no date at the end."""
    return sorted(rows, key=lambda one: one.day or date.min, reverse=True)


def _fits(body: Invoices) -> bool:
    return len(encode(body)) <= BODY_BYTES


def _rows(body: Invoices) -> int:
    return len(body.invoices) + len(body.payments)


def _at(fields: Sequence[str], name: str) -> int:
    """Where a field stands in a row."""
    return 1 + fields.index(name)
