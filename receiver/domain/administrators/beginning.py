"""What ends when an extra user is given the first right to administer: the password, passkeys and links that he has.

Whoever has the right to users may have given them to him and know them still, and his password was not held to the
rule for administrators. He sets a new one with a link of that moment, so none that is older opens this site.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from receiver.domain.people.activation import end_sessions
from receiver.domain.people.codes import end_codes, end_shared_links
from receiver.domain.people.users import Passkey, PortalUser


def end_earlier(session: Session, company_id: int, user: PortalUser, now: datetime) -> None:
    """Let nothing of this extra user open anything any more; his sessions end. His second factor stays, for it opens
    nothing by itself.

    Call it in a transaction on `Lane.VISITORS`.
    """
    user.verifier, user.chosen_at = b"", None
    end_codes(session, company_id, user.user_id, now)
    end_shared_links(session, company_id, user.user_id, now)
    session.execute(delete(Passkey).where(Passkey.company_id == company_id, Passkey.user_id == user.user_id))
    end_sessions(session, company_id, [user.user_id])
