"""Takes from an administrator what he proves himself with besides the password, because he has lost it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import CursorResult, delete
from sqlalchemy.orm import Session

from receiver.domain.administrators import second_factor, sessions
from receiver.domain.people.users import Passkey


@dataclass(frozen=True, slots=True)
class Disarmed:
    """What became of it."""

    removed: bool
    """Whether he had a second factor or a passkey."""
    ended: int
    """His sessions that were ended."""


def disarm(session: Session, company_id: int, administrator: str) -> Disarmed:
    """Remove his second factor and his passkeys, and end his sessions: whoever found his device is out."""
    had = second_factor.remove(session, company_id, administrator)
    gone = session.execute(delete(Passkey).where(Passkey.company_id == company_id, Passkey.user_id == administrator))
    ended = sessions.end_all(session, company_id, administrator)
    return Disarmed(bool(cast("CursorResult[Any]", gone).rowcount) or had, ended)
