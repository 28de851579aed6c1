"""Requests written by hand, byte by byte, as no client library would send them."""

from __future__ import annotations

import re
import socket
from dataclasses import dataclass

SECONDS = 30
STATUS = re.compile(rb"^HTTP/1\.[01] (\d{3})", re.MULTILINE)


@dataclass(frozen=True)
class Heard:
    """Everything that came back, until the server closed or said nothing for long."""

    data: bytes
    closed: bool

    @property
    def statuses(self) -> list[int]:
        """One for each answer."""
        return [int(one) for one in STATUS.findall(self.data)]


def say(port: int, data: bytes, *, ended: bool = False) -> Heard:
    """Send `data` to the loopback port, with `ended` also that nothing follows, and listen until the server closes."""
    heard = b""
    with socket.create_connection(("127.0.0.1", port), timeout=SECONDS) as one:
        one.sendall(data)
        if ended:
            one.shutdown(socket.SHUT_WR)
        try:
            while more := one.recv(65536):
                heard += more
        except ConnectionResetError:
            return Heard(heard, closed=True)
        except TimeoutError:
            return Heard(heard, closed=False)
    return Heard(heard, closed=True)


def request(method: str, path: str, *headers: str, host: str, body: bytes = b"") -> bytes:
    """The bytes of a request with exactly these headers and this body."""
    lines = [f"{method} {path} HTTP/1.1", f"Host: {host}", *headers]
    return "".join(f"{line}\r\n" for line in lines).encode("latin-1") + b"\r\n" + body
