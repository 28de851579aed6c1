"""Links and codes that are mailed (B10): made, looked at, and consumed once.

A link holds 256 random bits and the database its SHA-256, so a copy of the database opens nothing. A code that is typed
is short, so its hash is keyed with the pepper, and it has few tries. Both are consumed in the transaction of what they
open; looking at one changes nothing.
"""

from __future__ import annotations

import hmac
import json
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import Enum, auto
from typing import Final

import msgspec
from sqlalchemy import Connection, delete, select, update
from sqlalchemy.orm import Session

from receiver.domain.people.users import OneTimeCode
from receiver.domain.tokens import hash_of, may_be_token, new_token
from receiver.settings import Peppers

SIGN_IN: Final = "sign-in"
"""A link that signs in."""
INITIAL: Final = "initial"
"""A code that makes a first password good once (reliability 2.5)."""
SETTING: Final = "password"
"""A link with which somebody sets his password (`receiver.domain.people.setting`)."""
LETTER: Final = "letter"
"""A printed code that does the same (`receiver.domain.people.letters`)."""
PURPOSES: Final = (SIGN_IN, INITIAL, SETTING, LETTER)
"""What is over as soon as a password was chosen."""

LINK_LIFE: Final = timedelta(minutes=30)
CODE_LIFE: Final = timedelta(minutes=15)
KEPT: Final = timedelta(days=1)
"""How long a link that is over is still known as one."""
TRIES: Final = 5
LETTERS: Final = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Of a typed code: none that looks like another."""
CODE_CHARACTERS: Final = 8


class LinkState(Enum):
    """What a link is good for."""

    GOOD = auto()
    OVER = auto()
    """Used, or expired."""
    UNKNOWN = auto()


def supersede(session: Session, company_id: int, user_id: str, purpose: str, now: datetime) -> None:
    """End what the user still has for that purpose. The rows stay, as used: an older form that comes once more finds
    that what it makes was made, and is over."""
    session.execute(
        update(OneTimeCode)
        .where(
            OneTimeCode.company_id == company_id,
            OneTimeCode.user_id == user_id,
            OneTimeCode.purpose == purpose,
            OneTimeCode.used_at.is_(None),
        )
        .values(used_at=now)
    )


def make_link(session: Session, company_id: int, user_ids: Sequence[str], now: datetime) -> str:
    """A link for the users of one address; gives its token, which is kept nowhere."""
    session.execute(
        delete(OneTimeCode).where(OneTimeCode.company_id == company_id, OneTimeCode.expires_at < now - KEPT)
    )
    token = new_token()
    session.add(
        OneTimeCode(
            company_id=company_id,
            code_hash=hash_of(token),
            purpose=SIGN_IN,
            user_id=user_ids[0] if len(user_ids) == 1 else "",
            details=msgspec.json.encode(list(user_ids)),
            made_at=now,
            expires_at=now + LINK_LIFE,
        )
    )
    return token


def link_state(connection: Session | Connection, company_id: int, token: str, now: datetime) -> LinkState:
    """What the link is good for; changes nothing."""
    if not may_be_token(token):
        return LinkState.UNKNOWN
    row = connection.execute(
        select(OneTimeCode.expires_at, OneTimeCode.used_at).where(
            OneTimeCode.company_id == company_id,
            OneTimeCode.code_hash == hash_of(token),
            OneTimeCode.purpose == SIGN_IN,
        )
    ).one_or_none()
    if row is None:
        return LinkState.UNKNOWN
    return LinkState.GOOD if row.used_at is None and row.expires_at > now else LinkState.OVER


def consume_link(session: Session, company_id: int, token: str, now: datetime) -> list[str]:
    """The users whom the link signs in, once: it is used with this transaction. Nobody where it is not good any more;
    that is looked at here, whatever a page showed before."""
    if link_state(session, company_id, token, now) is not LinkState.GOOD:
        return []
    row = session.get_one(OneTimeCode, (company_id, hash_of(token)))
    row.used_at = now
    return msgspec.json.decode(row.details, type=list[str])


def end_codes(session: Session, company_id: int, user_id: str, now: datetime) -> None:
    """Let no link or code that was sent to this user alone open anything any more."""
    session.execute(
        update(OneTimeCode)
        .where(
            OneTimeCode.company_id == company_id,
            OneTimeCode.user_id == user_id,
            OneTimeCode.purpose.in_(PURPOSES),
            OneTimeCode.used_at.is_(None),
        )
        .values(used_at=now)
    )


def end_shared_links(session: Session, company_id: int, user_id: str, now: datetime) -> None:
    """The same of links that he shares with others of the same address; they ask for another one."""
    shared = session.scalars(
        select(OneTimeCode).where(
            OneTimeCode.company_id == company_id,
            OneTimeCode.user_id == "",
            OneTimeCode.purpose == SIGN_IN,
            OneTimeCode.used_at.is_(None),
        )
    )
    for one in shared:
        if user_id in msgspec.json.decode(one.details, type=list[str]):
            one.used_at = now


def make_code(session: Session, peppers: Peppers, company_id: int, user_id: str, now: datetime) -> str:
    """A code to be typed, in place of an earlier one of the user."""
    session.execute(
        delete(OneTimeCode).where(
            OneTimeCode.company_id == company_id, OneTimeCode.user_id == user_id, OneTimeCode.purpose == INITIAL
        )
    )
    code = "".join(secrets.choice(LETTERS) for _ in range(CODE_CHARACTERS))
    session.add(
        OneTimeCode(
            company_id=company_id,
            code_hash=_of_code(peppers, company_id, user_id, code),
            purpose=INITIAL,
            user_id=user_id,
            made_at=now,
            expires_at=now + CODE_LIFE,
            tries_left=TRIES,
        )
    )
    return code


def try_code(session: Session, peppers: Peppers, company_id: int, user_id: str, typed: str, now: datetime) -> bool:
    """Whether `typed` is the user's code, which is then used up; else it has a try less, and after the last one it is
    gone. Either holds with this transaction."""
    row = session.scalars(
        select(OneTimeCode).where(
            OneTimeCode.company_id == company_id, OneTimeCode.user_id == user_id, OneTimeCode.purpose == INITIAL
        )
    ).one_or_none()
    if row is None or row.used_at is not None or row.expires_at <= now or row.tries_left <= 0:
        return False
    letters = "".join(one for one in typed.upper() if one in LETTERS)
    if hmac.compare_digest(row.code_hash, _of_code(peppers, company_id, user_id, letters)):
        session.delete(row)
        return True
    row.tries_left -= 1
    return False


def has_code(connection: Session | Connection, company_id: int, user_id: str, now: datetime) -> bool:
    """Whether a code of the user can still be typed."""
    return bool(
        connection.execute(
            select(OneTimeCode.made_at).where(
                OneTimeCode.company_id == company_id,
                OneTimeCode.user_id == user_id,
                OneTimeCode.purpose == INITIAL,
                OneTimeCode.used_at.is_(None),
                OneTimeCode.expires_at > now,
                OneTimeCode.tries_left > 0,
            )
        ).first()
    )


def _of_code(peppers: Peppers, company_id: int, user_id: str, code: str) -> bytes:
    said = json.dumps(["code", company_id, user_id, code]).encode()
    return hmac.digest(peppers.keys[peppers.current], said, "sha256")
