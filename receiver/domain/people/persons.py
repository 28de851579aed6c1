"""Extra people as an administrator keeps them (C7, C8)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from receiver.domain.people.codes import end_codes, end_shared_links
from receiver.domain.people.users import PERSON, PortalUser
from receiver.domain.snapshots.queries import fold, searched


def has_address(session: Session, company_id: int, email: str, *, but: str) -> bool:
    """Whether an extra person other than `but` has this address: two of them could not be told apart by it."""
    found = session.scalars(
        select(PortalUser.user_id).where(
            PortalUser.company_id == company_id,
            PortalUser.folded_email == fold(email),
            PortalUser.user_id.startswith(PERSON),
            PortalUser.user_id != but,
        )
    )
    return found.first() is not None


def keep(session: Session, company_id: int, user_id: str, *, name: str, email: str, by: str, now: datetime) -> None:
    """Keep the name and address of somebody, who is made where there is none; `by` then is who made him. What was
    mailed to an address that he has no more opens nothing.

    Call it in a transaction on `Lane.VISITORS`.
    """
    held = session.get(PortalUser, (company_id, user_id))
    if held is None:
        held = PortalUser(company_id=company_id, user_id=user_id, created_at=now, invited_by=by)
        session.add(held)
    elif held.email != email:
        end_codes(session, company_id, user_id, now)
        end_shared_links(session, company_id, user_id, now)
    held.name, held.folded_name = name, searched(name)
    held.email, held.folded_email = email, fold(email)
    session.flush()
