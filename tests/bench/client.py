"""A small load generator: bare sockets kept open, so that the client is not what is measured.

`python -m tests.bench.client PORT SECONDS` is one connection; standard input is a JSON list of `[path, cookie]`, which
it asks for one after the other, again and again; it prints `Seen` as JSON. Connections are programs of their own, which
end by themselves when the bench is killed.
"""

from __future__ import annotations

import json
import re
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from itertools import cycle

from tests.support.processes import ROOT

CONNECTIONS = 4
MARK = re.compile(rb"Edition ([0-9]+)")
STAMP = re.compile(rb'<time datetime="([^"]+)"')
"""The last one of a page says as of when the office's data are."""

Page = tuple[str, str]
"""Path and cookie."""


@dataclass
class Seen:
    """What a connection was answered."""

    taken: list[float] = field(default_factory=list)
    """How many seconds each page took."""
    size: int = 0
    """Bytes of the last body."""
    faults: list[str] = field(default_factory=list)
    """Answers that were none, or not a 200."""
    editions: list[tuple[str, str, str]] = field(default_factory=list)
    """Company, edition and stamp, as pages showed them together; several editions of one page are joined by a plus."""

    def note(self, path: str, body: bytes) -> None:
        """Keep what a page shows of an edition, if anything."""
        marks, stamps = sorted(set(MARK.findall(body))), STAMP.findall(body)
        company = path.split("/")[1]
        told = (company, b"+".join(marks).decode(), stamps[-1].decode() if stamps else "")
        if marks and told not in self.editions:
            self.editions.append(told)


@dataclass(frozen=True)
class Load:
    """What a server did in a while."""

    per_second: float
    p99: float
    """Seconds."""
    seen: Seen
    """Of all connections."""

    def sound(self) -> Load:
        """Itself. Fails where not every answer was a page."""
        assert self.seen.faults == []
        return self


def load(port: int, pages: Sequence[Page], seconds: float) -> Load:
    """Ask for `pages` on `CONNECTIONS` connections for some seconds."""
    words = [sys.executable, "-m", "tests.bench.client", str(port), str(seconds)]
    children = [
        subprocess.Popen(words, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) for _ in range(CONNECTIONS)
    ]
    for first, child in enumerate(children):
        assert child.stdin is not None
        # Each connection begins with another page.
        child.stdin.write(json.dumps([*pages[first:], *pages[:first]]).encode())
        child.stdin.close()
    told = [child.stdout.read() for child in children if child.stdout is not None]
    assert [child.wait() for child in children] == [0] * CONNECTIONS
    found = [Seen(**json.loads(one)) for one in told]
    times = sorted(one for seen in found for one in seen.taken)
    editions = sorted({(*one,) for seen in found for one in seen.editions})
    together = Seen(times, found[0].size, [fault for seen in found for fault in seen.faults], editions)
    return Load(len(times) / seconds, times[int(len(times) * 0.99)], together)


def ask(port: int, pages: Sequence[Page], seconds: float) -> Seen:
    """One connection."""
    seen = Seen()
    end = time.monotonic() + seconds
    connection = socket.create_connection(("127.0.0.1", port))
    for path, cookie in cycle(pages):
        if (begun := time.monotonic()) >= end:
            break
        request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nCookie: {cookie}\r\n\r\n".encode()
        try:
            connection.sendall(request)
            body = one_answer(connection)
        except OSError as fault:
            seen.faults.append(f"{path}: {fault}")
            connection.close()
            connection = socket.create_connection(("127.0.0.1", port))
            continue
        seen.taken.append(time.monotonic() - begun)
        seen.size = len(body)
        seen.note(path, body)
    connection.close()
    return seen


def one_answer(connection: socket.socket) -> bytes:
    """The body of one answer, read to its end. Raises `OSError` where it is none, or not a 200."""
    data = b""
    while b"\r\n\r\n" not in data:
        data += received(connection)
    head, _, body = data.partition(b"\r\n\r\n")
    if not head.startswith(b"HTTP/1.1 200"):
        raise OSError(head.decode())
    sizes = [int(line[15:]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
    # Without a size it comes in chunks, the last of which is empty; their own sizes stay in the body.
    while len(body) < sizes[0] if sizes else not body.endswith(b"\r\n0\r\n\r\n"):
        body += received(connection)
    return body


def received(connection: socket.socket) -> bytes:
    """Some bytes. Raises `OSError` where there are none."""
    data = connection.recv(1 << 16)
    if not data:
        raise OSError("the server closed the connection")
    return data


if __name__ == "__main__":
    wanted = [(path, cookie) for path, cookie in json.load(sys.stdin)]
    print(json.dumps(asdict(ask(int(sys.argv[1]), wanted, float(sys.argv[2])))))
