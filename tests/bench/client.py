"""A small load generator: bare sockets kept open, so that the client is not what is measured.

`python -m tests.bench.client PORT PATH SECONDS` is one connection; it reads the cookie from standard input and prints
how long each answer took, and the size of the last body, as JSON. Connections are programs of their own, which end by
themselves when the bench is killed.
"""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
from dataclasses import dataclass

from tests.support.processes import ROOT

CONNECTIONS = 4


@dataclass(frozen=True)
class Load:
    """What a server did in a while."""

    per_second: float
    p99: float
    """Seconds."""
    size: int
    """Bytes of the last body."""


def load(port: int, path: str, cookie: str, seconds: float) -> Load:
    """Ask for `path` on `CONNECTIONS` connections for some seconds. Every answer must be a 200."""
    words = [sys.executable, "-m", "tests.bench.client", str(port), path, str(seconds)]
    children = [
        subprocess.Popen(words, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) for _ in range(CONNECTIONS)
    ]
    for child in children:
        assert child.stdin is not None
        child.stdin.write(cookie.encode())
        child.stdin.close()
    told = [child.stdout.read() for child in children if child.stdout is not None]
    assert [child.wait() for child in children] == [0] * CONNECTIONS
    results = [json.loads(one) for one in told]
    times = sorted(one for taken, _ in results for one in taken)
    return Load(len(times) / seconds, times[int(len(times) * 0.99)], results[0][1])


def ask(port: int, path: str, cookie: str, seconds: float) -> tuple[list[float], int]:
    """One connection: how long each answer took, and the size of the last body."""
    request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nCookie: {cookie}\r\n\r\n".encode()
    taken = []
    size = 0
    end = time.monotonic() + seconds
    with socket.create_connection(("127.0.0.1", port)) as connection:
        while (begun := time.monotonic()) < end:
            connection.sendall(request)
            size = one_answer(connection)
            taken.append(time.monotonic() - begun)
    return taken, size


def one_answer(connection: socket.socket) -> int:
    """Read one answer to its end; the size of its body."""
    data = b""
    while b"\r\n\r\n" not in data:
        data += received(connection)
    head, _, body = data.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200"), head
    size = next(int(line[15:]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
    left = size - len(body)
    while left > 0:
        left -= len(received(connection))
    return size


def received(connection: socket.socket) -> bytes:
    """Some bytes; never none."""
    data = connection.recv(1 << 16)
    assert data, "the server closed the connection"
    return data


if __name__ == "__main__":
    print(json.dumps(ask(int(sys.argv[1]), sys.argv[2], sys.stdin.read(), float(sys.argv[3]))))
