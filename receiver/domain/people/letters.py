"""Printed letters with which the office invites customers (C4): each holds a code that sets a password once.

A code is typed, so its hash is keyed with the pepper; guesses at it count as guesses at the password do. Only the
newest letter is good. In `Lane.VISITORS`.
"""

from __future__ import annotations

import hmac
import json
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import Final

from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from receiver.domain.people.codes import LETTER, LETTERS, supersede
from receiver.domain.people.keeping import kept_user
from receiver.domain.people.users import OneTimeCode
from receiver.settings import Peppers

LIFE: Final = timedelta(days=60)
"""Letters take days to arrive, and lie about."""

CODE_CHARACTERS: Final = 12
"""59 bits."""
GROUP: Final = 4
TYPED_CHARACTERS: Final = 40


class InvitedBy(StrEnum):
    """How the office invited a customer."""

    MAIL = "mail"
    LETTER = "letter"


def note_invited(session: Session, company_id: int, user_id: str, way: InvitedBy, now: datetime) -> None:
    """Write down that the office invited the user. Raises `LookupError` for an extra person who does not exist."""
    user = kept_user(session, company_id, user_id, now)
    user.invited_at, user.invited_way = now, way


def code_of(token: str) -> str:
    """The code that a token makes: the same letter printed twice holds the same one."""
    number, letters = int.from_bytes(sha256(b"letter " + token.encode()).digest()), ""
    while len(letters) < CODE_CHARACTERS:
        number, at = divmod(number, len(LETTERS))
        letters += LETTERS[at]
    return letters


def in_groups(code: str) -> str:
    """As it is printed: ABCD-EFGH-JKMN."""
    return "-".join(code[at : at + GROUP] for at in range(0, len(code), GROUP))


def make_letter(session: Session, peppers: Peppers, company_id: int, user_id: str, code: str, now: datetime) -> bool:
    """Make the code good, in place of an earlier letter's. False where that was done already, whatever became of it."""
    code_hash = _hash(peppers.keys[peppers.current], company_id, user_id, code)
    if session.get(OneTimeCode, (company_id, code_hash)) is not None:
        return False
    supersede(session, company_id, user_id, LETTER, now)
    session.add(
        OneTimeCode(
            company_id=company_id,
            code_hash=code_hash,
            purpose=LETTER,
            user_id=user_id,
            made_at=now,
            expires_at=now + LIFE,
        )
    )
    session.flush()
    return True


def is_good(
    session: Session | Connection, peppers: Peppers, company_id: int, user_id: str, typed: str, now: datetime
) -> bool:
    """Whether that is the code of the user's letter, in whatever case, with or without hyphens. Changes nothing; it is
    used up as soon as a password is chosen (`own_password.choose`). A letter outlives a change of the pepper."""
    letters = "".join(one for one in typed.upper() if one in LETTERS)
    found = session.execute(
        select(OneTimeCode.made_at).where(
            OneTimeCode.company_id == company_id,
            OneTimeCode.code_hash.in_([_hash(key, company_id, user_id, letters) for key in peppers.keys.values()]),
            OneTimeCode.purpose == LETTER,
            OneTimeCode.user_id == user_id,
            OneTimeCode.used_at.is_(None),
            OneTimeCode.expires_at > now,
        )
    )
    return found.first() is not None


def _hash(key: bytes, company_id: int, user_id: str, code: str) -> bytes:
    return hmac.digest(key, json.dumps(["letter", company_id, user_id, code]).encode(), "sha256")
