"""Recovery codes: for who has lost the device with his second factor. Each is good once.

They are long, and their hashes are keyed with the pepper: a copy of the database opens nothing.
"""

from __future__ import annotations

import hmac
import json
import secrets
from typing import Final

import msgspec

from receiver.domain.people.codes import LETTERS
from receiver.settings import Peppers

CODES: Final = 10
CHARACTERS: Final = 10


class Kept(msgspec.Struct, frozen=True, array_like=True):
    """What is left of a code: the id of the pepper, and the keyed hash."""

    kid: str
    hash: bytes


def make(peppers: Peppers, company_id: int, administrator: str) -> tuple[list[str], bytes]:
    """New codes as they are shown, once, and what is kept of them."""
    codes = ["".join(secrets.choice(LETTERS) for _ in range(CHARACTERS)) for _ in range(CODES)]
    kept = [
        Kept(peppers.current, _hash(peppers.keys[peppers.current], company_id, administrator, one)) for one in codes
    ]
    return [f"{one[: CHARACTERS // 2]}-{one[CHARACTERS // 2 :]}" for one in codes], msgspec.json.encode(kept)


def take(peppers: Peppers, company_id: int, administrator: str, kept: bytes, typed: str) -> bytes | None:
    """What is kept once the code that was typed is used up; None where it is none of them."""
    code = "".join(one for one in typed.upper() if one in LETTERS)
    codes = _read(kept)
    if len(code) != CHARACTERS:
        return None
    for one in codes:
        key = peppers.keys.get(one.kid)
        if key is not None and hmac.compare_digest(one.hash, _hash(key, company_id, administrator, code)):
            return msgspec.json.encode([other for other in codes if other != one])
    return None


def left(kept: bytes) -> int:
    """How many codes can still be used."""
    return len(_read(kept))


def _read(kept: bytes) -> list[Kept]:
    return msgspec.json.decode(kept, type=list[Kept]) if kept else []


def _hash(key: bytes, company_id: int, administrator: str, code: str) -> bytes:
    said = json.dumps(["recovery", company_id, administrator, code]).encode()
    return hmac.digest(key, said, "sha256")
