"""The second factor of an administrator (C1): an authenticator program, and codes for the day when it is lost.

It counts from the moment when its first code was typed. A code is good once: each that is taken moves the step on that
later ones have to pass. Call what changes something in a transaction on `Lane.VISITORS`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from typing import Any, cast

import msgspec
from sqlalchemy import CursorResult, delete
from sqlalchemy.orm import Session

from receiver.domain.administrators import recovery, totp
from receiver.domain.administrators.models import SecondFactor
from receiver.domain.sealing import Sealed, SealError, seal, unseal
from receiver.settings import Peppers


class Proof(Enum):
    """What proved it."""

    CODE = auto()
    RECOVERY = auto()


@dataclass(frozen=True, slots=True)
class Own:
    """An administrator's second factor as he sees it."""

    since: datetime | None = None
    """None where he has none that counts."""
    begun: bool = False
    """Whether one waits for its first code."""
    recovery_left: int = 0


def own(session: Session, company_id: int, administrator: str) -> Own:
    """How it stands with an administrator."""
    row = session.get(SecondFactor, (company_id, administrator))
    if row is None:
        return Own()
    return Own(row.confirmed_at, row.confirmed_at is None, recovery.left(row.recovery))


def begin(session: Session, peppers: Peppers, company_id: int, administrator: str, now: datetime) -> bool:
    """Make a secret that waits for its first code, in place of one that waited; False where a second factor counts
    already, which stays."""
    row = session.get(SecondFactor, (company_id, administrator))
    if row is not None and row.confirmed_at is not None:
        return False
    if row is None:
        row = SecondFactor(company_id=company_id, administrator=administrator)
        session.add(row)
    sealed = seal(peppers, _place(company_id, administrator), totp.new_secret().encode())
    row.secret, row.last_step, row.recovery, row.made_at = msgspec.msgpack.encode(sealed), 0, b"", now
    return True


def begun_secret(session: Session, peppers: Peppers, company_id: int, administrator: str) -> str:
    """The secret that waits for its first code, to be scanned or typed; empty where none does. One that counts is never
    shown again."""
    row = session.get(SecondFactor, (company_id, administrator))
    return "" if row is None or row.confirmed_at is not None else _secret(peppers, row)


def confirm(
    session: Session, peppers: Peppers, company_id: int, administrator: str, typed: str, now: datetime
) -> list[str]:
    """Let the secret that waits count from now on, where `typed` is a code of it; gives the recovery codes, to be shown
    once. Empty where it is not, or none waits."""
    row = session.get(SecondFactor, (company_id, administrator))
    if row is None or row.confirmed_at is not None:
        return []
    step = totp.step_of(_secret(peppers, row), typed, row.last_step, now)
    if step is None:
        return []
    codes, kept = recovery.make(peppers, company_id, administrator)
    row.confirmed_at, row.last_step, row.recovery = now, step, kept
    return codes


def check(
    session: Session, peppers: Peppers, company_id: int, administrator: str, typed: str, now: datetime
) -> Proof | None:
    """What `typed` proves, which is then used up; None where it proves nothing."""
    row = session.get(SecondFactor, (company_id, administrator))
    if row is None or row.confirmed_at is None:
        return None
    step = totp.step_of(_secret(peppers, row), typed, row.last_step, now)
    if step is not None:
        row.last_step = step
        return Proof.CODE
    kept = recovery.take(peppers, company_id, administrator, row.recovery, typed)
    if kept is None:
        return None
    row.recovery = kept
    return Proof.RECOVERY


def renew_recovery(session: Session, peppers: Peppers, company_id: int, administrator: str) -> list[str]:
    """New recovery codes in place of all earlier ones, to be shown once; none where there is no second factor."""
    row = session.get(SecondFactor, (company_id, administrator))
    if row is None or row.confirmed_at is None:
        return []
    codes, row.recovery = recovery.make(peppers, company_id, administrator)
    return codes


def remove(session: Session, company_id: int, administrator: str) -> bool:
    """Let the password alone be enough again; whether there was a second factor that counted."""
    row = session.get(SecondFactor, (company_id, administrator))
    counted = row is not None and row.confirmed_at is not None
    held = delete(SecondFactor).where(
        SecondFactor.company_id == company_id, SecondFactor.administrator == administrator
    )
    return bool(cast("CursorResult[Any]", session.execute(held)).rowcount) and counted


def _secret(peppers: Peppers, row: SecondFactor) -> str:
    """Empty, which no code fits, where it does not open: damaged, moved here, or its pepper is gone."""
    try:
        sealed = msgspec.msgpack.decode(row.secret, type=Sealed)
        return unseal(peppers, _place(row.company_id, row.administrator), sealed).decode()
    except SealError:
        return ""


def _place(company_id: int, administrator: str) -> tuple[str, ...]:
    return str(company_id), "second factor", administrator
