"""What customers would see otherwise if another snapshot was shown (C2, C3).

Only rows that began or ended between the two are read, so the answer costs what differs, not what there is.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, FromClause, Select, and_, func, select
from sqlalchemy.orm import Session

from receiver.domain.snapshots.models import records


@dataclass(frozen=True, slots=True)
class Step:
    """From one snapshot of a company to another, either way."""

    company_id: int
    old: int
    new: int


def between(session: Session, step: Step) -> dict[str, dict[str, int]]:
    """By kind: how many records would be added, changed and removed; kinds in which nothing moves are absent. Both
    snapshots must be kept."""
    if step.old == step.new:
        return {}
    early, late = min(step.old, step.new), max(step.old, step.new)
    gone = _counted(session, step.company_id, ended(records, early, late))
    come = _counted(session, step.company_id, began(records, early, late))
    both = {row.kind: (row[1], row[2]) for row in session.execute(_pairs(step.company_id, early, late))}
    if step.new < step.old:
        gone, come = come, gone
    found = {}
    for kind in sorted({*gone, *come}):
        pairs, same = both.get(kind, (0, 0))
        moved = {
            "added": come.get(kind, 0) - pairs,
            "changed": pairs - same,
            "removed": gone.get(kind, 0) - pairs,
        }
        if any(moved.values()):
            found[kind] = moved
    return found


def _counted(session: Session, company_id: int, rows: ColumnElement[bool]) -> dict[str, int]:
    chosen = select(records.c.kind, func.count()).where(records.c.company_id == company_id, rows)
    return {row.kind: row[1] for row in session.execute(chosen.group_by(records.c.kind))}


def ended(rows: FromClause, early: int, late: int) -> ColumnElement[bool]:
    """Part of the early one, and not of the late one. Its `since` is no index to go by: it finds nearly all."""
    return and_(rows.c.since + 0 <= early, rows.c.until > early, rows.c.until <= late)


def began(rows: FromClause, early: int, late: int) -> ColumnElement[bool]:
    """Part of the late one, and not of the early one."""
    return and_(rows.c.since > early, rows.c.since <= late, rows.c.until > late)


def _pairs(company_id: int, early: int, late: int) -> Select[str, int, int]:
    """The records that are in both and began anew in between, and how many of them came back as they had been."""
    before, after = records.alias("before"), records.alias("after")
    return (
        select(after.c.kind, func.count(), func.count().filter(before.c.hash == after.c.hash))
        .select_from(after)
        .join(
            before,
            and_(
                before.c.company_id == after.c.company_id,
                before.c.kind == after.c.kind,
                before.c.key == after.c.key,
                ended(before, early, late),
            ),
        )
        .where(after.c.company_id == company_id, began(after, early, late))
        .group_by(after.c.kind)
    )
