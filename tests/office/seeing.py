"""Reads one practice database in several ways, and says what would be published of it."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection

from agent.domain.practice import PracticeCustomer, ReadOptions
from agent.office.layout import PracticeRows
from agent.office.mapping import PracticeMapping
from agent.office.reader import Reading
from agent.office.ways_in import WaysIn
from shared.canonical import encode

OPTIONS = ReadOptions(date(1000, 1, 1), with_activity=True)

Read = tuple[list[PracticeCustomer], dict[str, int]]


class Seen:
    """A practice database seen through a mapping, on one connection."""

    def __init__(self, connection: Connection, mapping: PracticeMapping) -> None:
        self._connection, self._mapping = connection, mapping
        self._rows = PracticeRows(connection, mapping, "it")

    def read(self, ways: WaysIn) -> Read:
        """Everybody, and what was left out."""
        reading = Reading(self._connection, self._rows, self._mapping, "it", ways)
        return list(reading.customers(OPTIONS)), dict(reading.left_out)


def published(read: Read) -> tuple[list[tuple[object, ...]], dict[str, int]]:
    """All but the fingerprints, as bytes where they are sent as such."""
    everybody, left_out = read
    return [
        (
            (one.number, one.record_id),
            (one.active, one.password, one.last_activity, one.left_out),
            encode(one.body),
            [(year, encode(history)) for year, history in one.history],
            encode(one.invoices) if one.invoices else b"",
        )
        for one in everybody
    ], left_out


def marks(read: Read) -> dict[bytes, object]:
    """By fingerprint, what is published."""
    return {one.fingerprint: shown for one, shown in zip(read[0], published(read)[0], strict=True)}
