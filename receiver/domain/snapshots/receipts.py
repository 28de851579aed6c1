"""Snapshots as the office keeps them: receipts, and the state of a company."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import msgspec
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from receiver.domain.companies.models import Company, CompanyState
from receiver.domain.companies.silence import silent_since
from receiver.domain.snapshots.models import Snapshot
from shared.messages import UNTIL_IMPORT, Held, Pin, Receipt, Status


def find_snapshot(session: Session, company_id: int, number: int) -> Snapshot | None:
    """The complete upload of that number."""
    return session.get(Snapshot, (company_id, number))


def all_snapshots(session: Session, company_id: int) -> Sequence[Snapshot]:
    """Every complete upload of the company, newest first."""
    chosen = select(Snapshot).where(Snapshot.company_id == company_id).order_by(Snapshot.number.desc())
    return session.scalars(chosen).all()


def last_of_devices(session: Session, company_id: int) -> dict[str, int]:
    """The last snapshot that each office computer uploaded."""
    rows = session.execute(
        select(Snapshot.device_id, func.max(Snapshot.number))
        .where(Snapshot.company_id == company_id)
        .group_by(Snapshot.device_id)
    )
    return {row[0]: row[1] for row in rows}


def receipt(session: Session, company: Company, snapshot: Snapshot) -> Receipt:
    """What the office keeps of a commit: the same for ever, but whether customers see it, and whether the company is
    live."""
    plain = Receipt(
        snapshot=snapshot.number,
        time=wire_time(snapshot.committed_at),
        digest=snapshot.digest,
        counts=msgspec.json.decode(snapshot.counts, type=dict[str, int]),
        difference=msgspec.json.decode(snapshot.difference, type=dict[str, dict[str, int]]),
        live=company.state == CompanyState.LIVE,
    )
    newest = snapshot.number == company.newest
    if snapshot.number == company.published or (snapshot.published_at is not None and not newest):
        return plain
    pin, held = pin_of(session, company) if newest else None, held_of(snapshot)
    if pin is not None:
        return msgspec.structs.replace(plain, state="pinned", reason=pin.reason, pin=pin)
    if newest and (company.hold_uploads or held is None):
        reason = f"{UNTIL_IMPORT} {held.reason}" if held else UNTIL_IMPORT
        return msgspec.structs.replace(plain, state="pinned", reason=reason, held=held, until_import=True)
    if held is not None:
        return msgspec.structs.replace(plain, state="held", reason=held.reason, held=held)
    return msgspec.structs.replace(plain, state="pinned")


def held_of(snapshot: Snapshot) -> Held | None:
    """Why it was not shown at once, where the shrink guard kept it back."""
    return msgspec.json.decode(snapshot.held, type=Held) if snapshot.held else None


def pin_of(session: Session, company: Company) -> Pin | None:
    """Where the portal is pinned; None while uploads publish by themselves."""
    if company.pinned_at is None:
        return None
    shown = session.get_one(Snapshot, (company.company_id, company.published))
    return Pin(shown.number, wire_time(shown.committed_at), company.pinned_by, wire_time(company.pinned_at))


def status(session: Session, company: Company, now: datetime) -> Status:
    """What the office is told of its company."""
    newest = find_snapshot(session, company.company_id, company.newest)
    shown = (
        find_snapshot(session, company.company_id, company.published) if company.published != company.newest else None
    )
    silent = silent_since(session, company, now)
    return Status(
        company=company.company_id,
        company_name=company.name,
        state=company.state,
        newest=company.newest,
        published=company.published,
        time=wire_time(now),
        receipt=receipt(session, company, newest) if newest else None,
        shown=receipt(session, company, shown) if shown else None,
        pin=pin_of(session, company),
        silent_since=wire_time(silent) if silent else "",
        holds_uploads=company.hold_uploads,
    )


def wire_time(moment: datetime) -> str:
    """A moment as RFC 3339 in UTC, to the second."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
