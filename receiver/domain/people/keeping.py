"""What the portal keeps of a user, made when there is first something to keep."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from receiver.domain.people.users import CUSTOMER, PortalUser


def kept_user(session: Session, company_id: int, user_id: str, now: datetime) -> PortalUser:
    """The row of the user, to be changed in this transaction (`Lane.VISITORS`); a customer's is made where there is
    none yet. Raises `LookupError` for an extra person who does not exist: nobody comes to be by being looked at."""
    held = session.get(PortalUser, (company_id, user_id))
    if held is None:
        if not user_id.startswith(CUSTOMER):
            raise LookupError(user_id)
        # The numbers are read before the row is written, when it would get its defaults.
        held = PortalUser(
            company_id=company_id,
            user_id=user_id,
            record_id=user_id.removeprefix(CUSTOMER),
            created_at=now,
            reset=0,
            visited=0,
            visited_before=0,
        )
        session.add(held)
    return held
