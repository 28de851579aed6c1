"""Invoices as a page shows them: what is still open first, each with its state on the day of the visit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import Connection

from receiver.domain.snapshots.queries import published_records
from shared.canonical import decode_as
from shared.records import Invoice, Invoices, Payment


class State(StrEnum):
    """How it stands with an invoice."""

    OPEN = "open"
    PARTLY_PAID = "partly paid"
    OVERDUE = "overdue"
    PAID = "paid"
    CREDIT = "credit"
    """The office owes the customer."""
    UNKNOWN = "unknown"
    """The office does not say what is open."""


def state_of(invoice: Invoice, today: date) -> State:
    """The state on that day; due today is not overdue."""
    left, whole = invoice.open_amount, invoice.amount
    if left is None:
        return State.UNKNOWN
    if left == 0:
        return State.PAID
    if left < 0:
        return State.CREDIT
    if invoice.due is not None and invoice.due < today:
        return State.OVERDUE
    return State.PARTLY_PAID if whole is not None and left < whole else State.OPEN


@dataclass(frozen=True, slots=True)
class Bill:
    """An invoice on the day of the visit."""

    invoice: Invoice
    state: State

    @property
    def waits(self) -> bool:
        """Whether anything of it is still to be paid, or to be paid back."""
        return self.state not in (State.PAID, State.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Account:
    """Everything that is published of one customer's invoices and payments."""

    told: Invoices
    bills: tuple[Bill, ...]

    @property
    def waiting(self) -> list[Bill]:
        """What is still open, what is due first at the top."""
        found = [one for one in self.bills if one.waits]
        return sorted(found, key=lambda one: one.invoice.due or one.invoice.day or date.max)

    @property
    def overdue(self) -> Decimal:
        """What should have been paid already."""
        late = (one.invoice.open_amount or Decimal() for one in self.bills if one.state is State.OVERDUE)
        return sum(late, Decimal())

    @property
    def says_what_is_paid(self) -> bool:
        """Whether the office says of each invoice what is open."""
        return all(one.state is not State.UNKNOWN for one in self.bills)

    def settled(self, year: int | None) -> list[Bill | Payment]:
        """Paid invoices and all payments of a year, newest first; of None, of all years."""
        rows: list[Bill | Payment] = [*(one for one in self.bills if not one.waits), *self.told.payments]
        taken = [one for one in rows if year is None or _year(_day(one)) == year]
        return sorted(taken, key=lambda one: _day(one) or date.min, reverse=True)

    @property
    def years(self) -> list[int]:
        """The years of what is settled, newest first."""
        return sorted({_year(day) for one in self.settled(None) if (day := _day(one))}, reverse=True)


def account_of(connection: Connection, company_id: int, published: int, number: str, today: date) -> Account:
    """What a snapshot holds of a customer; empty where there is nothing."""
    wanted = ("invoices", number)
    stored = published_records(connection, company_id, published, [wanted]).get(wanted)
    told = decode_as(Invoices, stored.body) if stored else Invoices()
    return Account(told, tuple(Bill(one, state_of(one, today)) for one in told.invoices))


def _day(row: Bill | Payment) -> date | None:
    return row.invoice.day if isinstance(row, Bill) else row.day


def _year(day: date | None) -> int:
    return day.year if day else 0
