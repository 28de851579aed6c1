"""Verifies the signature of a request (RFC 9421, Ed25519) before its body is read, and the body against it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final
from urllib.parse import quote

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from flask import Request
from http_message_signatures import (
    HTTPMessageSignaturesException,
    HTTPMessageVerifier,
    HTTPSignatureKeyResolver,
    VerifyResult,
    algorithms,
)

from receiver.domain.refusals import Refused
from shared import limits
from shared.signing import TAG, covered

ANY_CLOCK: Final = timedelta(days=365 * 50)
"""The library looks at no clock; `SignedRequest.check_clock` does, when the signature is known to hold."""

FindKey = Callable[[str], bytes]
"""The public key (32 raw bytes) that a `keyid` names; raises `Refused` where it names none."""


@dataclass(frozen=True, slots=True)
class SignedRequest:
    """A request whose signature holds; its body has not been looked at yet."""

    message: _Message
    result: VerifyResult

    @property
    def created(self) -> int:
        """When it was signed, by the signer's clock: seconds since 1970."""
        return int(self.result.parameters["created"])

    def check_clock(self, seconds_since_1970: float) -> None:
        """Raises `Refused` where the clocks are too far apart; only a holder of the key gets to know."""
        if abs(seconds_since_1970 - self.created) > limits.CLOCK_SECONDS:
            raise Refused(
                "clock", "The clock of this computer is wrong.", "Set it right, or sign by the receiver's time."
            )

    def check_body(self, body: bytes) -> None:
        """Raises `Refused` where the body is not the one that was signed."""
        try:
            _verifier(HTTPSignatureKeyResolver()).verify_body(self.message, [self.result], body)
        except HTTPMessageSignaturesException as error:
            raise _unsigned() from error


@dataclass(frozen=True, slots=True)
class _Message:
    """A request as the verifying library sees it."""

    method: str
    url: str
    headers: Mapping[str, str]


class _Key(HTTPSignatureKeyResolver):
    def __init__(self, find: FindKey) -> None:
        self.find = find
        self.raised: Exception | None = None

    def resolve_public_key(self, key_id: str) -> Ed25519PublicKey:
        """Called by the library; it hides what is raised here, so that is kept: a database that is away is no reason
        to call a signature bad."""
        try:
            return Ed25519PublicKey.from_public_bytes(self.find(key_id))
        except Exception as error:
            self.raised = error
            raise


def verify(request: Request, find: FindKey) -> SignedRequest:
    """Check the signature of the request's head. Raises `Refused`, or what `find` raises."""
    message = _message(request)
    key, needed = _Key(find), covered(message.headers)
    try:
        results = _verifier(key).verify(message, max_age=None, expect_tag=TAG, require_components=needed)
    except HTTPMessageSignaturesException as error:
        raise key.raised or _unsigned() from error
    if len(results) != 1:
        raise _unsigned()
    return SignedRequest(message, results[0])


def _verifier(key: HTTPSignatureKeyResolver) -> HTTPMessageVerifier:
    verifier = HTTPMessageVerifier(signature_algorithm=algorithms.ED25519, key_resolver=key)
    verifier.max_clock_skew = ANY_CLOCK
    return verifier


def _message(request: Request) -> _Message:
    """The server hands on no raw address, so it is put together again; API paths are plain ASCII."""
    path = quote(request.environ.get("SCRIPT_NAME", "") + request.environ["PATH_INFO"], encoding="latin-1")
    query = request.environ.get("QUERY_STRING", "")
    headers: dict[str, Any] = dict(request.headers.items())
    return _Message(request.method, f"{request.scheme}://{request.host}{path}{'?' + query if query else ''}", headers)


def _unsigned() -> Refused:
    return Refused(
        "bad-signature",
        "The signature of the request does not hold.",
        "Something between the office and the receiver changed the request, or it is not from a paired computer.",
    )
