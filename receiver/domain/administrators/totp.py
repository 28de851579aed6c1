"""The codes of authenticator programs (TOTP, RFC 6238): six digits that change every 30 seconds."""

from __future__ import annotations

import hmac
import re
import unicodedata
from datetime import datetime
from typing import Final

import pyotp

SECONDS: Final = 30
ALLOWED: Final = 1
"""Steps that the clock of a phone may be before or behind ours."""
_CODE: Final = re.compile(r"[0-9]{6}")
_BETWEEN: Final = re.compile(r"[\s-]")


def new_secret() -> str:
    """What program and receiver share: 160 random bits, base32."""
    return pyotp.random_base32()


def address(secret: str, name: str, company: str) -> str:
    """What the picture holds that the program scans: `otpauth://totp/...`."""
    return pyotp.TOTP(secret, name=name, issuer=company).provisioning_uri()


def step_of(secret: str, typed: str, after: int, now: datetime) -> int | None:
    """The time step of the code that was typed, where it is one of now and later than `after`; else None."""
    code = digits(typed)
    if not secret or not _CODE.fullmatch(code):
        return None
    totp, newest = pyotp.TOTP(secret), int(now.timestamp()) // SECONDS
    steps = range(newest - ALLOWED, newest + ALLOWED + 1)
    found = [step for step in steps if hmac.compare_digest(totp.at(step * SECONDS).encode(), code.encode())]
    return max((step for step in found if step > after), default=None)


def digits(typed: str) -> str:
    """What was typed, without what people put between digits, and as plain digits."""
    return _BETWEEN.sub("", unicodedata.normalize("NFKC", typed))
