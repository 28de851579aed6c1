"""The portal's pages beside a bare view that reads one row and makes the same number of bytes, on the same server."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from tests.bench.client import Load, load
from tests.bench.ground import MEGABYTE, listens
from tests.bench.measuring import Result, Scale, at_least, at_most, middle, resident
from tests.support.office import Office
from tests.support.processes import LEASH, Running, environment, free_port
from tests.support.receiver import Receiver
from tests.support.visitor import Visitor

PAGES = {"home": "", "schedule": "schedule", "history": "history"}
THREADS = 8


@dataclass
class Bare:
    """The bare view; it makes pages of the size that is asked for."""

    folder: Path

    def __post_init__(self) -> None:
        self.database = self.folder / "bare.db"
        with closing(sqlite3.connect(self.database)) as connection, connection:
            connection.execute("CREATE TABLE pages (key TEXT PRIMARY KEY, body BLOB)")
        self.port = free_port()
        env = environment(self.folder, {"BARE_DATABASE": str(self.database)})
        self.running = Running(
            [*LEASH, "tests.bench.bare_view", str(self.port), str(THREADS)], env, self.folder / "bare_view.log"
        )
        self.running.wait_until(lambda: listens(self.port))

    def shape(self, html: str) -> None:
        """Make the page of as many lines and bytes as `html`."""
        lines = json.dumps(["x" * len(line.encode()) for line in html.splitlines()]).encode()
        with closing(sqlite3.connect(self.database)) as connection, connection:
            connection.execute("INSERT OR REPLACE INTO pages VALUES ('page', ?)", (lines,))


def rows(folder: Path, scale: Scale) -> list[Result]:
    """The rows about pages, and what the receiver holds in memory after them."""
    receiver = Receiver(folder / "receiver")
    receiver.init()
    office = Office(folder / "office")
    office.sample(300)
    receiver.serve()
    bare = None
    results = []
    try:
        office.pair(receiver, receiver.create_company(office.company, "Bench"))
        number, password = next(iter(office.passwords().items()))
        office.change("UPDATE customers SET password = '' WHERE number <> ?", number)
        office.process()
        bare = Bare(folder)
        with Visitor(receiver.url, office.company) as visitor:
            visitor.sign_in(number, password)
            cookie = "; ".join(f"{one.name}={one.value}" for one in visitor.session.cookies)
            for name, path in PAGES.items():
                visitor.get(path)
                bare.shape(visitor.answer.text)
                results += page(name, receiver, f"/{office.company}/{path}", cookie, bare, scale)
        assert receiver.running is not None
        memory = resident(receiver.running.process.pid) / MEGABYTE
        results.append(at_most("receiver memory under load, MB", memory, 150, "all processes of serve"))
    finally:
        receiver.end()
        if bare is not None:
            bare.running.end()
    return results


def page(name: str, receiver: Receiver, path: str, cookie: str, bare: Bare, scale: Scale) -> list[Result]:
    """The rows of one page."""
    ours: list[Load] = []
    theirs: list[Load] = []
    for _ in range(scale.rounds):
        ours.append(load(receiver.port, path, cookie, scale.page_seconds))
        theirs.append(load(bare.port, "/", "", scale.page_seconds))
    speed, bare_speed = (middle([one.per_second for one in loads]) for loads in (ours, theirs))
    slow, bare_slow = (middle([one.p99 for one in loads]) for loads in (ours, theirs))
    detail = f"{speed:.0f} / {bare_speed:.0f} requests/s, {ours[0].size} / {theirs[0].size} bytes"
    return [
        at_least(f"page {name}", speed / bare_speed, 0.8, detail),
        at_most(f"page {name}, p99", slow / bare_slow, 1.5, f"{slow * 1000:.1f} / {bare_slow * 1000:.1f} ms"),
    ]
