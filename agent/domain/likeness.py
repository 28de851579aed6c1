"""What a practice database is known by besides its id, so that one that is not what it was is noticed before anything
of it is published (reliability F36, F37): the office program was upgraded, a table was emptied, an old copy came back.

Columns and tables that the mapping does not name may come and go, and texts may become longer.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

import msgspec

from agent.domain.customer_list import KNOWN_STATUSES

_KINDS: Final = (
    (("BOOL", "BIT"), "yes or no"),
    (("CHAR", "TEXT", "CLOB", "STRING", "UUID", "ENUM"), "texts"),
    (("TIMESTAMP", "DATE", "TIME"), "dates"),
    (("INT", "NUMERIC", "DECIMAL", "REAL", "FLOA", "DOUB", "MONEY", "NUMBER"), "numbers"),
    (("BLOB", "BINARY", "BYTEA", "IMAGE"), "bytes"),
)
"""By words of a declared type, what it holds."""
_LATE: Final = timedelta(days=1)
"""How far the latest visit may go back where nothing else tells an older copy."""


class Likeness(msgspec.Struct, frozen=True):
    """At one moment."""

    types: dict[str, dict[str, str]]
    """Of each set that a mapping takes from a table: its columns, as "table.column", with what they hold."""
    filled: dict[str, bool]
    """Whether a set has rows."""
    statuses: tuple[str, ...]
    """The statuses that customers have; empty where there are too many to be a choice."""
    latest: str
    """The latest visit that has begun, ISO 8601; empty where that can't be told."""
    writes: int
    """How often a SQLite file was written to, as it counts itself; 0 where that can't be told."""


def holds(declared: str) -> str:
    """What a column of this declared type holds; the type itself where that is not known."""
    type_ = declared.upper()
    return next((kind for words, kind in _KINDS if any(word in type_ for word in words)), type_)


def strangeness(before: Likeness, now: Likeness) -> list[str]:
    """What should not be published before somebody has looked at it: a sentence for each."""
    return [*_retyped(before, now), *_emptied(before, now), *_new_statuses(before, now), *_older(before, now)]


def _retyped(before: Likeness, now: Likeness) -> Iterator[str]:
    for name, columns in before.types.items():
        known = now.types.get(name, {})
        for column, held in columns.items():
            if known.get(column, held) != held:
                yield f'The column "{column}" held {held}, and now holds {known[column]}.'


def _emptied(before: Likeness, now: Likeness) -> Iterator[str]:
    for name, filled in before.filled.items():
        if filled and not now.filled.get(name, True):
            yield f'The set "{name}" has no rows any more.'


def _new_statuses(before: Likeness, now: Likeness) -> Iterator[str]:
    known = {one.strip().upper() for one in (*before.statuses, *KNOWN_STATUSES, "")}
    if before.statuses and now.statuses:
        fresh = [one for one in now.statuses if one.strip().upper() not in known]
        if fresh:
            told = ", ".join(f'"{one}"' for one in fresh)
            yield f"Customers have a status (CU.Customer Status) that no customer had before: {told}."


def _older(before: Likeness, now: Likeness) -> Iterator[str]:
    if not before.latest or not now.latest or now.latest >= before.latest:
        return
    if now.writes and before.writes:
        older = now.writes < before.writes
    else:
        older = _day(before.latest) - _day(now.latest) > _LATE
    if older:
        yield f"Its latest visit was of {before.latest[:10]}, and is of {now.latest[:10]}: it looks like an older copy."


def _day(moment: str) -> date:
    return date.fromisoformat(moment[:10])
