"""Signs every request to the receiver (RFC 9421, Ed25519; what is covered stands in `shared.signing`)."""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any, cast

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from http_message_signatures import HTTPMessageSigner, HTTPSignatureKeyResolver
from http_message_signatures.algorithms import ED25519
from requests import PreparedRequest
from requests.auth import AuthBase

from shared.signing import LABEL, TAG, covered


class _OneKey(HTTPSignatureKeyResolver):
    def __init__(self, key: Ed25519PrivateKey) -> None:
        self._key = key

    def resolve_private_key(self, key_id: str) -> Ed25519PrivateKey:
        return self._key


class Signature(AuthBase):
    """Signs with the device's private key (32 raw bytes) as `key_id`."""

    def __init__(self, key_id: str, private_key: bytes) -> None:
        self._key_id = key_id
        resolver = _OneKey(Ed25519PrivateKey.from_private_bytes(private_key))
        self._signer = HTTPMessageSigner(signature_algorithm=ED25519, key_resolver=resolver)
        self.ahead = timedelta()
        """How far the receiver's clock is ahead of this computer's; learnt from a `clock` problem."""

    def __call__(self, request: PreparedRequest) -> PreparedRequest:
        """Add the signature headers, and let the body be read piece by piece: each then has the time of a connection of
        its own, while a part as a whole takes longer on a slow line (reliability F23)."""
        body = request.body if isinstance(request.body, bytes) else b""
        self._signer.sign(
            request,
            key_id=self._key_id,
            created=datetime.now(UTC) + self.ahead,
            label=LABEL,
            tag=TAG,
            covered_component_ids=covered(request.headers),
            body=body,
        )
        if body:
            # The types of the library leave out that a body may be something to read.
            cast("Any", request).body = BytesIO(body)
        return request


def public_half(private_key: bytes) -> str:
    """The raw public key of a private one, base64, as pairing sends it."""
    return base64.b64encode(Ed25519PrivateKey.from_private_bytes(private_key).public_key().public_bytes_raw()).decode()
