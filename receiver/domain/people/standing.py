"""Whether somebody may sign in at all (C4, C7): deactivated, whatever the office publishes; locked by guesses. In
`Lane.VISITORS`."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from receiver.domain.people.attempts import forget
from receiver.domain.people.keeping import kept_user
from receiver.domain.people.session_list import end_others


def deactivate(session: Session, company_id: int, user_id: str, by: str, now: datetime) -> bool:
    """Let nobody sign in as this user, through every later snapshot; his sessions end. `by` is the administrator's id.
    Whether that is new. Raises `LookupError` for an extra person who does not exist."""
    user = kept_user(session, company_id, user_id, now)
    if user.deactivated_at is not None:
        return False
    user.deactivated_at, user.deactivated_by = now, by
    end_others(session, company_id, user_id, keep=None)
    return True


def activate(session: Session, company_id: int, user_id: str, now: datetime) -> bool:
    """Let him sign in again, with the password that he has. Whether that is new. Raises `LookupError` for an extra
    person who does not exist."""
    user = kept_user(session, company_id, user_id, now)
    if user.deactivated_at is None:
        return False
    user.deactivated_at, user.deactivated_by = None, ""
    return True


def unlock(session: Session, company_id: int, user_id: str) -> bool:
    """Forget the guesses at his password. Whether there were any."""
    return forget(session, company_id, [user_id])
