"""Takes what an office computer tells of its work into the audit log (T8, `shared.audit`).

The computer is proven by its signature and stands as the actor's id; the user's name is what the office says.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from receiver.domain.agents.models import Device
from receiver.domain.audit.models import AuditEntry, Side
from receiver.domain.audit.trail import Actor, Deed, note
from receiver.domain.audit.words import WORDS
from shared.audit import Noted, OfficeDeed, Told

SUBJECT: Final = "office"
DEVICE: Final = "device:"
"""Leads the id of an office computer."""
_FIRST_YEAR: Final = 1990


def take(session: Session, device: Device, network: str, told: Told, now: datetime) -> Noted:
    """Note what is new of it, in its order."""
    company_id = device.company_id
    known = _known(session, company_id, [*(one.key for one in told.deeds), told.after])
    fresh = {one.key: one for one in told.deeds if one.key not in known}
    for one in fresh.values():
        actor = Actor(Side.OFFICE, f"{DEVICE}{device.device_id}", _clean(one.by), network)
        note(session, company_id, actor, _deed(one, device.name, now), now)
    return Noted(new=len(fresh), lost=bool(told.after) and told.after not in known)


def _known(session: Session, company_id: int, keys: list[str]) -> set[str]:
    wanted = sorted({one for one in keys if one})
    chosen = select(AuditEntry.key).where(AuditEntry.company_id == company_id, AuditEntry.key.in_(wanted))
    return set(session.scalars(chosen.where(AuditEntry.key != "")))


def _deed(told: OfficeDeed, computer: str, now: datetime) -> Deed:
    action = f"{SUBJECT}.{told.action}"
    return Deed(
        action if action in WORDS else f"{SUBJECT}.other",
        details={"what": _clean(told.what), "number": told.number, "count": told.count, "computer": computer},
        at=_moment(told.at, now),
        key=told.key,
    )


def _moment(text: str, now: datetime) -> datetime:
    """When it was done; an office's clock may be wrong, but nothing was done later than it was told."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return now
    if moment.tzinfo is None or not _FIRST_YEAR <= moment.year <= now.year + 1:
        return now
    return min(moment.astimezone(UTC), now)


def _clean(text: str) -> str:
    return "".join(sign if sign.isprintable() else " " for sign in text).strip()
