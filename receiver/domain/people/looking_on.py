"""Sessions in which an administrator looks at the portal as a customer sees it (C4): nothing can be changed in them,
and nothing is written down of them but that they were. They end with the administrator's own session."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from receiver.domain.people.models import PortalSession, Way
from receiver.domain.people.sign_in import Account
from receiver.domain.tokens import hash_of, new_viewing_token

LONGEST: Final = timedelta(minutes=30)


def start(
    session: Session, company_id: int, account: Account, now: datetime, *, viewer: str, viewer_session: bytes
) -> str:
    """Look on as `account`; gives the token for the browser. `viewer` is the administrator's id, `viewer_session` the
    hash of his session's token. In `Lane.VISITORS`."""
    token = new_viewing_token()
    session.add(
        PortalSession(
            company_id=company_id,
            token_hash=hash_of(token),
            user_id=account.user_id,
            own_number=account.own_number,
            number=account.number,
            record_id=account.record_id,
            verifier_mark=account.verifier_mark,
            way=Way.TYPED,
            viewer=viewer,
            viewer_session=viewer_session,
            created_at=now,
            seen_at=now,
            expires_at=now + LONGEST,
        )
    )
    return token
