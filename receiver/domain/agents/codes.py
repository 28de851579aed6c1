"""Pairing codes: 80 random bits in four groups, e.g. 7KQ2-M0XA-9TRB-4WYZ."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from receiver.domain.agents.models import PairingCode

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no letters that look like digits, and no U."""

GROUPS: Final = 4
GROUP: Final = 4
TRIES: Final = 5
FIRST_LIFE: Final = timedelta(days=7)
LATER_LIFE: Final = timedelta(minutes=10)
_READ: Final = str.maketrans({"I": "1", "L": "1", "O": "0", "-": None, " ": None})


def make_code(session: Session, company_id: int, life: timedelta, now: datetime) -> tuple[str, datetime]:
    """A fresh code and when it expires; only its hash is stored."""
    text = "-".join("".join(secrets.choice(ALPHABET) for _ in range(GROUP)) for _ in range(GROUPS))
    expires_at = now + life
    session.add(
        PairingCode(
            company_id=company_id,
            code_hash=_hash(company_id, text),
            made_at=now,
            expires_at=expires_at,
            tries_left=TRIES,
        )
    )
    session.flush()
    return text, expires_at


def renew_code(session: Session, company_id: int, now: datetime) -> tuple[str, datetime]:
    """A fresh code for `LATER_LIFE`, in place of those made in the same way before: whoever asks twice holds one code
    that works, the last. A code that is meant to last longer stays."""
    for code in open_codes(session, company_id, now):
        if code.expires_at - code.made_at <= LATER_LIFE:
            session.delete(code)
    return make_code(session, company_id, LATER_LIFE, now)


def open_codes(session: Session, company_id: int, now: datetime) -> Sequence[PairingCode]:
    """The company's codes that pair a computer, the one that lasts longest first."""
    return session.scalars(
        select(PairingCode)
        .where(
            PairingCode.company_id == company_id,
            PairingCode.expires_at > now,
            PairingCode.tries_left > 0,
            PairingCode.used_by == "",
        )
        .order_by(PairingCode.expires_at.desc())
    ).all()


def withdraw_codes(session: Session, company_id: int, now: datetime) -> int:
    """Let no open code pair anything any more; gives how many those were."""
    codes = open_codes(session, company_id, now)
    for code in codes:
        session.delete(code)
    return len(codes)


def try_code(session: Session, company_id: int, text: str, now: datetime) -> PairingCode | None:
    """The company's code that was typed, where it is still good (it may have been used).

    None for any other; that costs every open code of the company one try, so the caller must commit.
    """
    wanted = _hash(company_id, text)
    codes = session.scalars(
        select(PairingCode).where(
            PairingCode.company_id == company_id, PairingCode.expires_at > now, PairingCode.tries_left > 0
        )
    ).all()
    found = next((code for code in codes if secrets.compare_digest(code.code_hash, wanted)), None)
    if found is None:
        for code in codes:
            code.tries_left -= 0 if code.used_by else 1
    return found


def _hash(company_id: int, text: str) -> bytes:
    """80 random bits need no slow hash. The company is part of it: a code is good for one company."""
    typed = text.upper().translate(_READ)
    return blake2b(f"{company_id}\0{typed}".encode("utf-8", "replace"), digest_size=32).digest()
