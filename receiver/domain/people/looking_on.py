"""Sessions in which an administrator looks at the portal as a customer sees it (C4): nothing can be changed in them,
and nothing is written down of them but that they were. They end with the administrator's own session."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from receiver.domain.people.sessions import begun_session
from receiver.domain.people.sign_in import Account
from receiver.domain.tokens import new_viewing_token

LONGEST: Final = timedelta(minutes=30)


def start(
    session: Session, company_id: int, account: Account, now: datetime, *, viewer: str, viewer_session: bytes
) -> str:
    """Look on as `account`; gives the token for the browser. `viewer` is the administrator's id, `viewer_session` the
    hash of his session's token. In `Lane.VISITORS`."""
    token = new_viewing_token()
    begun = begun_session(company_id, token, account, now, LONGEST)
    begun.viewer, begun.viewer_session = viewer, viewer_session
    session.add(begun)
    return token
