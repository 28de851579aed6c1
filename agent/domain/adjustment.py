"""Adjust Prices (feature row A5): an amount of money raised or lowered by an amount, by percent, or whichever is
greater.

Everything is `Decimal`: no price ever goes through floating point. Halves are rounded up, as one does by hand.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from agent.domain.errors import UsageError

CENT = Decimal("0.01")
ROUNDINGS = (CENT, Decimal("0.05"), Decimal("0.10"), Decimal("0.25"), Decimal("0.50"), Decimal("1.00"))
"""What a result can be rounded to."""
LARGEST = Decimal("9999999999.99")
"""What a field of money holds at most."""
_MOST_PERCENT = 1000
_HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Adjustment:
    """How prices move. Where both `amount` and `percent` are given, the one that moves this price further counts."""

    lower: bool = False
    amount: Decimal | None = None
    percent: Decimal | None = None
    round_to: Decimal = CENT

    def check(self) -> None:
        """Raises `UsageError` where nothing would move, or by what can't be meant."""
        given = [one for one in (self.amount, self.percent) if one is not None]
        if not given:
            raise UsageError(
                "Neither an amount nor a percentage is given.", remedy="Say by how much the prices should move."
            )
        if any(one <= 0 for one in given):
            raise UsageError(
                "Prices are raised or lowered by more than zero.", remedy="To make them less, lower them instead."
            )
        if self.amount is not None and self.amount > LARGEST:
            raise UsageError("The amount is larger than any price can be.", remedy="Give a smaller one.")
        if self.percent is not None and self.percent > _MOST_PERCENT:
            raise UsageError(f"{self.percent:f} percent is more than can be meant.", remedy="Give at most 1000.")
        if self.round_to not in ROUNDINGS:
            known = ", ".join(f"{one:f}" for one in ROUNDINGS)
            raise UsageError(f"Prices can't be rounded to {self.round_to:f}.", remedy=f"Use one of: {known}.")

    def of(self, price: Decimal) -> tuple[Decimal, bool]:
        """The new price, and whether it would have fallen below zero: then it is zero. What is below zero already
        (a credit) moves like any other amount.

        Raises `UsageError` where the result is larger than the field holds.
        """
        by_percent = abs(price) * (self.percent or 0) / _HUNDRED
        step = max(self.amount or Decimal(0), by_percent)
        moved = price - step if self.lower else price + step
        if moved < 0 <= price:
            return Decimal("0.00"), True
        rounded = ((moved / self.round_to).quantize(Decimal(1), ROUND_HALF_UP) * self.round_to).quantize(CENT)
        if abs(rounded) > LARGEST:
            raise UsageError("A price would become larger than it can be.", remedy="Move the prices by less.")
        return rounded, False

    def text(self) -> str:
        """In words: "raised by 2.50 or 3 %, whichever is greater, rounded to 0.05"."""
        parts = [] if self.amount is None else [f"{self.amount:f}"]
        parts += [] if self.percent is None else [f"{self.percent:f} %"]
        greater = ", whichever is greater" if len(parts) == 2 else ""
        rounded = "" if self.round_to == CENT else f", rounded to {self.round_to:f}"
        return f"{'lowered' if self.lower else 'raised'} by {' or '.join(parts)}{greater}{rounded}"
