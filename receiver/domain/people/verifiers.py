"""Portal passwords at the receiver: Argon2id verifiers with sealed tags (reliability.md section 2, points 3 and 4)."""

from __future__ import annotations

import hmac
import secrets
from hashlib import blake2b
from threading import BoundedSemaphore
from typing import Final

import msgspec

from receiver.domain.sealing import Sealed, SealError, seal, unseal
from receiver.settings import Peppers
from shared import limits, passwords
from shared.records import Credential, Staff

HASHES_AT_ONCE: Final = 4
"""Argon2 computations at one time in this process; each takes 19 MiB."""

MARK_BYTES: Final = 16

_turn = BoundedSemaphore(HASHES_AT_ONCE)


class StoredVerifier(msgspec.Struct, frozen=True):
    """What is left of a verifier: its salt, and its tag sealed."""

    salt: bytes
    tag: Sealed

    @property
    def mark(self) -> bytes:
        """Tells this verifier from every other, through a change of pepper too. Whether the office thinks the password
        weak or shared is no part of it."""
        return blake2b(self.salt, digest_size=MARK_BYTES).digest()

    def __repr__(self) -> str:
        return "StoredVerifier()"


class StoredCredential(msgspec.Struct, frozen=True, omit_defaults=True):
    """The body of a `credential` record as it rests here."""

    record_id: str
    verifier: StoredVerifier
    weak: bool = False
    shared: bool = False
    reset: int = 0


class StoredStaff(msgspec.Struct, frozen=True, omit_defaults=True):
    """The body of a `staff` record as it rests here."""

    verifier: StoredVerifier
    level: int
    email: str = ""
    weak: bool = False


def wrap_credential(peppers: Peppers, company_id: int, number: str, credential: Credential) -> StoredCredential:
    """What is stored for the credential of a customer. Raises `ValueError` for a verifier not in our own form."""
    return StoredCredential(
        record_id=credential.record_id,
        verifier=_wrap(peppers, published_place(company_id, number), credential.verifier),
        weak=credential.weak,
        shared=credential.shared,
        reset=credential.reset,
    )


def wrap_staff(peppers: Peppers, company_id: int, name: str, staff: Staff) -> StoredStaff:
    """What is stored for a user of the office. Raises `ValueError` for a verifier not in our own form."""
    return StoredStaff(
        verifier=_wrap(peppers, staff_place(company_id, name), staff.verifier),
        level=staff.level,
        email=staff.email,
        weak=staff.weak,
    )


def read_credential(body: bytes) -> StoredCredential:
    """The stored credential in the body of a record."""
    return msgspec.json.decode(body, type=StoredCredential)


def read_staff(body: bytes) -> StoredStaff:
    """The stored user in the body of a record."""
    return msgspec.json.decode(body, type=StoredStaff)


def read_verifier(kept: bytes) -> StoredVerifier:
    """The verifier of a password that was chosen on the portal, as `PortalUser.verifier` keeps it."""
    return msgspec.json.decode(kept, type=StoredVerifier)


def counting(chosen: bytes, reset: int, published: StoredCredential | None) -> StoredVerifier | None:
    """The verifier that counts: the one `chosen` on the portal (JSON, empty where none was) unless the office has reset
    the password since, which `published` then tells by a higher count than the `reset` known at the choice; else the
    published one (reliability 2.6)."""
    if chosen and (published is None or published.reset <= reset):
        return read_verifier(chosen)
    return published.verifier if published else None


def published_place(company_id: int, number: str) -> tuple[str, ...]:
    """Where the tag of a customer's published password is sealed for."""
    return str(company_id), "credential", number


def staff_place(company_id: int, name: str) -> tuple[str, ...]:
    """Where the tag of the password of a user of the office is sealed for."""
    return str(company_id), "staff", name


def chosen_place(company_id: int, user_id: str) -> tuple[str, ...]:
    """Where the tag of a password that a user chose on the portal is sealed for."""
    return str(company_id), "chosen", user_id


def make_chosen(peppers: Peppers, company_id: int, user_id: str, password: str) -> StoredVerifier:
    """What is stored for a password that a user chose here. Waits its turn, and takes the time of `matches`."""
    salt = secrets.token_bytes(passwords.SALT_BYTES)
    with _turn:
        tag = passwords.tag(password, salt)
    return StoredVerifier(salt, seal(peppers, chosen_place(company_id, user_id), tag))


def matches(peppers: Peppers, place: tuple[str, ...], verifier: StoredVerifier, password: str) -> bool:
    """Whether `password` is the one of the verifier that rests at `place`. Waits its turn; takes as long whatever the
    answer.

    A verifier that does not open (another row's, damaged, its pepper gone) matches nothing.
    """
    tag = _tag(password, verifier.salt)
    try:
        known = unseal(peppers, place, verifier.tag)
    except SealError:
        return False
    return tag is not None and hmac.compare_digest(tag, known)


def burn(password: str) -> None:
    """Spend the time of `matches` for an account that does not exist, so that the answer's time tells nothing."""
    _tag(password, secrets.token_bytes(passwords.SALT_BYTES))


def _wrap(peppers: Peppers, place: tuple[str, ...], text: str) -> StoredVerifier:
    verifier = passwords.parse(text)
    return StoredVerifier(verifier.salt, seal(peppers, place, verifier.tag))


def _tag(password: str, salt: bytes) -> bytes | None:
    """The tag, or None for a password longer than any may be: nothing is hashed for that."""
    if len(password) > limits.PASSWORD_CHARACTERS:
        return None
    with _turn:
        return passwords.tag(password, salt)
