"""Passkeys: signing in with the lock of one's own device (WebAuthn), beside the password and never instead of it.

A challenge carries its own proof, so that nothing is stored for pages that nobody answers: random bytes, the time, and
a digest of both with the receiver's key. It is good for ten minutes, and once: whoever answers it uses it up.
"""

from __future__ import annotations

import hmac
import json
import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import blake2b, sha256
from typing import Any, Final

import webauthn
from sqlalchemy import Connection, delete, select
from sqlalchemy.orm import Session
from webauthn.helpers import (
    base64url_to_bytes,
    bytes_to_base64url,
    parse_authentication_credential_json,
    parse_client_data_json,
    parse_registration_credential_json,
)
from webauthn.helpers.exceptions import WebAuthnException

from receiver.domain.people.users import OneTimeCode, Passkey

LIFE: Final = timedelta(minutes=10)
MOST: Final = 10
"""Of one user."""
NAME_CHARACTERS: Final = 60
ANSWER_CHARACTERS: Final = 20_000
USED: Final = "passkey"
"""The purpose of the rows that say which challenges were answered."""
_NONCE, _TIME, _PROOF = 16, 8, 24
_ALGORITHMS: Final = (-8, -7, -257)
"""EdDSA, ES256, RS256, as COSE numbers them."""


class BadPasskey(Exception):
    """What the browser sent proves nothing: forged, too old, used before, or of nobody here."""


@dataclass(frozen=True, slots=True)
class Party:
    """Whom a passkey is for: this receiver under its public address, and one of its companies."""

    host: str
    origin: str
    company_id: int
    company: str
    key: bytes = field(repr=False)
    """Proves challenges."""

    def challenge(self, purpose: str, now: datetime) -> bytes:
        """A fresh challenge."""
        said = secrets.token_bytes(_NONCE) + int(now.timestamp()).to_bytes(_TIME, "big")
        return said + self._proof(purpose, said)

    def check(self, purpose: str, challenge: bytes, now: datetime) -> None:
        """Raises `BadPasskey` where it was not made here, for that purpose, a short while ago."""
        said, proof = challenge[: _NONCE + _TIME], challenge[_NONCE + _TIME :]
        if len(said) != _NONCE + _TIME or not hmac.compare_digest(proof, self._proof(purpose, said)):
            raise BadPasskey
        made = datetime.fromtimestamp(min(int.from_bytes(said[_NONCE:], "big"), int(now.timestamp())), UTC)
        if now - made > LIFE:
            raise BadPasskey

    def _proof(self, purpose: str, said: bytes) -> bytes:
        place = json.dumps(["passkey", self.company_id, purpose]).encode()
        return hmac.digest(self.key, place + said, "sha256")[:_PROOF]


def options_to_sign_in(party: Party, now: datetime) -> str:
    """What the browser is told to ask the device for, JSON."""
    challenge = bytes_to_base64url(party.challenge("sign-in", now))
    return json.dumps({"challenge": challenge, "rpId": party.host, "userVerification": "required"})


def options_to_make(party: Party, user_id: str, called: str, known: list[OwnPasskey], now: datetime) -> str:
    """What the browser is told to have the device make, JSON."""
    return json.dumps(
        {
            "challenge": bytes_to_base64url(party.challenge(user_id, now)),
            "rp": {"id": party.host, "name": party.company},
            "user": {
                "id": bytes_to_base64url(_handle(party.company_id, user_id)),
                "name": called,
                "displayName": called,
            },
            "pubKeyCredParams": [{"type": "public-key", "alg": number} for number in _ALGORITHMS],
            "excludeCredentials": [{"type": "public-key", "id": one.mark} for one in known],
            "authenticatorSelection": {"residentKey": "required", "userVerification": "required"},
            "attestation": "none",
        }
    )


@dataclass(frozen=True, slots=True)
class OwnPasskey:
    """A passkey as its user sees it."""

    mark: str
    """What a form calls it by: its id, base64."""
    name: str
    made_at: datetime
    used_at: datetime | None


def own_passkeys(connection: Session | Connection, company_id: int, user_id: str) -> list[OwnPasskey]:
    """The passkeys of a user, oldest first."""
    found = connection.execute(
        select(Passkey.credential_id, Passkey.name, Passkey.made_at, Passkey.used_at)
        .where(Passkey.company_id == company_id, Passkey.user_id == user_id)
        .order_by(Passkey.made_at, Passkey.credential_id)
    )
    return [OwnPasskey(bytes_to_base64url(row[0]), *row[1:]) for row in found]


def keep(session: Session, party: Party, user_id: str, name: str, answer: str, now: datetime) -> None:
    """Keep the passkey that the user's device made. Raises `BadPasskey`."""
    try:
        credential = parse_registration_credential_json(answer[:ANSWER_CHARACTERS])
        challenge = parse_client_data_json(credential.response.client_data_json).challenge
        party.check(user_id, challenge, now)
        made = webauthn.verify_registration_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=party.host,
            expected_origin=party.origin,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError) as error:
        raise BadPasskey from error
    _use_up(session, party.company_id, challenge, now)
    held = session.get(Passkey, (party.company_id, made.credential_id))
    if held is not None or len(own_passkeys(session, party.company_id, user_id)) >= MOST:
        raise BadPasskey
    session.add(
        Passkey(
            company_id=party.company_id,
            credential_id=made.credential_id,
            user_id=user_id,
            public_key=made.credential_public_key,
            sign_count=made.sign_count,
            name=name,
            made_at=now,
        )
    )


def user_of(session: Session, party: Party, answer: str, now: datetime) -> str:
    """The user whose passkey answered. Raises `BadPasskey`."""
    try:
        credential = parse_authentication_credential_json(answer[:ANSWER_CHARACTERS])
        challenge = parse_client_data_json(credential.response.client_data_json).challenge
        party.check("sign-in", challenge, now)
        held = session.get(Passkey, (party.company_id, credential.raw_id))
        if held is None:
            raise BadPasskey
        if credential.response.user_handle not in (None, _handle(party.company_id, held.user_id)):
            raise BadPasskey
        proved = webauthn.verify_authentication_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=party.host,
            expected_origin=party.origin,
            credential_public_key=held.public_key,
            credential_current_sign_count=held.sign_count,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError) as error:
        raise BadPasskey from error
    _use_up(session, party.company_id, challenge, now)
    held.sign_count = proved.new_sign_count
    held.used_at = now
    return held.user_id


def remove(session: Session, company_id: int, user_id: str, mark: str) -> bool:
    """Let the user's passkey open nothing any more; whether there was one."""
    held = next((one for one in own_passkeys(session, company_id, user_id) if one.mark == mark), None)
    if held is None:
        return False
    session.execute(
        delete(Passkey).where(
            Passkey.company_id == company_id,
            Passkey.user_id == user_id,
            Passkey.credential_id == base64url_to_bytes(mark),
        )
    )
    return True


def _handle(company_id: int, user_id: str) -> bytes:
    """What a device calls the user by; it says nothing about him."""
    return blake2b(json.dumps([company_id, user_id]).encode(), digest_size=32).digest()


def _use_up(session: Session, company_id: int, challenge: bytes, now: datetime) -> None:
    """Raises `BadPasskey` where it was answered before."""
    session.execute(
        delete(OneTimeCode).where(
            OneTimeCode.company_id == company_id,
            OneTimeCode.user_id == "",
            OneTimeCode.purpose == USED,
            OneTimeCode.expires_at < now,
        )
    )
    key: dict[str, Any] = {"company_id": company_id, "code_hash": sha256(challenge).digest()}
    if session.get(OneTimeCode, tuple(key.values())) is not None:
        raise BadPasskey
    session.add(OneTimeCode(**key, purpose=USED, user_id="", made_at=now, expires_at=now + 2 * LIFE, used_at=now))
