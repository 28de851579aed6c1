"""The office computers of a company: enrol, find, rename, revoke."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from receiver.domain.agents.codes import try_code
from receiver.domain.agents.models import Device
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
    session.flush()
    return company, device


def other_practice() -> Refused:
    """The office publishes another practice database than this company's."""
    return Refused(
        "other-practice",
        "This is not the practice database that this company publishes.",
        "A portal takes the data of one practice database only. Choose that one, or ask for another company.",
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


def seen(session: Session, company_id: int, device_id: str, address: str, now: datetime) -> None:
    """Note that the computer is at work."""
    session.execute(
        update(Device)
        .where(
            Device.company_id == company_id,
            Device.device_id == device_id,
            or_(Device.last_seen_at < now - SEEN_EVERY, Device.last_address != address),
        )
        .values(last_seen_at=now, last_address=address)
    )


def needs_note(device: Device, address: str, now: datetime) -> bool:
    """Whether `seen` would change anything; asked first, since writers wait for each other."""
    return device.last_address != address or device.last_seen_at < now - SEEN_EVERY


def rename(device: Device, name: str) -> None:
    """Give the computer another name."""
    device.name = _clean(name)


def revoke(device: Device, now: datetime) -> None:
    """From the next request on, the computer is refused; a running upload of it included."""
    device.revoked_at = device.revoked_at or now


def _clean(name: str) -> str:
    text = "".join(character if character.isprintable() else " " for character in name).strip()
    return text[:NAME_CHARACTERS] or "office computer"
