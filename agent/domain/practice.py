"""What the agent reads from a practice database, ready to be published.

The published bodies themselves are the wire's (`shared.records`); around them stands what only the office needs to
know to decide who is published.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import msgspec

from shared import records


class ReadOptions(msgspec.Struct, frozen=True):
    """What of the practice database is read for a snapshot."""

    history_since: date
    """Visits on this day or later become history ("History Back To", inclusive)."""
    with_activity: bool = False
    """Whether customers of other statuses than ACTIVE are wanted too, with the day of their last activity."""
    with_money: bool | None = None
    """Whether amounts are wanted; None for as the practice database itself says."""


class PracticeCustomer(msgspec.Struct):
    """A customer with everything that would be published of him.

    Only customers are read: employees, PATTERN records and those with the not-on-the-portal mark are counted by the
    reader (`PracticeReading.left_out`) and not given.
    """

    number: str
    record_id: str
    active: bool
    """Status ACTIVE, compared as people write it (blanks and letter case do not matter)."""
    password: str = msgspec.field(default="")
    """The portal password where the practice database has a column for it, else empty."""
    last_activity: date | None = None
    """The day of the last posted work, invoice or payment; only with `ReadOptions.with_activity`."""
    body: records.Customer = msgspec.field(default_factory=lambda: records.Customer(record_id="", name=""))
    history: tuple[tuple[int, records.History], ...] = ()
    """By year, oldest first (the order of the keys)."""
    invoices: records.Invoices | None = None
    """Only where money is shared; None where there is nothing to tell."""
    fingerprint: bytes = b""
    """Digest of everything the practice database holds of him that is published or decides about it. Two readings by
    the same rules give the same one only where the rows are the same; empty where that can't be told."""
    left_out: Mapping[str, int] = {}
    """What of him could not be published as it stands, by reason; part of `PracticeReading.left_out`."""

    def __repr__(self) -> str:
        return f"PracticeCustomer(number={self.number!r}, record_id={self.record_id!r})"


class PracticeUser(msgspec.Struct):
    """A user of the office's program."""

    name: str
    level: int
    """0 where the practice database has no place for it."""
    password: str
    email: str = ""
    record_id: str = ""

    def __repr__(self) -> str:
        return f"PracticeUser(name={self.name!r}, level={self.level})"
