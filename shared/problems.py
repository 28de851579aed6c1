"""How the agent API says no: RFC 9457 problem details with a code the agent can act on."""

from __future__ import annotations

from typing import Final

import msgspec

MEDIA_TYPE: Final = "application/problem+json"


class Problem(msgspec.Struct, frozen=True, omit_defaults=True):
    """`code` is one of the keys of `CODES`; `title` and `detail` are sentences for a person at the office."""

    code: str
    title: str
    status: int
    detail: str = ""
    time: str = ""
    """The receiver's clock, RFC 3339, UTC, where the agent's clock is the problem."""
    retry_after: int = 0
    """Seconds after which trying again may help; 0 where waiting does not help."""


CODES: Final[dict[str, int]] = {
    "bad-request": 400,
    "bad-code": 403,
    "bad-signature": 401,
    "clock": 401,
    "unknown-device": 401,
    "suspended": 403,
    "other-practice": 409,
    "claimed": 409,
    "answered": 409,
    "not-found": 404,
    "method": 405,
    "stale": 409,
    "busy": 503,
    "digest-mismatch": 409,
    "missing-parts": 409,
    "too-large": 413,
    "media-type": 415,
    "bad-records": 422,
    "key-reused": 422,
    "protocol": 426,
    "too-many": 429,
    "internal": 500,
    "storage-full": 507,
}
"""Every code with its HTTP status.

| code | the agent then |
|---|---|
| `clock` | signs again with the receiver's time, which `time` carries |
| `stale` | begins again with what the receiver says is newest |
| `digest-mismatch` | sends the whole set |
| `busy`, `too-many`, `storage-full` | tries again later |
| `claimed` | says who is answering the request; it may be free again after `retry_after` |
| `answered` | looks again: the request does not stand as this computer thinks |
| any other | tells the person |
"""
