"""An office computer as the receiver sees it: signed requests, made with the library alone."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import requests
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from http_message_signatures import HTTPMessageSigner, MappingKeyResolver, algorithms

from shared import canonical, parts
from shared.messages import PART_DIGEST_HEADER, PROTOCOL_HEADER, Begin, Pair, Paired
from shared.parts import Change
from shared.signing import COVERED, LABEL, PAIRING, TAG, key_id
from shared.version import PREFIX, PROTOCOL

PRACTICE = "practice-1"


class Computer:
    """A computer of an office of `company` at the receiver at `url`."""

    def __init__(self, url: str, company: int = 112) -> None:
        self.url = url
        self.company = company
        self.key = Ed25519PrivateKey.generate()
        self.key_id = PAIRING
        self.record_key = b""
        self.ahead = timedelta()

    @property
    def public_key(self) -> str:
        """As it travels."""
        return base64.b64encode(self.key.public_key().public_bytes_raw()).decode()

    def request(
        self, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None
    ) -> requests.PreparedRequest:
        """A signed request that was not sent yet."""
        plain = {"Content-Type": "application/json", PROTOCOL_HEADER: str(PROTOCOL), **(headers or {})}
        prepared = requests.Request(method, f"{self.url}{PREFIX}/{path}", data=body, headers=plain).prepare()
        prepared.headers["Host"] = self.url.partition("//")[2]
        keys = MappingKeyResolver(public_keys={}, private_keys={self.key_id: self.key})
        HTTPMessageSigner(signature_algorithm=algorithms.ED25519, key_resolver=keys).sign(
            prepared,
            key_id=self.key_id,
            created=datetime.now(UTC) + self.ahead,
            label=LABEL,
            tag=TAG,
            covered_component_ids=COVERED,
            body=body,
        )
        return prepared

    def send(
        self, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None
    ) -> requests.Response:
        """Sign, send, answer."""
        return send(self.request(method, path, body, headers))

    def pair(self, code: str, practice_id: str = PRACTICE) -> requests.Response:
        """`POST pair`; where it works, the computer signs as the new device from then on."""
        body = msgspec.json.encode(Pair(self.company, code, self.public_key, "FRONT DESK", practice_id))
        answer = self.send("POST", "pair", body)
        if answer.status_code == 201:
            paired = msgspec.json.decode(answer.content, type=Paired)
            self.key_id = key_id(self.company, paired.device)
            self.record_key = base64.b64decode(paired.record_key)
        return answer

    def begin(self, begin: Begin) -> requests.Response:
        """`POST snapshots`."""
        return self.send("POST", "snapshots", msgspec.json.encode(begin))

    def put(self, upload: int, n: int, data: bytes, digest: str = "") -> requests.Response:
        """`PUT` a part."""
        return self.send(
            "PUT", f"snapshots/{upload}/parts/{n}", data, {PART_DIGEST_HEADER: digest or parts.digest(data)}
        )

    def commit(self, upload: int) -> requests.Response:
        """`POST commit`."""
        return self.send("POST", f"snapshots/{upload}/commit")


def send(prepared: requests.PreparedRequest) -> requests.Response:
    """Send a request as it is."""
    with requests.Session() as session:
        return session.send(prepared, timeout=30)


def code_of(answer: requests.Response) -> str:
    """The code of a problem; fails where the answer is none."""
    assert answer.headers["Content-Type"] == "application/problem+json", answer.text[:300]
    assert answer.headers[PROTOCOL_HEADER] == str(PROTOCOL)
    body: dict[str, Any] = answer.json()
    assert body["status"] == answer.status_code
    return str(body["code"])


def begin_of(
    bodies: Mapping[tuple[str, str], msgspec.Struct],
    record_key: bytes,
    *,
    idempotency_key: str,
    base: int = 0,
    practice_id: str = PRACTICE,
    attended: bool = True,
) -> Begin:
    """The request to publish `bodies`: (kind, key) to body."""
    whole = canonical.SetDigest()
    for (kind, key), body in sorted(bodies.items()):
        whole.add(kind, key, canonical.record_hash(kind, canonical.encode(body), record_key))
    return Begin(
        idempotency_key=idempotency_key,
        practice_id=practice_id,
        base=base,
        digest=whole.hexdigest(),
        counts=dict(whole.counts),
        attended=attended,
    )


def changes_of(bodies: Mapping[tuple[str, str], msgspec.Struct | None]) -> bytes:
    """A part that puts (or takes out) these records."""
    return parts.pack(
        [Change(kind, key, None if body is None else canonical.encode(body)) for (kind, key), body in bodies.items()]
    )
