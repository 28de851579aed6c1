"""Snapshots as the office keeps them: receipts, the list, and the state of a company."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from receiver.domain.companies.models import Company
from receiver.domain.snapshots.models import Snapshot
from shared.messages import Receipt, Status


def find_snapshot(session: Session, company_id: int, number: int) -> Snapshot | None:
    """The complete upload of that number."""
    return session.get(Snapshot, (company_id, number))


def all_snapshots(session: Session, company_id: int) -> Sequence[Snapshot]:
    """Every complete upload of the company, newest first."""
    chosen = select(Snapshot).where(Snapshot.company_id == company_id).order_by(Snapshot.number.desc())
    return session.scalars(chosen).all()


def receipt(snapshot: Snapshot) -> Receipt:
    """What the office keeps of a commit; the same for ever."""
    return Receipt(
        snapshot=snapshot.number,
        time=wire_time(snapshot.committed_at),
        digest=snapshot.digest,
        counts=msgspec.json.decode(snapshot.counts, type=dict[str, int]),
        difference=msgspec.json.decode(snapshot.difference, type=dict[str, dict[str, int]]),
    )


def status(session: Session, company: Company, now: datetime) -> Status:
    """What the office is told of its company."""
    newest = find_snapshot(session, company.company_id, company.newest)
    return Status(
        company=company.company_id,
        company_name=company.name,
        state=company.state,
        newest=company.newest,
        published=company.published,
        time=wire_time(now),
        receipt=receipt(newest) if newest else None,
    )


def wire_time(moment: datetime) -> str:
    """A moment as RFC 3339 in UTC, to the second."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
