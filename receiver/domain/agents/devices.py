"""The office computers of a company: enrol, find, rename, revoke."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from receiver.domain.agents.codes import try_code
from receiver.domain.agents.models import Device
from receiver.domain.audit.models import Side
from receiver.domain.audit.telling import DEVICE
from receiver.domain.audit.trail import Actor, Deed, note
from receiver.domain.companies.models import Company
from receiver.domain.companies.queries import find_company
from receiver.domain.refusals import Refused
from shared.messages import Pair

NAME_CHARACTERS: Final = 80
PRACTICE_CHARACTERS: Final = 200
SEEN_EVERY: Final = timedelta(minutes=1)


def enrol(
    session: Session, pair: Pair, public_key: bytes, address: str, now: datetime
) -> tuple[Company, Device] | None:
    """Enrol the office computer that holds `public_key` with a one-time code (A12).

    The same code with the same key once more gives the same device: the first answer may have been lost on the way.
    None for a code that is not good, whatever the reason: the caller commits (a try was counted), then refuses.
    Raises `Refused`.
    """
    code = try_code(session, pair.company, pair.code, now)
    company = find_company(session, pair.company)
    if code is None or company is None:
        return None
    if company.suspended:
        raise Refused("suspended", "This company is closed at the portal.", "Ask who runs the portal.")
    if company.practice_id not in ("", pair.practice_id):
        raise other_practice()
    if code.used_by:
        known = find_device(session, pair.company, code.used_by)
        same = known is not None and known.revoked_at is None and known.public_key == public_key
        return (company, known) if known and same else None
    device = Device(
        company_id=pair.company,
        device_id=secrets.token_hex(8),
        name=_clean(pair.device_name),
        public_key=public_key,
        paired_at=now,
        last_seen_at=now,
        last_address=address,
    )
    session.add(device)
    code.used_by = device.device_id
    company.practice_id = pair.practice_id
    paired = Deed("devices.paired", details={"name": device.name})
    note(session, pair.company, Actor(Side.OFFICE, f"{DEVICE}{device.device_id}", address=address), paired, now)
    session.flush()
    return company, device


def other_practice() -> Refused:
    """The office publishes another practice database than this company's."""
    return Refused(
        "other-practice",
        "This is not the practice database that this company publishes.",
        "A portal takes the data of one practice database only. Choose that one, or ask for another company.",
    )


def unknown_device() -> Refused:
    """Nobody whom this company lets publish."""
    return Refused(
        "unknown-device",
        "The receiver does not know this computer.",
        "It was never paired with this company, or it was removed there. Pair it again with a new code.",
    )


def find_device(session: Session, company_id: int, device_id: str) -> Device | None:
    """The office computer, revoked or not."""
    return session.get(Device, (company_id, device_id))


def is_revoked(session: Session, company_id: int, device_id: str) -> bool:
    """Whether the office computer was paired once and is refused now."""
    device = find_device(session, company_id, device_id)
    return device is not None and device.revoked_at is not None


def all_devices(session: Session, company_id: int) -> Sequence[Device]:
    """The company's office computers, in the order they were paired."""
    chosen = select(Device).where(Device.company_id == company_id).order_by(Device.paired_at, Device.device_id)
    return session.scalars(chosen).all()


@dataclass(frozen=True, slots=True)
class Seen:
    """What a request tells of its computer."""

    address: str
    time: datetime
    schedule: int | None
    """The most seconds between two of its scheduled uploads, 0 for none; None where it did not say."""


def seen(session: Session, company_id: int, device_id: str, told: Seen) -> None:
    """Note that the computer is at work."""
    device = find_device(session, company_id, device_id)
    if device is not None and needs_note(device, told):
        device.last_seen_at, device.last_address = told.time, told.address
        device.schedule = device.schedule if told.schedule is None else told.schedule


def needs_note(device: Device, told: Seen) -> bool:
    """Whether `seen` would change anything; asked first, since writers wait for each other."""
    return (
        device.last_address != told.address
        or device.last_seen_at < told.time - SEEN_EVERY
        or told.schedule not in (None, device.schedule)
    )


def rename(device: Device, name: str) -> None:
    """Give the computer another name."""
    device.name = _clean(name)


def revoke(device: Device, now: datetime) -> None:
    """From the next request on, the computer is refused; a running upload of it included."""
    device.revoked_at = device.revoked_at or now


def _clean(name: str) -> str:
    text = "".join(character if character.isprintable() else " " for character in name).strip()
    return text[:NAME_CHARACTERS] or "office computer"
