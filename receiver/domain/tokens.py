"""Tokens that browsers and links hold: 256 random bits as text. The database has their SHA-256, so that a copy of it
opens nothing."""

from __future__ import annotations

import secrets
from hashlib import sha256
from typing import Final

_BYTES: Final = 32
_CHARACTERS: Final = 43
VIEWING: Final = "viewing-"


def new_token() -> str:
    """One that nobody guesses."""
    return secrets.token_urlsafe(_BYTES)


def new_viewing_token() -> str:
    """One for a session in which an administrator looks on: it says so itself, and without that it opens nothing."""
    return VIEWING + new_token()


def is_viewing(token: str) -> bool:
    """Whether it is such a one."""
    return token.startswith(VIEWING)


def may_be_token(sent: str) -> bool:
    """Whether what was sent is as long as a token is; nothing else is looked up."""
    return len(sent.removeprefix(VIEWING)) == _CHARACTERS


def hash_of(token: str) -> bytes:
    """What the database knows a token by."""
    return sha256(token.encode("utf-8", "surrogatepass")).digest()
