"""`python -m tests.campaign.wire.reader URL COMPANY PRACTICE`: reads pages of a portal as fast as it can.

Signs in as a customer as the checker does, and then asks for his pages over one connection after the other that stays
open, by sockets, with as little work of its own as there can be: each page carries one mark "Edition 7" alone, and it
never goes back.

It obeys lines of JSON on standard input: `{"watch": [6, 7], "pages": 5000}` reads until `{"rest": true}` comes and so
many pages were read, and tells what was seen; the end of the lines ends it.
"""

from __future__ import annotations

import json
import re
import socket
import sys
import time
from collections.abc import Sequence
from itertools import cycle
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from tests.campaign.checker import PAGES, WATCHED, rows
from tests.campaign.lines import Lines
from tests.support.visitor import Visitor

MARK: Final = re.compile(rb"Edition ([0-9]+)")
LENGTH: Final = re.compile(rb"\r\ncontent-length: ([0-9]+)", re.IGNORECASE)
AWAY_SECONDS: Final = 0.01
LOOK_EVERY: Final = 16
"""Pages between two looks for a line on standard input."""


class Reader:
    """Reads the pages of one customer."""

    def __init__(self, url: str, company: int, practice: Path, lines: Lines) -> None:
        self._lines = lines
        address = urlsplit(url)
        assert address.hostname is not None and address.port is not None
        self._address = (address.hostname, address.port)
        number, password, _ = rows(practice, WATCHED, 1)[0]
        with Visitor(url, company) as visitor:
            visitor.sign_in(number, password)
            cookies = "; ".join(f"{one.name}={one.value}" for one in visitor.session.cookies)
            paths = [urlsplit(visitor.address(page)).path for page in PAGES]
        tail = f" HTTP/1.1\r\nHost: {address.netloc}\r\nCookie: {cookies}\r\n\r\n"
        self._requests = cycle([f"GET {path}{tail}".encode() for path in paths])
        self._connection: socket.socket | None = None

    def watch(self, editions: Sequence[int], wanted: int) -> dict[str, Any]:
        """Read until a line waits and `wanted` pages were read. They may move from the first edition to the second."""
        faults: set[str] = set()
        shown, pages, away, rested = editions[0], 0, 0, False
        while not (rested and pages >= wanted):
            if not rested and (pages + away) % LOOK_EVERY == 0 and self._lines.wait(0):
                rested = True
                continue
            try:
                status, body = self._page(next(self._requests))
            except (OSError, EOFError):
                self._hang_up()
                away += 1
                time.sleep(AWAY_SECONDS)
                continue
            pages += 1
            marks = {int(mark) for mark in MARK.findall(body)}
            if status != 200 or len(marks) != 1:
                faults.add(f"a page answers {status} with editions {sorted(marks)}")
                continue
            (edition,) = marks
            if edition not in editions or edition < shown:
                faults.add(f"a page shows edition {edition} after {shown}, published were {list(editions)}")
            shown = max(shown, edition)
        return {"pages": pages, "away": away, "shown": shown, "faults": sorted(faults)}

    def _page(self, request: bytes) -> tuple[int, bytes]:
        """Status and body. Raises `OSError` or `EOFError` where nobody answers."""
        if self._connection is None:
            self._connection = socket.create_connection(self._address, timeout=30)
        self._connection.sendall(request)
        data = b""
        while b"\r\n\r\n" not in data:
            data += self._more()
        head, _, body = data.partition(b"\r\n\r\n")
        found = LENGTH.search(head)
        while len(body) < (int(found.group(1)) if found else 0):
            body += self._more()
        return int(head.split(b" ", 2)[1]), body

    def _more(self) -> bytes:
        assert self._connection is not None
        data = self._connection.recv(262_144)
        if not data:
            raise EOFError
        return data

    def _hang_up(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def main() -> None:
    """Obey standard input."""
    url, company, practice = sys.argv[1:]
    lines = Lines()
    reader = Reader(url, int(company), Path(practice), lines)
    while line := lines.next():
        wish = json.loads(line)
        if "watch" in wish:
            print(json.dumps(reader.watch(wish["watch"], wish["pages"])), flush=True)


if __name__ == "__main__":
    main()
