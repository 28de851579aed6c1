"""The snapshots of a company as its administrators see them: who uploaded them, what they changed, what each is now
(C3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import msgspec
from sqlalchemy import Select, and_, func, select
from sqlalchemy.orm import Session

from receiver.domain.agents.models import Device
from receiver.domain.companies.models import Company
from receiver.domain.snapshots.models import Snapshot
from receiver.domain.snapshots.receipts import held_of
from shared.messages import Held

Moved = Mapping[str, int]
"""How many records were `added`, `changed`, `removed`."""

_counts = msgspec.json.Decoder(dict[str, int])
_difference = msgspec.json.Decoder(dict[str, dict[str, int]])


class Place(StrEnum):
    """What a snapshot is to the portal."""

    LIVE = "live"
    """Customers see it."""
    HELD = "held"
    """The newest, kept back since too many customers would leave."""
    WAITING = "waiting"
    """The newest, which waits to be imported."""
    EARLIER = "earlier"
    """Customers saw it once, and can see it again."""
    UNSEEN = "unseen"
    """Customers never saw it, and something newer came."""
    GIVEN_UP = "given up"
    """Its records are no longer kept."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A snapshot."""

    number: int
    received: datetime
    computer: str
    """As the office calls it; its id where it is not known any more."""
    person: str
    """Who pressed Process there; empty where that was not told."""
    scheduled: bool
    """Whether its schedule did; not where that was not told."""
    counts: Mapping[str, int]
    """Records by kind."""
    difference: Mapping[str, Moved]
    """By kind, to the snapshot before it."""
    bytes: int
    place: Place
    held: Held | None
    first_shown: datetime | None

    @property
    def customers(self) -> int:
        """How many it holds."""
        return self.counts.get("customer", 0)


def count_snapshots(session: Session, company_id: int) -> int:
    """How many there are."""
    chosen = select(func.count()).select_from(Snapshot).where(Snapshot.company_id == company_id)
    return session.execute(chosen).scalar_one()


def list_snapshots(session: Session, company: Company, page: int, rows: int) -> list[Listed]:
    """One page of them, newest first."""
    chosen = _chosen(company.company_id).order_by(Snapshot.number.desc()).limit(rows).offset((page - 1) * rows)
    return [_listed(company, row[0], row[1]) for row in session.execute(chosen)]


def find_listed(session: Session, company: Company, number: int) -> Listed | None:
    """One of them, None where the company has none of that number."""
    row = session.execute(_chosen(company.company_id).where(Snapshot.number == number)).one_or_none()
    return _listed(company, row[0], row[1]) if row else None


def _chosen(company_id: int) -> Select[Snapshot, str]:
    device = and_(Device.company_id == Snapshot.company_id, Device.device_id == Snapshot.device_id)
    return select(Snapshot, Device.name).outerjoin(Device, device).where(Snapshot.company_id == company_id)


def _listed(company: Company, one: Snapshot, computer: str | None) -> Listed:
    return Listed(
        one.number,
        one.committed_at,
        computer or one.device_id,
        one.person,
        one.scheduled,
        _counts.decode(one.counts),
        _difference.decode(one.difference),
        one.bytes,
        place_of(company, one),
        held_of(one),
        one.published_at,
    )


def place_of(company: Company, one: Snapshot) -> Place:
    """What it is to the portal."""
    if one.number == company.published:
        return Place.LIVE
    if one.number == company.newest:
        by_itself = company.pinned_at is None and not company.hold_uploads
        return Place.HELD if by_itself and one.held else Place.WAITING
    if one.pruned_at is not None:
        return Place.GIVEN_UP
    return Place.EARLIER if one.published_at is not None else Place.UNSEEN
