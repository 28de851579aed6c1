"""The agent API of a receiver, in signed requests.

An answer counts only where it names our protocol and has the right media type, so that the sign-in page of a hotel is
never taken for success. Redirects aren't followed and nothing is retried here: a retry needs a new signature and, after
a cut, a question first; both are the use case's.
"""

from __future__ import annotations

import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Final, TypeVar
from urllib.parse import quote, urlsplit

import msgspec
import requests
import truststore
from requests.adapters import HTTPAdapter
from urllib3 import ProxyManager
from urllib3.util import Retry

from agent.domain.errors import AgentError, ReceiverError, UsageError
from agent.domain.portals import Portal, Refused
from agent.upload.errors import broken, explained, not_ours, refused
from agent.upload.signature import Signature
from shared import limits, problems
from shared.messages import (
    BY_SCHEDULE,
    OUTBOUND_HEADER,
    PART_DIGEST_HEADER,
    PERSON_HEADER,
    PROTOCOL_HEADER,
    SCHEDULE_HEADER,
    STARTED_HEADER,
    Begin,
    Begun,
    Commit,
    Pair,
    Paired,
    Seen,
    Status,
)
from shared.signing import PAIRING, SEEN_HEADER, key_id
from shared.version import PREFIX, PROTOCOL

CONNECT_SECONDS = 10
IDLE_SECONDS = 30
SLOWEST_BYTES = 4_000
"""What a line carries in a second at the least, for each request of two at once: half of 64 kbit/s."""
JSON = "application/json"
AS_JSON: Final = {"Content-Type": JSON}
AS_PART: Final = {"Content-Type": "application/octet-stream"}
NO_HEADERS: Final[Mapping[str, str]] = {}

Answer = TypeVar("Answer")


class ReceiverClient:
    """One receiver at `url`, for requests signed as `signed_by`, each with the headers `told`. Several threads may ask
    at the same moment; each then has a connection of its own."""

    def __init__(self, url: str, signed_by: Signature, told: Mapping[str, str] = NO_HEADERS) -> None:
        self.url = receiver_url(url)
        self.requests = 0
        self.bytes_sent = 0
        self._counting = threading.Lock()
        self.ahead: timedelta | None = None
        """How far the receiver's clock is ahead of ours, by the Date of its last answer (RFC 9110, 6.6.1)."""
        self.moved: int | None = None
        """How far what goes home has moved, by the last answer to an upload; None where the receiver does not tell."""
        self._signature = signed_by
        self._told = told
        self._idle: list[requests.Session] = []
        """Nobody asks over these just now. A session is not made for several threads."""

    @classmethod
    def of(cls, portal: Portal, private_key: bytes, pause: int = 0, person: str | None = "") -> ReceiverClient:
        """The receiver of a paired portal; it is told that this office comes at least every `pause` seconds, 0 where
        nothing is scheduled, and which `person` sits here, where that is known; None where the schedule is at work."""
        told = {SCHEDULE_HEADER: str(pause)}
        if person is None:
            told[STARTED_HEADER] = BY_SCHEDULE
        elif person:
            told[PERSON_HEADER] = quote(person, safe="")
        return cls(portal.url, Signature(key_id(portal.company, portal.device), private_key), told)

    @classmethod
    def pairing(cls, url: str, private_key: bytes) -> ReceiverClient:
        """A receiver that does not know this computer yet."""
        return cls(url, Signature(PAIRING, private_key))

    def pair(self, pair: Pair) -> Paired:
        """Enrol the key that signs this request."""
        return self._answer(Paired, self._send("POST", "pair", msgspec.json.encode(pair), AS_JSON))

    def status(self) -> Status:
        """What the receiver holds."""
        return self._answer(Status, self._send("GET", "status"))

    def begin(self, begin: Begin, seen: Seen | None = None) -> Begun:
        """Ask to publish a set; `seen` is what the person saw who confirms it."""
        headers = AS_JSON if seen is None else AS_JSON | {SEEN_HEADER: seen.header}
        return self._answer(Begun, self._send("POST", "snapshots", msgspec.json.encode(begin), headers))

    def put_part(self, upload: int, number: int, data: bytes, digest: str) -> None:
        """Send a part; sending it twice is harmless."""
        self._send("PUT", f"snapshots/{upload}/parts/{number}", data, AS_PART | {PART_DIGEST_HEADER: digest})

    def commit(self, upload: int, announced: Commit | None = None) -> Begun:
        """Everything is there: publish."""
        body, headers = (msgspec.json.encode(announced), AS_JSON) if announced else (b"", NO_HEADERS)
        return self._answer(Begun, self._send("POST", f"snapshots/{upload}/commit", body, headers))

    def ask(self, form: type[Answer], method: str, path: str, message: msgspec.Struct | None = None) -> Answer:
        """Ask anything else of the agent API: what comes back is a `form`."""
        body, headers = (msgspec.json.encode(message), AS_JSON) if message is not None else (b"", NO_HEADERS)
        return self._answer(form, self._send(method, path, body, headers))

    def picture(self, path: str, media_type: str) -> bytes:
        """A file of this type and no other."""
        return self._send("GET", path, headers={"Accept": media_type})

    def _send(self, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] = NO_HEADERS) -> bytes:
        """The body of the answer (empty for 204), JSON where nothing else was wanted; where our clock is wrong, asked
        again with the receiver's, and once more where ours was set meanwhile."""
        for _ in range(2):
            try:
                return self._once(method, path, body, headers)
            except _ClockDiffers as differs:
                self._signature.ahead = differs.time - datetime.now(UTC)
        return self._once(method, path, body, headers)

    def _once(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> bytes:
        with self._counting:
            self.requests += 1
            self.bytes_sent += len(body)
        try:
            with (
                self._session() as session,
                session.request(
                    method,
                    f"{self.url}{PREFIX}/{path}",
                    data=body,
                    headers=headers,
                    # Much of the body may still be on its way when the wait for the answer begins.
                    timeout=(CONNECT_SECONDS, IDLE_SECONDS + len(body) / SLOWEST_BYTES),
                    allow_redirects=False,
                    stream=True,
                ) as response,
            ):
                return self._judged(response, headers.get("Accept", JSON))
        except requests.RequestException as error:
            raise explained(error, self.url) from error

    @contextmanager
    def _session(self) -> Iterator[requests.Session]:
        """A session that nobody else uses meanwhile."""
        try:
            session = self._idle.pop()
        except IndexError:
            session = self._new_session()
        try:
            yield session
        finally:
            self._idle.append(session)

    def _new_session(self) -> requests.Session:
        session = requests.Session()
        session.auth = self._signature
        session.headers.update({"User-Agent": "Porchlight", "Accept": JSON, PROTOCOL_HEADER: str(PROTOCOL)})
        session.headers.update(self._told)
        session.mount("http://", HTTPAdapter(max_retries=Retry(0, read=False)))
        session.mount("https://", _TrustedByTheSystem(max_retries=Retry(0, read=False)))
        return session

    def _judged(self, response: requests.Response, wanted: str) -> bytes:
        media_type = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        if PROTOCOL_HEADER not in response.headers:
            # An answer that was cut off in its head reads as a whole one with fewer headers (reliability F21).
            _read(response, self.url)
            if not (response.headers.get("Content-Length") or response.headers.get("Date")):
                raise broken(self.url)
            raise not_ours(self.url, response.status_code, media_type)
        self._look_at_the_clock(response)
        told = response.headers.get(OUTBOUND_HEADER, "")
        self.moved = int(told) if told.isascii() and told.isdecimal() else self.moved
        data = _read(response, self.url)
        if media_type == problems.MEDIA_TYPE:
            problem = self._answer(problems.Problem, data)
            raise _told(problem, response.headers.get("Retry-After"))
        if response.status_code == 204 or (response.ok and media_type == wanted):
            return data
        raise not_ours(self.url, response.status_code, media_type)

    def _look_at_the_clock(self, response: requests.Response) -> None:
        with suppress(ValueError):
            told = parsedate_to_datetime(response.headers.get("Date", ""))
            self.ahead = told.replace(tzinfo=told.tzinfo or UTC) - datetime.now(UTC)

    def _answer(self, form: type[Answer], data: bytes) -> Answer:
        try:
            return msgspec.json.decode(data, type=form)
        except msgspec.DecodeError as error:
            raise ReceiverError(
                f"The receiver at {self.url} gave an answer that this release can't read.",
                remedy="Bring Porchlight up to date on this computer or at the receiver, whichever is older.",
            ) from error


class _ClockDiffers(Refused):
    """The clocks are too far apart; `time` is the receiver's."""

    time: datetime


class _TrustedByTheSystem(HTTPAdapter):
    """Believes the certificates that this computer believes, not a list of our own; through a proxy too."""

    def init_poolmanager(self, connections: int, maxsize: int, block: bool = False, **words: object) -> None:
        """Called by the adapter itself."""
        super().init_poolmanager(connections, maxsize, block, ssl_context=_system_trust(), **words)

    def proxy_manager_for(self, proxy: str, **words: object) -> ProxyManager:
        """Called by the adapter itself."""
        manager: ProxyManager = super().proxy_manager_for(proxy, ssl_context=_system_trust(), **words)
        return manager


def receiver_url(text: str) -> str:
    """The receiver's address as it is kept. Raises `UsageError` where it is none or would travel in clear."""
    parts = urlsplit(text.strip())
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment or parts.username:
        raise UsageError(
            f"{text!r} is not an address of a receiver.", remedy="It looks like https://portal.example.com"
        )
    host = parts.hostname
    if parts.scheme == "http" and host not in ("localhost", "::1") and not host.startswith("127."):
        raise UsageError(
            f"{text} would send your customers' data unprotected over the network.",
            remedy=f"Use https:// instead: https://{parts.netloc}{parts.path}",
        )
    return f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/')}"


def _system_trust() -> truststore.SSLContext:
    return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def _told(problem: problems.Problem, retry_after: str | None) -> AgentError:
    told = refused(problem, retry_after)
    if problem.code == "clock" and problem.time:
        differs = _ClockDiffers(problem.code, told.title, detail=told.detail, remedy=told.remedy)
        differs.time = datetime.fromisoformat(problem.time)
        return differs
    return told


def _read(response: requests.Response, url: str) -> bytes:
    """The whole body, as long as it is of a sensible size."""
    data = b""
    for piece in response.iter_content(64 * 1024):
        data += piece
        if len(data) > limits.CONTROL_BYTES:
            raise not_ours(url, response.status_code, "too large")
    return data
