"""A wire between office and receiver that passes bytes on as they come, remembers how far each message got, and does
one thing at one byte of one of them.

It knows of HTTP only where messages begin and end. What it remembers is the truth about where a kill or a cut hit:
neither side has a say in it.
"""

from __future__ import annotations

import socket
import struct
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from typing import Final, Literal

from tests.campaign.passages import Passage, Point, Side

End = Literal["fin", "rst", "hang"]

AT_ONCE: Final = 64 * 1024

Act = Callable[[], End | None]
"""What happens at a point; gives how the connection is cut there, or None where it goes on."""


@dataclass
class _Trap:
    point: Point
    act: Act
    since: int


@dataclass
class Tap:
    """Listens on `url` while `open` and passes on to `port` of this computer. `log` holds every passage in order."""

    port: int
    log: list[Passage] = field(default_factory=list)
    sprung: list[Passage] = field(default_factory=list)
    """The log as it was when the last trap sprang, from the moment it was set; empty while it waits."""
    _trap: _Trap | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _closed: threading.Event = field(default_factory=threading.Event)
    _threads: list[threading.Thread] = field(default_factory=list)
    _connections: list[_Connection] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.listens_on = int(self._listener.getsockname()[1])
        self.url = f"http://127.0.0.1:{self.listens_on}"

    def trap(self, point: Point, act: Act) -> None:
        """Do `act` once, at `point`."""
        with self._lock:
            self.sprung = []
            self._trap = _Trap(point, act, len(self.log))

    def forget(self) -> None:
        """Nothing passed, and no trap is set."""
        with self._lock:
            self._trap = None
            self.sprung = []
            self.log.clear()

    @contextmanager
    def open(self) -> Iterator[Tap]:
        """While inside, it works. What still hangs is closed at the end."""
        accepting = threading.Thread(target=self._accept, name="tap")
        accepting.start()
        try:
            yield self
        finally:
            self._closed.set()
            with suppress(OSError):
                self._listener.shutdown(socket.SHUT_RDWR)
            self._listener.close()
            accepting.join()
            for connection in self._connections:
                connection.end("fin")
            for thread in self._threads:
                thread.join()

    def _accept(self) -> None:
        while not self._closed.is_set():
            try:
                office, _ = self._listener.accept()
            except OSError:
                return
            try:
                receiver = socket.create_connection(("127.0.0.1", self.port), timeout=10)
            except OSError:
                office.close()
                continue
            receiver.settimeout(None)
            connection = _Connection(office, receiver)
            self._connections.append(connection)
            for side in ("up", "down"):
                thread = threading.Thread(target=self._pump, args=(connection, side), name=f"tap {side}")
                self._threads.append(thread)
                thread.start()

    def _pump(self, connection: _Connection, side: Side) -> None:
        rest = b""
        end: End = "fin"
        try:
            while True:
                head, rest = connection.head(side, rest)
                passage = self._begun(head, connection) if side == "up" else connection.waiting[0]
                size = len(head) + _body_size(head)
                if side == "down":
                    passage.down_size, passage.status = size, _status(head)
                self._pass(passage, connection, side, head)
                left = size - len(head)
                while left:
                    rest = rest or connection.read(side)
                    piece, rest = rest[:left], rest[left:]
                    if side == "up" and passage.method == "POST":
                        passage.body += piece
                    self._pass(passage, connection, side, piece)
                    left -= len(piece)
                if side == "down":
                    connection.waiting.popleft()
        except _Cut as cut:
            end = cut.end
        except (OSError, EOFError, IndexError):
            pass
        if end == "hang":
            connection.silent.set()
        if connection.silent.is_set():
            self._closed.wait()
        connection.end(end)

    def _begun(self, head: bytes, connection: _Connection) -> Passage:
        method, path, *_ = head.split(b" ", 2)
        passage = Passage(method.decode("latin-1"), path.decode("latin-1"), up_size=len(head) + _body_size(head))
        with self._lock:
            self.log.append(passage)
            connection.waiting.append(passage)
        return passage

    def _pass(self, passage: Passage, connection: _Connection, side: Side, data: bytes) -> None:
        """Pass `data` on. Raises `_Cut` where a trap says so."""
        passed = passage.up if side == "up" else passage.down
        stop = self._stop(passage, side)
        if stop is not None and passed <= stop <= passed + len(data):
            first, data = data[: stop - passed], data[stop - passed :]
            connection.write(side, first, passage)
            self._spring()
        connection.write(side, data, passage)

    def _stop(self, passage: Passage, side: Side) -> int | None:
        """The byte of this message at which the trap springs."""
        with self._lock:
            trap = self._trap
            if trap is None or (trap.point.kind, trap.point.side) != (passage.kind, side):
                return None
            same = [one for one in self.log[trap.since :] if one.kind == passage.kind]
            if len(same) < trap.point.nth or same[trap.point.nth - 1] is not passage:
                return None
            return trap.point.stop(passage.up_size if side == "up" else passage.down_size)

    def _spring(self) -> None:
        with self._lock:
            trap, self._trap = self._trap, None
            if trap is None:
                return
            self.sprung = [replace(one) for one in self.log[trap.since :]]
        end = trap.act()
        if end is not None:
            raise _Cut(end)


class _Cut(Exception):
    def __init__(self, end: End) -> None:
        super().__init__(end)
        self.end = end


@dataclass
class _Connection:
    """The two ends of one connection; `waiting` are the requests whose answer is not through yet."""

    office: socket.socket
    receiver: socket.socket
    waiting: deque[Passage] = field(default_factory=deque)
    silent: threading.Event = field(default_factory=threading.Event)
    _ended: threading.Lock = field(default_factory=threading.Lock)

    def head(self, side: Side, rest: bytes) -> tuple[bytes, bytes]:
        """The head of the next message, and what was read behind it. Raises `EOFError` where there is none."""
        while b"\r\n\r\n" not in rest:
            rest += self.read(side)
        head, _, rest = rest.partition(b"\r\n\r\n")
        return head + b"\r\n\r\n", rest

    def read(self, side: Side) -> bytes:
        """Some bytes. Raises `EOFError` at the end."""
        data = (self.office if side == "up" else self.receiver).recv(AT_ONCE)
        if not data:
            raise EOFError
        return data

    def write(self, side: Side, data: bytes, passage: Passage) -> None:
        """Pass bytes on and count them; none once the connection is silent."""
        if not data or self.silent.is_set():
            return
        (self.receiver if side == "up" else self.office).sendall(data)
        if side == "up":
            passage.up += len(data)
        else:
            passage.down += len(data)

    def end(self, end: End) -> None:
        """Close both ends, politely or with a reset; the first wish counts."""
        if not self._ended.acquire(blocking=False):
            return
        for one in (self.office, self.receiver):
            with suppress(OSError):
                if end == "rst":
                    one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                # Wakes the other direction, which may wait in a read; only a polite end tells the peer.
                one.shutdown(socket.SHUT_RD if end == "rst" else socket.SHUT_RDWR)
            one.close()


def _status(head: bytes) -> int:
    words = head.split(b" ", 2)
    return int(words[1]) if len(words) > 1 and words[1].isdigit() else 0


def _body_size(head: bytes) -> int:
    for line in head.lower().split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name == b"content-length":
            return int(value)
    return 0
