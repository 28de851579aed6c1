"""What is let go of when the office removed or demoted a level-1 user.

His passkeys open nothing from then on, and must not open anything for whoever gets his user name later. His second
factor stays: it opens nothing by itself, and whoever gets his name, or comes back with it, is not let in by a password
alone; another level-1 user or the host removes it.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import delete
from sqlalchemy.orm import Session

from receiver.domain.administrators.everybody import everybody
from receiver.domain.administrators.models import AdministratorSession
from receiver.domain.companies.queries import find_company
from receiver.domain.people.users import STAFF, Passkey

AFTER_STAFF: Final = f"{STAFF[:-1]}{chr(ord(STAFF[-1]) + 1)}"
"""The first word after all ids of level-1 users."""


def forget_departed(session: Session, company_id: int) -> None:
    """Remove passkeys and sessions of users who are of level 1 no more, as the newest upload tells. Call it in a
    transaction on `Lane.VISITORS`."""
    company = find_company(session, company_id)
    if company is None:
        return
    here = [one.id for one in everybody(session, company) if one.chief]
    for table, who in ((Passkey, Passkey.user_id), (AdministratorSession, AdministratorSession.administrator)):
        session.execute(
            delete(table).where(table.company_id == company_id, who >= STAFF, who < AFTER_STAFF, who.not_in(here))
        )
