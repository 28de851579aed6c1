"""One-use links with which somebody sets his password (C7, C8): mailed to him, or handed over by the office.

Looking at one changes nothing; it is used up in the transaction that lets the new password count. A newer link of the
same user ends the earlier one, and so does every password that he or the office sets.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from receiver.domain.people.codes import SETTING, supersede
from receiver.domain.people.users import OneTimeCode
from receiver.domain.tokens import hash_of, may_be_token

LIFE: Final = timedelta(days=7)


def make_setting(session: Session, company_id: int, user_id: str, token: str, now: datetime) -> bool:
    """Let this token set the user's password once; False where that was done already, whatever became of it, as when a
    form comes twice."""
    if session.get(OneTimeCode, (company_id, hash_of(token))) is not None:
        return False
    supersede(session, company_id, user_id, SETTING, now)
    session.add(
        OneTimeCode(
            company_id=company_id,
            code_hash=hash_of(token),
            purpose=SETTING,
            user_id=user_id,
            made_at=now,
            expires_at=now + LIFE,
        )
    )
    session.flush()
    return True


def setting_user(session: Session | Connection, company_id: int, token: str, now: datetime) -> str:
    """Whose password the token sets; empty where it is good for nothing (any more)."""
    if not may_be_token(token):
        return ""
    found = session.execute(
        select(OneTimeCode.user_id).where(
            OneTimeCode.company_id == company_id,
            OneTimeCode.code_hash == hash_of(token),
            OneTimeCode.purpose == SETTING,
            OneTimeCode.used_at.is_(None),
            OneTimeCode.expires_at > now,
        )
    ).one_or_none()
    return str(found[0]) if found else ""
