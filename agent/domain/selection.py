"""Who is published, and how far back (features A8, A9).

Employees, PATTERN records and those with the not-on-the-portal mark never come this far: the reader of the practice
database leaves them out, whatever dates are chosen.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from agent.domain.practice import PracticeCustomer, ReadOptions


@dataclass(frozen=True)
class Selection:
    """`history_since` is inclusive ("History Back To"); `activity_after` is exclusive ("Customers with Activity
    After") and None where only ACTIVE customers are wanted."""

    history_since: date
    activity_after: date | None = None

    @classmethod
    def of(cls, today: date, history_since: date | None, activity_after: date | None) -> Selection:
        """What the two dates of the Process window mean; an empty history date is this and the last calendar year."""
        return cls(history_since or date(today.year - 1, 1, 1), activity_after)

    @property
    def reading(self) -> ReadOptions:
        """What has to be read for it."""
        return ReadOptions(history_since=self.history_since, with_activity=self.activity_after is not None)

    def takes(self, customer: PracticeCustomer) -> bool:
        """Whether this customer is published."""
        if customer.active:
            return True
        if self.activity_after is None or customer.last_activity is None:
            return False
        return customer.last_activity > self.activity_after
