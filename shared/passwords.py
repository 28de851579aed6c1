"""The one way passwords are turned into verifiers, on both sides of the wire.

NFKC, then Argon2id version 1.3 with t=2, m=19 MiB, p=1, a 16-byte random salt and a 32-byte tag (OWASP's and ASVS's
minimum). A verifier is the PHC string of that. The receiver never computes with parameters it was sent: `parse`
takes this exact form and no other.
"""

from __future__ import annotations

import base64
import binascii
import re
import secrets
import unicodedata
from dataclasses import dataclass, field

from argon2.low_level import Type, hash_secret_raw

from shared import limits

TIME_COST = 2
MEMORY_KIB = 19456
LANES = 1
SALT_BYTES = 16
TAG_BYTES = 32

_PREFIX = f"$argon2id$v=19$m={MEMORY_KIB},t={TIME_COST},p={LANES}$"
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_FORM = re.compile(re.escape(_PREFIX) + r"([A-Za-z0-9+/]{22})\$([A-Za-z0-9+/]{43})")


@dataclass(frozen=True)
class Verifier:
    """A parsed verifier: `salt` of 16 bytes, `tag` of 32."""

    salt: bytes = field(repr=False)
    tag: bytes = field(repr=False)

    def text(self) -> str:
        """The PHC string."""
        return f"{_PREFIX}{_base64(self.salt)}${_base64(self.tag)}"


def can_be_typed(password: str) -> bool:
    """Whether anybody could sign in with `password`: it is not too long, not only blanks, and holds no control
    characters, which no browser's field takes."""
    return bool(password.strip()) and len(password) <= limits.PASSWORD_CHARACTERS and not _CONTROLS.search(password)


def normalise(password: str) -> bytes:
    """What is hashed: NFKC in UTF-8, so that the same word typed on two keyboards is the same password."""
    return unicodedata.normalize("NFKC", password).encode("utf-8", "surrogatepass")


def tag(password: str, salt: bytes) -> bytes:
    """The Argon2id tag; takes about 27 ms and 19 MiB, and releases the interpreter meanwhile."""
    return hash_secret_raw(normalise(password), salt, TIME_COST, MEMORY_KIB, LANES, TAG_BYTES, Type.ID)


def make_verifier(password: str) -> Verifier:
    """A verifier of `password` with a fresh salt."""
    salt = secrets.token_bytes(SALT_BYTES)
    return Verifier(salt, tag(password, salt))


def parse(text: str) -> Verifier:
    """The verifier in a PHC string. Raises `ValueError` for anything but our own parameters in canonical base64."""
    found = _FORM.fullmatch(text)
    if not found:
        raise ValueError("not a verifier in the form of this protocol")
    try:
        salt, value = (base64.b64decode(part + "=" * (-len(part) % 4), validate=True) for part in found.groups())
    except binascii.Error as error:
        raise ValueError("not base64") from error
    verifier = Verifier(salt, value)
    if len(salt) != SALT_BYTES or len(value) != TAG_BYTES or verifier.text() != text:
        raise ValueError("not canonical base64")
    return verifier


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode().rstrip("=")
