"""Passkeys: signing in with the lock of one's own device (WebAuthn), beside the password and never instead of it.

A passkey opens the site at which it was made and no other: the portal, or the administration site, where adding one
asks for more than a password. A device keeps both apart, as each site calls the user by another handle.

A challenge carries its own proof, so that nothing is stored for pages that nobody answers: random bytes, the time, and
a digest of both with the receiver's key. It is good for ten minutes, and once: whoever answers it uses it up.
"""

from __future__ import annotations

import hmac
import json
import secrets
from dataclasses import dataclass, field, replace
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

from receiver.domain.people.users import OneTimeCode, Passkey, Site

LIFE: Final = timedelta(minutes=10)
MOST: Final = 10
"""Of one user at one site."""
NAME_CHARACTERS: Final = 60
ANSWER_CHARACTERS: Final = 20_000
USED: Final = "passkey"
"""The purpose of the rows that say which challenges were answered."""
_NONCE, _TIME, _PROOF = 16, 8, 24
_ALGORITHMS: Final = (-8, -7, -257)
"""EdDSA, ES256, RS256, as COSE numbers them."""


class BadPasskey(Exception):
    """What the browser sent proves nothing: forged, too old, used before, or of nobody here."""


class OldPage(BadPasskey):
    """Its challenge is too old, or was answered before: with a fresh one it may be good."""


class OtherSite(BadPasskey):
    """It is a good one, of the other site."""


@dataclass(frozen=True, slots=True)
class Party:
    """Whom a passkey is for: this receiver under its public address, one of its companies, and one of its sites."""

    host: str
    origin: str
    company_id: int
    company: str
    key: bytes = field(repr=False)
    """Proves challenges."""
    site: Site = Site.PORTAL

    def challenge(self, purpose: str, now: datetime) -> bytes:
        """A fresh challenge."""
        said = secrets.token_bytes(_NONCE) + int(now.timestamp()).to_bytes(_TIME, "big")
        return said + self._proof(purpose, said)

    def check(self, purpose: str, challenge: bytes, now: datetime) -> None:
        """Raises `BadPasskey` where it was not made here for that purpose, `OldPage` where that was too long ago."""
        said, proof = challenge[: _NONCE + _TIME], challenge[_NONCE + _TIME :]
        if len(said) != _NONCE + _TIME or not hmac.compare_digest(proof, self._proof(purpose, said)):
            raise BadPasskey
        made = datetime.fromtimestamp(min(int.from_bytes(said[_NONCE:], "big"), int(now.timestamp())), UTC)
        if now - made > LIFE:
            raise OldPage

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
                "id": bytes_to_base64url(_handle(party, user_id)),
                "name": called,
                "displayName": called,
            },
            "pubKeyCredParams": [{"type": "public-key", "alg": number} for number in _ALGORITHMS],
            "excludeCredentials": [{"type": "public-key", "id": one.mark} for one in known if one.site == party.site],
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
    site: Site


def own_passkeys(connection: Session | Connection, company_id: int, user_id: str) -> list[OwnPasskey]:
    """The passkeys of a user, of both sites, oldest first."""
    found = connection.execute(
        select(Passkey.credential_id, Passkey.name, Passkey.made_at, Passkey.used_at, Passkey.site)
        .where(Passkey.company_id == company_id, Passkey.user_id == user_id)
        .order_by(Passkey.made_at, Passkey.credential_id)
    )
    return [
        OwnPasskey(bytes_to_base64url(credential_id), name, made_at, used_at, Site(site))
        for credential_id, name, made_at, used_at, site in found
    ]


def site_passkeys(connection: Session | Connection, company_id: int, user_id: str, site: Site) -> list[OwnPasskey]:
    """Those of them that open this site."""
    return [one for one in own_passkeys(connection, company_id, user_id) if one.site is site]


def keep(session: Session, party: Party, user_id: str, name: str, answer: str, now: datetime) -> None:
    """Keep the passkey that the user's device made. Raises `BadPasskey`, `OldPage`."""
    try:
        credential = parse_registration_credential_json(answer[:ANSWER_CHARACTERS])
        challenge = parse_client_data_json(credential.response.client_data_json).challenge
        party.check(user_id, challenge, now)
        _use_up(session, party.company_id, challenge, now)
        made = webauthn.verify_registration_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=party.host,
            expected_origin=party.origin,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError) as error:
        raise BadPasskey from error
    held = session.get(Passkey, (party.company_id, made.credential_id))
    if held is not None or len(site_passkeys(session, party.company_id, user_id, party.site)) >= MOST:
        raise BadPasskey
    session.add(
        Passkey(
            company_id=party.company_id,
            credential_id=made.credential_id,
            user_id=user_id,
            site=party.site,
            public_key=made.credential_public_key,
            sign_count=made.sign_count,
            name=name,
            made_at=now,
        )
    )


def user_of(session: Session, party: Party, answer: str, now: datetime) -> str:
    """The user whose passkey answered, one of the party's site. Raises `BadPasskey`, `OldPage`,
    `OtherSite`."""
    try:
        credential = parse_authentication_credential_json(answer[:ANSWER_CHARACTERS])
        challenge = parse_client_data_json(credential.response.client_data_json).challenge
        party.check("sign-in", challenge, now)
        _use_up(session, party.company_id, challenge, now)
        held = session.get(Passkey, (party.company_id, credential.raw_id))
        if held is None:
            raise BadPasskey
        of_site = replace(party, site=Site(held.site))
        if credential.response.user_handle not in (None, _handle(of_site, held.user_id)):
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
    if of_site != party:
        raise OtherSite
    held.sign_count = proved.new_sign_count
    held.used_at = now
    return held.user_id


def remove(session: Session, company_id: int, user_id: str, mark: str, site: Site) -> bool:
    """Let the user's passkey of that site open nothing any more; whether there was one."""
    if all(one.mark != mark for one in site_passkeys(session, company_id, user_id, site)):
        return False
    session.execute(
        delete(Passkey).where(
            Passkey.company_id == company_id,
            Passkey.user_id == user_id,
            Passkey.credential_id == base64url_to_bytes(mark),
        )
    )
    return True


def _handle(party: Party, user_id: str) -> bytes:
    """What a device calls the user by; it says nothing about him. A device keeps one passkey for each."""
    said = [party.company_id, user_id, *([party.site] if party.site else [])]
    return blake2b(json.dumps(said).encode(), digest_size=32).digest()


def _use_up(session: Session, company_id: int, challenge: bytes, now: datetime) -> None:
    """Raises `OldPage` where it was answered before."""
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
        raise OldPage
    session.add(OneTimeCode(**key, purpose=USED, user_id="", made_at=now, expires_at=now + 2 * LIFE, used_at=now))
