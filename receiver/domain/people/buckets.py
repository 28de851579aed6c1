"""Counters that empty with time: so many at once, and then one for each step of time that passes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from receiver.domain.people.models import Attempt


@dataclass(frozen=True, slots=True)
class Bucket:
    """`most` may come at once; each `drain` gives one back."""

    most: int
    drain: timedelta

    def waits_until(self, row: Attempt, now: datetime) -> datetime | None:
        """When the next one may come; None where that is now."""
        if row.failures - self._given_back(row, now) < self.most:
            return None
        return row.updated_at + self.drain * (row.failures - self.most + 1)

    def count(self, row: Attempt, now: datetime) -> None:
        """One more, less what time gave back."""
        given_back = self._given_back(row, now)
        failures = max(0, row.failures - given_back)
        # The part of a step that has passed stays to its credit.
        row.updated_at = row.updated_at + self.drain * given_back if failures else now
        row.failures = failures + 1

    def _given_back(self, row: Attempt, now: datetime) -> int:
        return max(0, (now - row.updated_at) // self.drain)
