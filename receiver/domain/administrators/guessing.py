"""Notes in the audit log when somebody tries again and again to sign in as an administrator (C1, T3)."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from receiver.domain.administrators.rights import Administrator
from receiver.domain.audit.models import Side
from receiver.domain.audit.trail import Actor, Deed, note
from receiver.domain.people.attempts import FREE, LOCKED_AFTER
from receiver.domain.people.models import Attempt

ACTIONS: Final = {FREE: "administrators.paused", LOCKED_AFTER: "administrators.locked"}
"""By the attempts in a row that lead to it."""


def note_attempts(session: Session, company_id: int, who: Administrator, network: str, now: datetime) -> None:
    """Note that the attempt just counted was the one after which he has to wait, or is locked. Call it in the same
    transaction, before the password is looked at; so it says what was tried, never whether it was right."""
    counted = session.get(Attempt, (company_id, who.id))
    action = ACTIONS.get(counted.failures) if counted else None
    if counted and action:
        told = Deed(action, about=who.id, details={"count": counted.failures, "user": who.name})
        note(session, company_id, Actor(Side.ADMINISTRATION, address=network), told, now)
