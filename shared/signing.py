"""What a signature of the agent API covers (RFC 9421, Ed25519, with the RFC 9530 Content-Digest of the body)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

COVERED: Final = ("@method", "@authority", "@path", "@query", "content-digest", "porchlight-protocol")
"""Every request is signed over exactly these, an empty body included; one that has `SEEN_HEADER`, over that too."""

SEEN_HEADER: Final = "Porchlight-Seen"
"""What the person saw who confirms an upload (`shared.messages.Seen`): `7/14`, who leave and of how many. The request
that begins an attended upload has it."""

LABEL: Final = "office"
TAG: Final = "porchlight-agent"
"""The signature's application tag, so that a signature made for something else is none here."""


def covered(headers: Mapping[str, str]) -> tuple[str, ...]:
    """What the signature of a request with these headers has to cover."""
    return (*COVERED, SEEN_HEADER.lower()) if SEEN_HEADER in headers else COVERED


def key_id(company: int, device: str) -> str:
    """The `keyid` of an enrolled device. While pairing, the device is not known yet: `PAIRING` stands for it."""
    return f"{company}/{device}"


PAIRING: Final = "pairing"
