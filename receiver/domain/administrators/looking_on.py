"""Whether an administrator may still look at the portal as a customer sees it (C4)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from receiver.domain.administrators import sessions
from receiver.domain.administrators.models import Step
from receiver.domain.administrators.rights import Administrator, Right


def looks_on(
    connection: Connection, company_id: int, administrator: str, token_hash: bytes, now: datetime
) -> Administrator | None:
    """The administrator of the session with this hash, where it still runs, is his, and gives him the right; else
    None. One statement."""
    with Session(connection) as session:
        found = sessions.find_hash(session, company_id, token_hash, now)
        if found is None or found.administrator != administrator or found.step is not Step.IN:
            return None
        who = sessions.administrator_of(found)
    return who if who is not None and who.may(Right.CUSTOMERS) else None
