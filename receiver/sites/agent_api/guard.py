"""Lets in paired office computers only: protocol, signature, clock, size and digest of the body, in this order."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import Final

from flask import g, request
from werkzeug.exceptions import ClientDisconnected

from receiver.db.faults import DatabaseFault
from receiver.db.unit_of_work import now
from receiver.domain.agents.devices import Seen, find_device, needs_note, seen, unknown_device
from receiver.domain.companies.actions import HIGHEST_NUMBER
from receiver.domain.companies.queries import find_company
from receiver.domain.refusals import Refused
from receiver.principals import OfficeComputer
from receiver.sites.agent_api.signatures import SignedRequest, verify
from receiver.web.client_address import client_network
from receiver.web.parts import parts
from shared.messages import PROTOCOL_HEADER, SCHEDULE_HEADER
from shared.version import OLDEST_PROTOCOL, PROTOCOL

_KEY_ID: Final = re.compile(r"([1-9][0-9]{0,9})/([0-9a-f]{16})")

WITH_QUERY: Final = frozenset({"agent_api.outbound"})
"""The views that take one, and read it themselves; every other one takes none."""


def check_protocol() -> None:
    """Raises `Refused` where the request speaks no version that this release understands, or is not plain."""
    spoken = request.headers.get(PROTOCOL_HEADER, "")
    if not re.fullmatch(r"[1-9][0-9]{0,3}", spoken) or not OLDEST_PROTOCOL <= int(spoken) <= PROTOCOL:
        raise Refused(
            "protocol",
            "This office and the receiver are of different ages.",
            f"The receiver speaks versions {OLDEST_PROTOCOL} to {PROTOCOL} of the protocol, the office {spoken[:8]!r}.",
        )
    if request.query_string and request.endpoint not in WITH_QUERY:
        raise Refused("bad-request", "The request can't be understood.", "No query is taken here.")
    if request.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise Refused("media-type", "The request is not of the right media type.", "Bodies are not encoded once more.")


def check_device(most: int) -> None:
    """Let the request in where a paired computer signed it; then `body()` gives its body of at most `most` bytes.

    Raises `Refused`.
    """
    found: list[OfficeComputer] = []

    def find(key_id: str) -> bytes:
        computer, public_key = _known(key_id)
        found.append(computer)
        return public_key

    signed = verify(request, find)
    signed.check_clock(now().timestamp())
    g.office_computer = found[0]
    g.body = read_body(signed, most)


def computer() -> OfficeComputer:
    """Who sent the request that is being answered."""
    sender: OfficeComputer = g.office_computer
    return sender


def body() -> bytes:
    """The body that was signed."""
    signed: bytes = g.body
    return signed


def read_body(signed: SignedRequest, most: int) -> bytes:
    """Read the body and check it against the signature. Raises `Refused`."""
    read = read_raw(most)
    signed.check_body(read)
    return read


def read_raw(most: int) -> bytes:
    """Read a body of at most `most` bytes, never more. Raises `Refused`."""
    if (request.content_length or 0) > most:
        raise Refused("too-large", "The request is too large.", f"At most {most:,} bytes are taken here.")
    try:
        read = request.stream.read(most + 1)
    except ClientDisconnected as error:
        raise Refused("bad-request", "The request was cut off.") from error
    if len(read) > most:
        raise Refused("too-large", "The request is too large.", f"At most {most:,} bytes are taken here.")
    if len(read) != (request.content_length or 0):
        raise Refused("bad-request", "The request was cut off.")
    return read


def _known(key_id: str) -> tuple[OfficeComputer, bytes]:
    """The computer that a key id names, with its public key. Raises `Refused`."""
    match = _KEY_ID.fullmatch(key_id)
    if not match or int(match.group(1)) > HIGHEST_NUMBER:
        raise unknown_device()
    company_id, device_id = int(match.group(1)), match.group(2)
    with parts().work.reading(company_id) as session:
        company, device = find_company(session, company_id), find_device(session, company_id, device_id)
    if company is None or device is None or device.revoked_at is not None:
        raise unknown_device()
    if company.suspended:
        raise Refused("suspended", "This company is closed at the portal.", "Ask who runs the portal.")
    return OfficeComputer(company_id, device_id), device.public_key


def note_seen() -> None:
    """Note that the computer is at work, and its schedule; not being able to is no reason to refuse it."""
    sender, seen_now = computer(), Seen(client_network(), now(), _schedule())
    with suppress(DatabaseFault):
        with parts().work.reading(sender.company_id) as session:
            device = find_device(session, sender.company_id, sender.device_id)
        if device is not None and needs_note(device, seen_now):
            with parts().work.writing(sender.company_id) as session:
                seen(session, sender.company_id, sender.device_id, seen_now)


def _schedule() -> int | None:
    """What the computer tells of its schedule. Raises `Refused` where that is no number of seconds."""
    told = request.headers.get(SCHEDULE_HEADER)
    if told is None:
        return None
    if not re.fullmatch(r"0|[1-9][0-9]{0,7}", told):
        raise Refused("bad-request", "The request can't be understood.", "The schedule is no number of seconds.")
    return int(told)
