"""What is answered in a receiver's place, by somebody else or by something in between that spoils it."""

from __future__ import annotations

import json

from tests.support.proxy import Fault, answered

OURS = {"Porchlight_Protocol": "1"}
JSON = "application/json"
RECEIPT = {"snapshot": 99, "time": "2026-01-01T00:00:00Z", "digest": "0" * 64, "counts": {}, "difference": {}}


def done(receipt: object) -> bytes:
    """The answer that an upload is published."""
    return json.dumps({"state": "done", "id": 99, "receipt": receipt}).encode()


NONE = "There is no Porchlight receiver"
CUT = "broke"
UNREADABLE = "can't read"
UNCONFIRMED = "did not confirm"

FOREIGN: dict[str, tuple[Fault, int, str]] = {
    "page": (answered(200, "text/html", b"<h1>Welcome to the hotel</h1>"), 1, NONE),
    "json": (answered(200, JSON, done(RECEIPT)), 1, NONE),
    "redirect": (answered(302, "text/html", b"", Location="http://127.0.0.1:9/sign-in"), 1, NONE),
    "redirect that keeps the method": (answered(307, "text/html", b"", Location="http://127.0.0.1:9/"), 1, NONE),
    "proxy": (answered(407, "text/html", b"", Proxy_Authenticate="Basic"), 1, NONE),
    "error page": (answered(500, "text/html", b"<h1>Oops</h1>"), 1, NONE),
    "gateway": (answered(504, "text/html", b""), 5, "not available just now"),
    "empty": (answered(200, JSON, b"", **OURS), 1, UNREADABLE),
    "half of the json": (answered(200, JSON, done(RECEIPT)[:40], **OURS), 1, UNREADABLE),
    "json of something else": (answered(200, JSON, b'{"state": "splendid"}', **OURS), 1, UNREADABLE),
    "other type": (answered(200, "text/plain", done(RECEIPT), **OURS), 1, NONE),
    "no content": (answered(204, "", b"", **OURS), 1, UNREADABLE),
    "receipt of another set": (answered(200, JSON, done(RECEIPT), **OURS), 1, UNCONFIRMED),
    "no receipt": (answered(200, JSON, done(None), **OURS), 1, UNCONFIRMED),
    "without end": (answered(200, JSON, b" " * 600_000, **OURS), 1, NONE),
    "half of what was announced": (
        Fault(instead=answered(200, JSON, done(RECEIPT), **OURS).instead or b"", down=150),
        5,
        CUT,
    ),
    "no http": (Fault(instead=b"220 mail.example.com ESMTP\r\n"), 5, CUT),
}
"""By name: the fault, the exit code that Process ends with, and what its title tells."""
