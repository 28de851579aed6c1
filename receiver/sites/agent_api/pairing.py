"""Enrols an office computer: the one request that is signed with a key nobody knows yet."""

from __future__ import annotations

import base64
import binascii
from typing import Final

from flask import Response, request

from receiver.db.unit_of_work import now
from receiver.domain.agents.devices import PRACTICE_CHARACTERS, enrol
from receiver.domain.companies.actions import HIGHEST_NUMBER, record_key
from receiver.domain.refusals import Refused
from receiver.sites.agent_api.control import answer, read_message
from receiver.sites.agent_api.guard import read_raw
from receiver.sites.agent_api.signatures import verify
from receiver.web.body_size import strangers_body
from receiver.web.client_address import client_network
from receiver.web.parts import parts
from shared.messages import Pair, Paired
from shared.signing import PAIRING, key_id

PAIR_BYTES: Final = 16 * 1024
PUBLIC_KEY_BYTES: Final = 32


def pair_computer() -> Response:
    """Answer `POST pair`. Raises `Refused`."""
    with strangers_body():
        data = read_raw(PAIR_BYTES)
    pair = read_message(Pair, data)
    public_key = _public_key(pair)
    signed = verify(request, lambda named: _offered(named, pair, public_key))
    signed.check_clock(now().timestamp())
    signed.check_body(data)
    if not 1 <= len(pair.practice_id) <= PRACTICE_CHARACTERS or not pair.practice_id.isprintable():
        raise Refused("bad-request", "The request can't be understood.", "The practice database has no usable id.")
    if not 1 <= pair.company <= HIGHEST_NUMBER:
        raise _bad_code()
    with parts().work.writing(pair.company) as session:
        enrolled = enrol(session, pair, public_key, client_network(), now())
    # Outside of the transaction: the try that this cost is committed.
    if enrolled is None:
        raise _bad_code()
    company, device = enrolled
    settings, secrets = parts().settings, parts().secrets
    paired = Paired(
        company=company.company_id,
        company_name=company.name,
        device=device.device_id,
        record_key=base64.b64encode(record_key(secrets.peppers, company)).decode(),
        portal_url=f"{settings.public_url}/{company.company_id}/",
    )
    return answer(paired, 201)


def _public_key(pair: Pair) -> bytes:
    try:
        key = base64.b64decode(pair.public_key, validate=True)
    except (binascii.Error, ValueError) as error:
        raise Refused("bad-request", "The request can't be understood.", "The public key is no base64.") from error
    if len(key) != PUBLIC_KEY_BYTES:
        raise Refused("bad-request", "The request can't be understood.", "The public key is no Ed25519 key.")
    return key


def _offered(named: str, pair: Pair, public_key: bytes) -> bytes:
    """The key that the request itself brings: whoever signs with it holds its private half."""
    if named not in (PAIRING, key_id(pair.company, PAIRING)):
        raise Refused("bad-signature", "The signature of the request does not hold.")
    return public_key


def _bad_code() -> Refused:
    """The same for a wrong code, a wrong company, an expired and a used code."""
    return Refused(
        "bad-code",
        "The company number or the pairing code is not right, or the code is not good any more.",
        "A code works once and not for long.",
    )
