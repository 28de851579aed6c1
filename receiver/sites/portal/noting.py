"""Puts what users of the portal do into the audit log, where the office has to know of it."""

from __future__ import annotations

from typing import Final

from sqlalchemy.orm import Session

from receiver.db.unit_of_work import now
from receiver.domain.audit.models import Side
from receiver.domain.audit.trail import Actor, Deed, note

CHOSEN: Final = "portal.password-chosen"
CHOSEN_BY_LINK: Final = "portal.password-by-link"
CHOSEN_BY_LETTER: Final = "portal.password-by-letter"
CHOSEN_BY_OFFICE_LINK: Final = "portal.password-by-office-link"
INVITED: Final = "portal.person-invited"
JOINED: Final = "portal.person-joined"
REMOVED: Final = "portal.person-removed"
LINKED: Final = "portal.account-linked"


def note_own(session: Session, company_id: int, user_id: str, number: str, action: str, about: str = "") -> None:
    """Note it, in the transaction of what was done. `number` is the user's own customer number, empty for an extra
    person. His network stays out of it: what is in the log can't be forgotten."""
    note(session, company_id, Actor(Side.PORTAL, user_id, number), Deed(action, about), now())
