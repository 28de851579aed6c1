"""Invitations of the office (C4): a mailed link, or the code in a printed letter, with which somebody sets a password
of his own. In `Lane.VISITORS`.

Either is good once. A link holds 256 random bits and the database its SHA-256; the code of a letter is typed, so its
hash is keyed with the pepper, and guesses at it count as guesses at the password do. Only the newest of each is good,
and with the password that it set both are over.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Collection
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

from sqlalchemy import Connection, delete, select, update
from sqlalchemy.orm import Session

from receiver.domain.people.codes import LETTER, LETTERS, WELCOME
from receiver.domain.people.keeping import kept_user
from receiver.domain.people.users import OneTimeCode
from receiver.domain.tokens import hash_of, may_be_token
from receiver.settings import Peppers

LINK_LIFE: Final = timedelta(days=14)
LETTER_LIFE: Final = timedelta(days=60)
"""Letters take days to arrive, and lie about."""

CODE_CHARACTERS: Final = 12
"""59 bits."""
GROUP: Final = 4
TYPED_CHARACTERS: Final = 40

MAIL_WAY: Final = "mail"
LETTER_WAY: Final = "letter"


def make_link(session: Session, company_id: int, user_id: str, token: str, now: datetime) -> bool:
    """Make the link that this token opens, in place of an earlier one of the user. False where it is there already,
    used or not."""
    return _make(session, company_id, WELCOME, user_id, hash_of(token), now, LINK_LIFE)


def link_user(session: Session | Connection, company_id: int, token: str, now: datetime) -> str | None:
    """For whom the link is; None where it is over, or never was. Changes nothing."""
    if not may_be_token(token):
        return None
    return _user(session, company_id, WELCOME, [hash_of(token)], now)


def use_link(session: Session, company_id: int, token: str, now: datetime) -> str | None:
    """The same, and it is used up with this transaction."""
    user_id = link_user(session, company_id, token, now)
    if user_id is not None:
        _use(session, company_id, WELCOME, user_id, now)
    return user_id


def code_of(token: str) -> str:
    """The code for a letter that a token makes."""
    number, letters = int.from_bytes(sha256(b"letter " + token.encode()).digest()), ""
    while len(letters) < CODE_CHARACTERS:
        number, at = divmod(number, len(LETTERS))
        letters += LETTERS[at]
    return letters


def in_groups(code: str) -> str:
    """As it is printed: ABCD-EFGH-JKMN."""
    return "-".join(code[at : at + GROUP] for at in range(0, len(code), GROUP))


def make_letter(session: Session, peppers: Peppers, company_id: int, user_id: str, code: str, now: datetime) -> bool:
    """Make the code of a letter good, in place of an earlier letter's. False where it was made already, used or not."""
    made = _of_code(peppers.keys[peppers.current], company_id, user_id, code)
    return _make(session, company_id, LETTER, user_id, made, now, LETTER_LIFE)


def letter_is_good(
    session: Session | Connection, peppers: Peppers, company_id: int, user_id: str, typed: str, now: datetime
) -> bool:
    """Whether that is the code of the user's letter, typed in any case, with or without its hyphens."""
    letters = "".join(one for one in typed.upper() if one in LETTERS)
    hashes = [_of_code(key, company_id, user_id, letters) for key in peppers.keys.values()]
    return _user(session, company_id, LETTER, hashes, now) == user_id


def use_letter(session: Session, peppers: Peppers, company_id: int, user_id: str, typed: str, now: datetime) -> bool:
    """The same, and it is used up with this transaction."""
    good = letter_is_good(session, peppers, company_id, user_id, typed, now)
    if good:
        _use(session, company_id, LETTER, user_id, now)
    return good


def note_invited(session: Session, company_id: int, user_id: str, way: str, now: datetime) -> None:
    """Write down that the user was invited, and how. Raises `LookupError` for an extra person who does not exist."""
    user = kept_user(session, company_id, user_id, now)
    user.invited_at, user.invited_way = now, way


def _make(
    session: Session, company_id: int, purpose: str, user_id: str, code_hash: bytes, now: datetime, life: timedelta
) -> bool:
    if session.get(OneTimeCode, (company_id, code_hash)) is not None:
        return False
    session.execute(
        delete(OneTimeCode).where(
            OneTimeCode.company_id == company_id, OneTimeCode.user_id == user_id, OneTimeCode.purpose == purpose
        )
    )
    session.add(
        OneTimeCode(
            company_id=company_id,
            code_hash=code_hash,
            purpose=purpose,
            user_id=user_id,
            made_at=now,
            expires_at=now + life,
        )
    )
    session.flush()
    return True


def _user(
    session: Session | Connection, company_id: int, purpose: str, hashes: Collection[bytes], now: datetime
) -> str | None:
    return session.execute(
        select(OneTimeCode.user_id).where(
            OneTimeCode.company_id == company_id,
            OneTimeCode.code_hash.in_(hashes),
            OneTimeCode.purpose == purpose,
            OneTimeCode.used_at.is_(None),
            OneTimeCode.expires_at > now,
        )
    ).scalar_one_or_none()


def _use(session: Session, company_id: int, purpose: str, user_id: str, now: datetime) -> None:
    session.execute(
        update(OneTimeCode)
        .where(OneTimeCode.company_id == company_id, OneTimeCode.user_id == user_id, OneTimeCode.purpose == purpose)
        .values(used_at=now)
    )


def _of_code(key: bytes, company_id: int, user_id: str, code: str) -> bytes:
    said = json.dumps(["letter", company_id, user_id, code]).encode()
    return hmac.digest(key, said, "sha256")
