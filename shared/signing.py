"""What a signature of the agent API covers (RFC 9421, Ed25519, with the RFC 9530 Content-Digest of the body)."""

from __future__ import annotations

from typing import Final

COVERED: Final = ("@method", "@authority", "@path", "@query", "content-digest", "porchlight-protocol")
"""Every request is signed over exactly these, an empty body included."""

LABEL: Final = "office"
TAG: Final = "porchlight-agent"
"""The signature's application tag, so that a signature made for something else is none here."""


def key_id(company: int, device: str) -> str:
    """The `keyid` of an enrolled device. While pairing, the device is not known yet: `PAIRING` stands for it."""
    return f"{company}/{device}"


PAIRING: Final = "pairing"
