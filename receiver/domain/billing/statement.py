"""A statement of account: what was charged and paid between two days, with the balance after each line.

The office says with what balance the published rows begin (`Invoices.brought_forward`), so every balance here is what
its own database gives when all rows up to that day are added up.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from shared.records import Invoice, Invoices, Payment


@dataclass(frozen=True, slots=True)
class Line:
    """One invoice or payment; `balance` is what is owed after it, None where that can't be known."""

    day: date
    row: Invoice | Payment
    balance: Decimal | None = None

    @property
    def charged(self) -> Decimal | None:
        """The amount of an invoice."""
        return self.row.amount if isinstance(self.row, Invoice) else None

    @property
    def paid(self) -> Decimal | None:
        """The amount of a payment."""
        return self.row.amount if isinstance(self.row, Payment) else None


@dataclass(frozen=True, slots=True)
class Statement:
    """What is between two days, both included. `since` is the day from which on everything is published; `begins` the
    first of them of which anything is, None where none is; `opening` is owed before it, `closing` after the last."""

    first: date
    last: date
    since: date | None
    begins: date | None
    lines: tuple[Line, ...]
    opening: Decimal | None
    closing: Decimal | None

    @property
    def reaches_back(self) -> bool:
        """Whether it asks for days of which nothing is published."""
        return self.begins != self.first

    @property
    def charged(self) -> Decimal:
        """All that was charged."""
        return sum((one.charged or Decimal() for one in self.lines), Decimal())

    @property
    def paid(self) -> Decimal:
        """All that was paid."""
        return sum((one.paid or Decimal() for one in self.lines), Decimal())


def statement_of(told: Invoices, first: date, last: date) -> Statement:
    """The statement from `first` to `last`."""
    begins = max(first, told.since) if told.since else first
    if begins > last or told == Invoices():
        return Statement(first, last, told.since, None, (), None, None)
    every = [one for one in _lines(told) if told.since is None or one.day >= told.since]
    before = _balance(told.brought_forward, (one for one in every if one.day < begins))
    lines, balance = [], before
    for one in every:
        if begins <= one.day <= last:
            balance = _balance(balance, [one])
            lines.append(replace(one, balance=balance))
    return Statement(first, last, told.since, begins, tuple(lines), before, balance)


def _lines(told: Invoices) -> list[Line]:
    """Oldest first; of one day, what was charged before what was paid."""
    charged = [Line(one.day, one) for one in told.invoices if one.day]
    paid = [Line(one.day, one) for one in told.payments if one.day]
    return sorted([*charged, *paid], key=lambda one: one.day)


def _balance(balance: Decimal | None, lines: Iterable[Line]) -> Decimal | None:
    if balance is None:
        return None
    return sum(((one.charged or Decimal()) - (one.paid or Decimal()) for one in lines), balance)
