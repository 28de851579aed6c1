"""What is here and held is shown when a person at the office, who saw what it changes, asks for it once more."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from receiver.domain.agents.devices import find_device
from receiver.domain.audit.models import Side
from receiver.domain.audit.telling import DEVICE
from receiver.domain.audit.trail import Actor, Deed, DetailValue, note
from receiver.domain.companies.models import Company
from receiver.domain.snapshots.guards import is_confirmed
from receiver.domain.snapshots.models import Snapshot
from receiver.domain.snapshots.receipts import held_of
from receiver.domain.snapshots.requests import Request
from receiver.domain.snapshots.showing import import_newest, is_held
from shared.messages import Begun


def confirms(session: Session, company: Company, device_id: str, request: Request, current: Begun) -> bool:
    """Whether this request confirms what is held, which is the set it speaks of."""
    if not (request.begin.attended and company.newest == current.id and is_held(company)):
        return False
    held = held_of(session.get_one(Snapshot, (company.company_id, company.newest)))
    if held is None:
        return True
    published = session.get_one(Snapshot, (company.company_id, company.published))
    return is_confirmed(published, held, device_id, request.origin.seen)


def confirm(session: Session, company: Company, device_id: str, request: Request, now: datetime) -> Snapshot:
    """Show what is held, and note who confirmed it."""
    snapshot = import_newest(session, company, now).snapshot
    device = find_device(session, company.company_id, device_id)
    if snapshot.device_id == device_id:
        snapshot.attended, snapshot.person = True, request.origin.person or snapshot.person
    details: dict[str, DetailValue] = {"number": snapshot.number, "computer": device.name if device else ""}
    actor = Actor(Side.OFFICE, f"{DEVICE}{device_id}", request.origin.person)
    note(session, company.company_id, actor, Deed("snapshots.confirmed", details=details), now)
    return snapshot
