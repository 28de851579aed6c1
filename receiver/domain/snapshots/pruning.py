"""Gives up old snapshots, and removes the records that only those showed (C3; retention).

A snapshot's row stays for ever, since it answers a repeated request (F28); it is marked as pruned. What is removed is
decided anew in every transaction, from the snapshots that are kept just then: wherever this is cut off, each of these
still has every record of its own. What is left over is removed the next time.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import delete, func, literal_column, select, update
from sqlalchemy.orm import Session

from receiver.db.base import OPEN
from receiver.db.bulk import for_each_key
from receiver.db.unit_of_work import UnitOfWork
from receiver.domain.companies.models import Company
from receiver.domain.companies.queries import find_company
from receiver.domain.snapshots.models import Snapshot, listing, records
from receiver.settings import Retention

BATCH: Final = 2_000
"""Rows that one transaction removes, so that nobody waits long."""


@dataclass(frozen=True, slots=True)
class Pruned:
    """What was done: how many snapshots were given up, how many rows removed; `left` where there is more to remove."""

    snapshots: int
    rows: int
    left: bool


def prune(work: UnitOfWork, company_id: int, retention: Retention, now: datetime, rows: int | None = None) -> Pruned:
    """Give up what is older than wanted, and remove what only that showed: everything, or at most some `rows`."""
    with work.writing(company_id) as session:
        company = find_company(session, company_id)
        given_up = _give_up(session, company, retention, now) if company else 0
    removed, left = 0, True
    while left and (rows is None or removed < rows):
        with work.writing(company_id) as session:
            some = _remove_some(session, company_id)
        left = some is not None
        removed += some or 0
    return Pruned(given_up, removed, left)


def _give_up(session: Session, company: Company, retention: Retention, now: datetime) -> int:
    """Mark the snapshots that are neither among the newest nor young enough, nor seen by customers."""
    kept = (Snapshot.company_id == company.company_id, Snapshot.pruned_at.is_(None))
    oldest = session.scalars(
        select(Snapshot.number).where(*kept).order_by(Snapshot.number.desc()).offset(retention.snapshots - 1).limit(1)
    ).one_or_none()
    if oldest is None:
        return 0
    expired = session.scalars(
        select(Snapshot.number).where(
            *kept,
            Snapshot.number < oldest,
            Snapshot.committed_at < now - retention.age,
            Snapshot.number.not_in((company.newest, company.published)),
        )
    ).all()
    if expired:
        session.execute(
            update(Snapshot)
            .where(Snapshot.company_id == company.company_id, Snapshot.number.in_(expired))
            .values(pruned_at=now)
            .execution_options(synchronize_session=False)
        )
    return len(expired)


def _remove_some(session: Session, company_id: int) -> int | None:
    """Remove some rows that no kept snapshot shows; how many. None where there is nothing left to do."""
    given_up = session.scalars(
        select(Snapshot.number)
        .where(Snapshot.company_id == company_id, Snapshot.pruned_at.is_not(None), Snapshot.emptied.is_(False))
        .order_by(Snapshot.number)
        .limit(1)
    ).one_or_none()
    if given_up is None:
        return None
    kept = (Snapshot.company_id == company_id, Snapshot.pruned_at.is_(None))
    below = session.scalars(select(func.max(Snapshot.number)).where(*kept, Snapshot.number < given_up)).one() or 0
    above = session.scalars(select(func.min(Snapshot.number)).where(*kept, Snapshot.number > given_up)).one()
    for table in (records, listing):
        # Whatever began after the kept one below and ended by the kept one above is shown by neither, nor by others.
        names = [column for column in table.primary_key if column.name != "company_id"]
        dead = session.execute(
            select(*names)
            .where(
                table.c.company_id == company_id,
                table.c.until > given_up,
                table.c.until <= above,
                table.c.until < literal_column(str(OPEN)),
                # Not by the index of `since`: that would find every row.
                table.c.since + 0 > below,
            )
            .limit(BATCH)
        ).all()
        if dead:
            for_each_key(
                session, delete(table).where(table.c.company_id == company_id), table, [one._asdict() for one in dead]
            )
            return len(dead)
    session.execute(
        update(Snapshot)
        .where(Snapshot.company_id == company_id, Snapshot.number == given_up)
        .values(emptied=True)
        .execution_options(synchronize_session=False)
    )
    return 0
