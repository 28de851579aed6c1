"""Notes in the audit log when somebody tries again and again to be taken for an administrator (C1, T3)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import Enum, auto
from typing import Final

from sqlalchemy.orm import Session

from receiver.domain.administrators.rights import Administrator
from receiver.domain.audit.models import Side
from receiver.domain.audit.trail import Actor, Deed, note
from receiver.domain.people.attempts import FREE, LOCKED_AFTER


class Door(Enum):
    """Where somebody tries."""

    SIGN_IN = auto()
    FACTOR = auto()
    """He knows the password already."""
    PROOF = auto()
    """At an open browser of the administrator, which asks for the password once more."""


ACTIONS: Final[Mapping[tuple[Door, int], str]] = {
    (Door.SIGN_IN, FREE): "administrators.paused",
    (Door.SIGN_IN, LOCKED_AFTER): "administrators.locked",
    (Door.FACTOR, FREE): "administrators.code-paused",
    (Door.FACTOR, LOCKED_AFTER): "administrators.code-locked",
    (Door.PROOF, FREE): "administrators.proof-paused",
    (Door.PROOF, LOCKED_AFTER): "administrators.proof-locked",
}
"""By the attempts in a row that lead to it."""


def note_attempts(
    session: Session, company_id: int, who: Administrator, door: Door, failures: int, network: str, now: datetime
) -> bool:
    """Note that the attempt just counted, one of so many in a row, was the one after which he has to wait, or is
    locked; whether he is locked by it. Call it in the same transaction: for a password before it is looked at, so it
    says what was tried, never whether it was right; for a code of the second factor only where it was wrong."""
    action = ACTIONS.get((door, failures))
    if action is None:
        return False
    told = Deed(action, about=who.id, details={"count": failures, "user": who.name})
    note(session, company_id, Actor(Side.ADMINISTRATION, address=network), told, now)
    return failures == LOCKED_AFTER
