"""Takes from an administrator what he proves himself with besides the password, because he has lost it."""

from __future__ import annotations

from typing import Any, cast

from sqlalchemy import CursorResult, delete
from sqlalchemy.orm import Session

from receiver.domain.administrators import second_factor, sessions
from receiver.domain.people.users import Passkey


def disarm(session: Session, company_id: int, administrator: str) -> bool:
    """Remove his second factor and his passkeys, and end his sessions: whoever found his device is out. Whether there
    was anything to remove."""
    had = second_factor.remove(session, company_id, administrator)
    gone = session.execute(delete(Passkey).where(Passkey.company_id == company_id, Passkey.user_id == administrator))
    sessions.end_all(session, company_id, administrator)
    return bool(cast("CursorResult[Any]", gone).rowcount) or had
