"""A recording proxy between an office and a receiver, for faults of the network (reliability F4, F20 to F22, F25, F26).

Every request is kept as it travelled and can be sent again later, in any order. Faults are planned beforehand::

    with Proxy(receiver.port).open() as proxy:
        office.pair(..., url=proxy.url)
        proxy.plan(LOST_ANSWER, "POST", "/commit")          # the next commit takes effect, its answer is lost
        proxy.plan(Fault(up=100, end="rst"), "PUT")         # the next part is cut after 100 bytes
        proxy.plan(answered(200, "text/html", b"<h1>Welcome</h1>"), count=ALWAYS)
        ...
        again = proxy.replay(proxy.of("POST", "/commit")[0])

It passes a request on when it is complete, and the answer when that is complete, one request to a connection; bytes are
those that travelled, so that a signature still holds.
"""

from __future__ import annotations

import base64
import socket
import struct
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Final, Literal

import msgspec

from shared import parts
from shared.messages import Begin

End = Literal["fin", "rst", "hang"]
ALWAYS: Final = 1_000_000
_SECONDS: Final = 60
_AT_ONCE: Final = 64 * 1024


@dataclass(frozen=True)
class Message:
    """A request or an answer as it travelled: its first line and headers, and its body."""

    head: bytes
    body: bytes

    @property
    def first_line(self) -> str:
        """The request line, or the status line."""
        return self.head.partition(b"\r\n")[0].decode("latin-1")

    @property
    def status(self) -> int:
        """Of an answer; 0 where nothing came."""
        words = self.first_line.split()
        return int(words[1]) if len(words) > 1 else 0

    def header(self, name: str) -> str:
        """The value of a header, empty where there is none."""
        for line in self.head.decode("latin-1").split("\r\n")[1:]:
            found, _, value = line.partition(":")
            if found.strip().lower() == name.lower():
                return value.strip()
        return ""


@dataclass(frozen=True)
class Exchange:
    """A request that was passed on (`up` says how much of it), and the answers the receiver gave: none where the
    request was cut, several where it was passed on several times."""

    request: Message
    answers: tuple[Message, ...] = ()

    @property
    def method(self) -> str:
        """`POST`."""
        return self.request.first_line.split()[0]

    @property
    def path(self) -> str:
        """`/api/v1/snapshots`."""
        return self.request.first_line.split()[1]

    @property
    def body(self) -> bytes:
        """Of the request."""
        return self.request.body

    @property
    def changes(self) -> list[parts.Change]:
        """The records it carried, as a part or inside the request to publish."""
        if self.method == "PUT":
            return parts.unpack(self.body)
        if not self.path.endswith("/snapshots"):
            return []
        change = msgspec.json.decode(self.body, type=Begin).change
        return parts.unpack(base64.b64decode(change)) if change else []


@dataclass(frozen=True)
class Fault:
    """What becomes of a request. Bytes are counted from the first of the request line or the status line."""

    up: int | None = None
    """How many bytes of the request the receiver gets; all where None. A cut request gets no answer."""
    down: int | None = None
    """How many bytes of the answer the office gets; all where None."""
    end: End = "fin"
    """How a cut connection ends: closed, reset, or left open and silent until the proxy closes."""
    times: int = 1
    """How often the request is passed on, all at the same moment; the office gets the first answer."""
    until: threading.Event | None = None
    """The request waits for this before it is passed on."""
    instead: bytes | None = None
    """The office gets this answer, and the receiver gets nothing."""


LOST_ANSWER: Final = Fault(down=0)
LOST_REQUEST: Final = Fault(up=0)


def answered(status: int, media_type: str, body: bytes, **headers: str) -> Fault:
    """Somebody else answers; `Proxy_Authenticate="Basic"` is a header more."""
    lines = [f"HTTP/1.1 {status} {HTTPStatus(status).phrase}", f"Content-Length: {len(body)}", "Connection: close"]
    lines += [f"Content-Type: {media_type}"] if media_type else []
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return Fault(instead="\r\n".join([*lines, "", ""]).encode() + body)


@dataclass
class _Plan:
    fault: Fault
    method: str
    ending: str
    skip: int
    count: int

    def takes(self, exchange: Exchange) -> bool:
        """Whether this is the request it waits for; counts it."""
        if exchange.method != (self.method or exchange.method) or not exchange.path.endswith(self.ending):
            return False
        if self.skip:
            self.skip -= 1
            return False
        self.count -= 1
        return self.count >= 0


@dataclass
class Proxy:
    """Listens on `url` while `open`, and passes on to `port` of this computer (which may be changed meanwhile).

    `seen` holds every request in the order they came, whatever became of it; `sent` those that were passed on whole, in
    the order their answers came.
    """

    port: int
    seen: list[Exchange] = field(default_factory=list)
    sent: list[Exchange] = field(default_factory=list)
    caught: threading.Event = field(default_factory=threading.Event)
    """Set when a planned fault has met its request (a request that waits included)."""
    _plans: list[_Plan] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _closed: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def plan(self, fault: Fault, method: str = "", ending: str = "", *, skip: int = 0, count: int = 1) -> None:
        """The fault meets the next `count` requests of this method whose path ends so, after `skip` others."""
        self.caught.clear()
        with self._lock:
            self._plans.append(_Plan(fault, method, ending, skip, count))

    def forget(self) -> None:
        """Nothing is planned any more, and nothing was seen."""
        with self._lock:
            self._plans.clear()
            self.seen.clear()
            self.sent.clear()

    def of(self, method: str, ending: str = "") -> list[Exchange]:
        """What was passed on whole with this method to paths that end so."""
        return [one for one in self.sent if one.method == method and one.path.endswith(ending)]

    def lost(self) -> list[Exchange]:
        """What was seen and not passed on whole."""
        arrived = {id(one.request) for one in self.sent}
        return [one for one in self.seen if id(one.request) not in arrived]

    def replay(self, exchange: Exchange) -> Message:
        """Send a request of before once more, as it was; gives the receiver's answer."""
        return self._passed_on(exchange.request, None)

    @contextmanager
    def open(self) -> Iterator[Proxy]:
        """While inside, the proxy works. Connections that hang are closed at the end."""
        thread = threading.Thread(target=self._accept, name="proxy")
        thread.start()
        try:
            yield self
        finally:
            self._closed.set()
            with suppress(OSError):
                self._listener.shutdown(socket.SHUT_RDWR)
            self._listener.close()
            thread.join()

    def _accept(self) -> None:
        with ThreadPoolExecutor(32) as pool:
            while not self._closed.is_set():
                try:
                    connection, _ = self._listener.accept()
                except OSError:
                    return
                pool.submit(self._serve, connection)

    def _serve(self, connection: socket.socket) -> None:
        with connection, suppress(ConnectionError, TimeoutError):
            connection.settimeout(_SECONDS)
            request = _read_request(connection)
            if request is None:
                return
            fault = self._met(Exchange(request))
            if fault.until is not None:
                self._wait(fault.until)
            answer = self._answer(request, fault)
            connection.sendall(answer if fault.down is None else answer[: fault.down])
            if fault.up is not None or fault.down is not None:
                self._cut(connection, fault.end)

    def _met(self, exchange: Exchange) -> Fault:
        with self._lock:
            self.seen.append(exchange)
            for plan in self._plans:
                if plan.takes(exchange):
                    self.caught.set()
                    return plan.fault
        return Fault()

    def _answer(self, request: Message, fault: Fault) -> bytes:
        """What the office is to get."""
        if fault.instead is not None:
            return fault.instead
        if fault.up is not None:
            self._passed_on(request, fault.up)
            return b""
        with ThreadPoolExecutor(fault.times) as pool:
            answers = tuple(pool.map(lambda _: self._passed_on(request, None), range(fault.times)))
        with self._lock:
            self.sent.append(Exchange(request, answers))
        return answers[0].head + answers[0].body

    def _passed_on(self, request: Message, most: int | None) -> Message:
        """The receiver's answer to the request, or to its first bytes. Nothing where nobody listens or it breaks."""
        data = request.head + request.body
        answer = b""
        with (
            suppress(ConnectionError),
            socket.create_connection(("127.0.0.1", self.port), timeout=_SECONDS) as upstream,
        ):
            upstream.sendall(data if most is None else data[:most])
            if most is None:
                while piece := upstream.recv(_AT_ONCE):
                    answer += piece
        head, end, body = answer.partition(b"\r\n\r\n")
        return Message(head + end, body)

    def _cut(self, connection: socket.socket, end: End) -> None:
        if end == "hang":
            self._closed.wait()
        if end == "rst":
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    def _wait(self, event: threading.Event) -> None:
        while not event.wait(0.05) and not self._closed.is_set():
            pass


def _read_request(connection: socket.socket) -> Message | None:
    """The request, asking the receiver to close after it; None where the office went away before it was complete."""
    data = b""
    while b"\r\n\r\n" not in data:
        piece = connection.recv(_AT_ONCE)
        if not piece:
            return None
        data += piece
    head, _, body = data.partition(b"\r\n\r\n")
    lines = [line for line in head.split(b"\r\n") if not line.lower().startswith(b"connection:")]
    message = Message(b"\r\n".join([*lines, b"Connection: close", b"", b""]), body)
    wanted = int(message.header("Content-Length") or 0)
    while len(body) < wanted:
        piece = connection.recv(_AT_ONCE)
        if not piece:
            return None
        body += piece
    return Message(message.head, body)
