"""Invoices of the sample office, and what was paid of them: most, nearly everything old, some in part."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Final

from agent.office.sample.dice import Dice

Row = tuple[Any, ...]

_BALANCE_AT: Final = 18
"""Where a customer's row holds his balance."""
_OLD_DAYS: Final = 120
_METHODS: Final = ("check", "card", "cash")


class Bills:
    """Gives out the ids. `dice` is everybody's; `own` falls only here, so that other rows stay as they are."""

    def __init__(self, dice: Dice, own: Dice, today: date) -> None:
        self._dice = dice
        self._own = own
        self._today = today
        self._invoice = 0
        self._payment = 0

    def add(self, customer: Row, invoices: list[Row], payments: list[Row]) -> Row:
        """Up to three invoices with their payments; gives the customer's row with the balance that they make."""
        balance = 0
        for _ in range(self._dice.below(4)):
            balance += self._bill(customer[0], invoices, payments)
        return (*customer[:_BALANCE_AT], balance, *customer[_BALANCE_AT + 1 :])

    def _bill(self, customer: int, invoices: list[Row], payments: list[Row]) -> int:
        """One invoice; gives what of it is open."""
        dice, own = self._dice, self._own
        self._invoice += 1
        day = self._today - timedelta(days=dice.between(10, 700))
        amount, due = dice.between(40, 600), day + timedelta(days=30)
        paid = amount
        if dice.chance(80):
            on, method = day + timedelta(days=dice.between(2, 28)), dice.pick(_METHODS)
        else:
            on, method = day + timedelta(days=own.between(2, 60)), own.pick(_METHODS)
            if not (day < self._today - timedelta(days=_OLD_DAYS) and own.chance(95)):
                paid = amount // 2 if own.chance(30) else 0
        number = f"I{self._invoice:06d}"
        invoices.append((self._invoice, customer, number, str(day), str(due), amount, amount - paid))
        if paid:
            self._payment += 1
            number, on = f"P{self._payment:06d}", min(self._today, on)
            payments.append((self._payment, customer, self._invoice, number, str(on), paid, method))
        return amount - paid
