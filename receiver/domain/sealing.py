"""Seals small secrets with the pepper: AES-256-GCM, bound to the place where they rest.

A copy of the database opens nothing without the pepper, and whoever can write to the database can't move a sealed
value to another company or person: the place is authenticated with it.
"""

from __future__ import annotations

import secrets
from typing import Final

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from receiver.settings import Peppers

NONCE_BYTES: Final = 12


class SealError(Exception):
    """A sealed value is damaged, belongs elsewhere, or its pepper is not in the ring."""


class Sealed(msgspec.Struct, frozen=True, array_like=True):
    """A sealed value: the id of its pepper, the nonce, the ciphertext with its tag."""

    kid: str
    nonce: bytes
    content: bytes


def seal(peppers: Peppers, place: tuple[str, ...], content: bytes) -> Sealed:
    """Seal `content` for the place (company number, kind, key) with the current pepper."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    sealed = AESGCM(peppers.keys[peppers.current]).encrypt(nonce, content, _bound(place, peppers.current))
    return Sealed(peppers.current, nonce, sealed)


def unseal(peppers: Peppers, place: tuple[str, ...], sealed: Sealed) -> bytes:
    """What was sealed for that place. Raises `SealError`."""
    key = peppers.keys.get(sealed.kid)
    if key is None:
        raise SealError(f"the secret file holds no pepper {sealed.kid!r}")
    try:
        return AESGCM(key).decrypt(sealed.nonce, sealed.content, _bound(place, sealed.kid))
    except (InvalidTag, ValueError) as error:
        raise SealError("a sealed value does not open") from error


def _bound(place: tuple[str, ...], kid: str) -> bytes:
    """The associated data; JSON keeps the words apart whatever characters they hold."""
    return msgspec.json.encode([*place, kid])
