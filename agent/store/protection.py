"""The key of a copy that has to open on another computer, made from a passphrase alone (Argon2id).

The costs travel with the copy, and are believed within bounds only: the file may come from anybody.
"""

from __future__ import annotations

import unicodedata
from secrets import token_bytes
from typing import Final

import msgspec
from argon2.exceptions import HashingError
from argon2.low_level import Type, hash_secret_raw
from cryptography.hazmat.primitives.constant_time import bytes_eq
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from agent.domain.backups import WrongPassphrase

_KEY_BYTES: Final = 32
_SALT_BYTES: Final = 16
_MOST_KIB: Final = 1024 * 1024
_MOST_ROUNDS: Final = 20
_MOST_LANES: Final = 16


class Protection(msgspec.Struct, frozen=True):
    """How the key is made of the passphrase, and what tells the right one from others. The costs are those that RFC
    9106 (section 4) recommends where memory is scarce."""

    salt: bytes
    check: bytes = b""
    time_cost: int = 3
    memory_kib: int = 65536
    lanes: int = 4


def protect(passphrase: str) -> tuple[bytes, Protection]:
    """A new key for a new copy."""
    protection = Protection(salt=token_bytes(_SALT_BYTES))
    key = _key(passphrase, protection)
    return key, msgspec.structs.replace(protection, check=_check(key, protection))


def open_with(passphrase: str, protection: Protection) -> bytes:
    """The key of a copy. Raises `WrongPassphrase`."""
    sane = (
        len(protection.salt) == _SALT_BYTES
        and 1 <= protection.time_cost <= _MOST_ROUNDS
        and 1 <= protection.lanes <= _MOST_LANES
        and 8 * protection.lanes <= protection.memory_kib <= _MOST_KIB
    )
    try:
        key = _key(passphrase, protection) if sane else b""
    except HashingError:
        key = b""
    if not key or not bytes_eq(_check(key, protection), protection.check):
        raise WrongPassphrase(
            "The passphrase does not open this copy.",
            detail="It is another one, or the beginning of the file is damaged. Nothing was changed.",
            remedy="Type it again: capital letters and blanks count.",
        )
    return key


def _key(passphrase: str, protection: Protection) -> bytes:
    """Computers spell accented letters in several ways; NFKC makes them one."""
    typed = unicodedata.normalize("NFKC", passphrase).encode("utf-8", "surrogatepass")
    costs = (protection.time_cost, protection.memory_kib, protection.lanes)
    return hash_secret_raw(typed, protection.salt, *costs, _KEY_BYTES, Type.ID)


def _check(key: bytes, protection: Protection) -> bytes:
    return HKDF(SHA256(), _SALT_BYTES, protection.salt, b"porchlight passphrase check").derive(key)
