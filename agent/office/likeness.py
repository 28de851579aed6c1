"""What a practice database is like (see `domain.likeness`): a few questions that read no row of most tables."""

from __future__ import annotations

from typing import Final
from warnings import catch_warnings

from sqlalchemy import Connection, func, inspect, select
from sqlalchemy.exc import SAWarning

from agent.domain.likeness import Likeness, holds
from agent.office.layout import PracticeRows
from agent.office.mapping import PracticeMapping, SetSource, record_id_of
from agent.office.values import as_text

PUBLISHED: Final = ("company", "customers", "phones", "properties", "jobs", "work", "users")
"""The sets that travel to a portal."""
STATUS: Final = "CU.Customer Status"
BEGUN: Final = "WK.Started"
MOST_STATUSES: Final = 20


def likeness(connection: Connection, rows: PracticeRows, mapping: PracticeMapping, writes: int) -> Likeness:
    """Of the database behind the connection, which was written to so often."""
    sets = [name for name in PUBLISHED if name in rows]
    return Likeness(
        types={name: _types(connection, mapping.sets[name]) for name in sets if mapping.sets[name].table},
        filled={name: _filled(connection, rows, name) for name in sets},
        statuses=_statuses(connection, rows),
        latest=_latest(connection, rows, mapping),
        writes=writes,
    )


def _types(connection: Connection, source: SetSource) -> dict[str, str]:
    with catch_warnings(action="ignore", category=SAWarning):  # a type that SQLAlchemy does not know is told as it is
        columns = inspect(connection).get_columns(source.table, source.schema or None)
    declared = {one["name"].casefold(): str(one["type"]) for one in columns}
    named = sorted({field.text.casefold() for field in source.fields.values() if field.kind == "column"})
    return {f"{source.table}.{name}": holds(declared[name]) for name in named if name in declared}


def _filled(connection: Connection, rows: PracticeRows, name: str) -> bool:
    return connection.execute(rows[name].fields(record_id_of(name)).limit(1)).first() is not None


def _statuses(connection: Connection, rows: PracticeRows) -> tuple[str, ...]:
    found = rows["customers"].derived(STATUS)
    values = connection.execute(select(found.c.f0).distinct().limit(MOST_STATUSES + 1)).scalars().all()
    return tuple(sorted(map(as_text, values))) if len(values) <= MOST_STATUSES else ()


def _latest(connection: Connection, rows: PracticeRows, mapping: PracticeMapping) -> str:
    """Only where texts of dates are in their order."""
    source = mapping.sets["work"].fields.get(BEGUN) if "work" in rows else None
    if source is None or source.format:
        return ""
    found = as_text(connection.execute(select(func.max(rows["work"].derived(BEGUN).c.f0))).scalar())
    return found if found[:2].isdigit() and found[4:5] == "-" else ""
