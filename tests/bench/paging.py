"""The portal's pages beside a bare view that reads one row and makes the same number of bytes, on the same server, and
beside the page that Request Tracker shows a customer."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import NullPool, create_engine, insert

from receiver.factory import create_app
from receiver.settings import Settings
from receiver.web.parts import EXTENSION, Parts
from tests.bench.bare_view import metadata, pages
from tests.bench.client import Load, Page, load
from tests.bench.ground import MEGABYTE, Ground, ground, listens
from tests.bench.measuring import Result, Scale, at_least, at_most, middle, processor_seconds, resident
from tests.bench.peers.tracker import need, tracker
from tests.guards.statements import counted
from tests.support import application
from tests.support.office import Office
from tests.support.processes import LEASH, Running, environment, free_port
from tests.support.receiver import Receiver
from tests.support.visitor import Visitor

PAGES = {"home": "", "schedule": "schedule", "history": "history"}
STATEMENTS = {"home": 8, "schedule": 3, "history": 3}
"""The most that a page may ask of its database."""
THREADS = 8
TIMES_TRACKER = 40
"""So many times the requests a second of Request Tracker's self-service."""
TRACKER_SECONDS = 3
"""So many times the seconds of other pages, since it answers few in one."""


@dataclass
class Bare:
    """The bare view that runs; it makes pages of the size that is asked for."""

    port: int
    database: str
    running: Running

    def shape(self, html: str) -> None:
        """Make the page of as many lines and bytes as `html`."""
        lines = json.dumps(["x" * len(line.encode()) for line in html.splitlines()]).encode()
        engine = create_engine(self.database, poolclass=NullPool)
        with engine.begin() as connection:
            connection.execute(pages.delete())
            connection.execute(insert(pages).values(key="page", body=lines))


@contextmanager
def bare_view(folder: Path, here: Ground) -> Iterator[Bare]:
    """A bare view on a database of the same kind."""
    place = here.bare()
    database = place.replace("postgresql:", "postgresql+psycopg:") if here.cluster else f"sqlite:///{place}"
    metadata.create_all(create_engine(database, poolclass=NullPool))
    port = free_port()
    words = [*LEASH, "tests.bench.bare_view", str(port), str(THREADS)]
    running = Running(words, environment(folder, {"BARE_DATABASE": database}), folder / "bare_view.log")
    try:
        running.wait_until(lambda: listens(port))
        yield Bare(port, database, running)
    finally:
        running.end()


def rows(folder: Path, scale: Scale) -> list[Result]:
    """The rows about pages, and what the receiver holds in memory after them."""
    if scale.peers:
        need()
    office = Office(folder / "office")
    office.sample(300)
    with ExitStack() as stack:
        here = stack.enter_context(ground(folder / "ground", scale.database))
        bare = stack.enter_context(bare_view(folder, here))
        receiver = here.receiver()
        office.pair(receiver, receiver.create_company(office.company, "Bench"))
        number, password = next(iter(office.passwords().items()))
        office.change("UPDATE customers SET password = '' WHERE number <> ?", number)
        office.process()
        found = []
        stand = Stand(here, receiver, bare)
        visitor = stack.enter_context(Visitor(receiver.url, office.company))
        visitor.sign_in(number, password)
        for name, path in PAGES.items():
            visitor.get(path)
            bare.shape(visitor.answer.text)
            found += page(name, stand, (f"/{office.company}/{path}", cookies(visitor)), scale)
        if scale.peers:
            home = f"/{office.company}/", cookies(visitor)
            found.append(beside_tracker(folder / "tracker", stand, home, scale))
        assert receiver.running is not None
        memory = resident(receiver.running.process.pid) / MEGABYTE
        receiver.end()
        found += statements(receiver, visitor)
    found.append(at_most("receiver memory under load, MB", memory, 150, "all processes of serve"))
    return [scale.naming(row) for row in found]


@dataclass(frozen=True)
class Stand:
    """Both servers, and their database."""

    here: Ground
    receiver: Receiver
    bare: Bare

    def ours(self, wanted: Page, seconds: float) -> tuple[Load, float]:
        """The load of a page of the portal, and milliseconds of processor time for each."""
        assert self.receiver.running is not None
        return self._load(self.receiver.running, self.receiver.port, wanted, seconds)

    def theirs(self, seconds: float) -> tuple[Load, float]:
        """The same of the bare view."""
        return self._load(self.bare.running, self.bare.port, ("/", ""), seconds)

    def _load(self, server: Running, port: int, wanted: Page, seconds: float) -> tuple[Load, float]:
        begun = self._seconds(server)
        found = load(port, [wanted], seconds).sound()
        return found, (self._seconds(server) - begun) / len(found.seen.taken) * 1000

    def _seconds(self, server: Running) -> float:
        return processor_seconds(server.process.pid) + self.here.server_seconds


def page(name: str, stand: Stand, wanted: Page, scale: Scale) -> list[Result]:
    """The rows of one page: ratios within a round, medians of these."""
    rounds = [(stand.ours(wanted, scale.page_seconds), stand.theirs(scale.page_seconds)) for _ in range(scale.rounds)]

    def both(figure: Callable[[Load, float], float]) -> tuple[float, float, float]:
        """The median ratio, and the medians of both."""
        pairs = [(figure(*ours), figure(*theirs)) for ours, theirs in rounds]
        ours, theirs = (middle(list(figures)) for figures in zip(*pairs, strict=True))
        return middle([one / other for one, other in pairs]), ours, theirs

    speed, fast, bare_fast = both(lambda one, _: one.per_second)
    wait, slow, bare_slow = both(lambda one, _: one.p99 * 1000)
    costs, spent, bare_spent = both(lambda _, cpu: cpu)
    size, bare_size = (one.seen.size for one, _ in rounds[0])
    detail = f"{fast:.0f} / {bare_fast:.0f} requests/s, {size} / {bare_size} bytes"
    processor = f"processor time {spent:.2f} / {bare_spent:.2f} ms a page = {costs:.2f}"
    return [
        at_least(f"page {name}", speed, 0.8, f"{detail}; {processor}"),
        at_most(f"page {name}, p99", wait, 1.5, f"{slow:.1f} / {bare_slow:.1f} ms"),
    ]


def beside_tracker(folder: Path, stand: Stand, wanted: Page, scale: Scale) -> Result:
    """Home beside Request Tracker's list of a customer's ten tickets."""
    with tracker(folder) as other:
        rounds = [
            (stand.ours(wanted, scale.page_seconds)[0], other.load(TRACKER_SECONDS * scale.page_seconds))
            for _ in range(scale.rounds)
        ]
    ours, theirs = (middle([one.per_second for one in loads]) for loads in zip(*rounds, strict=True))
    ratio = middle([one.per_second / two.per_second for one, two in rounds])
    detail = f"{ours:.0f} / {theirs:.1f} requests/s, its page has {rounds[0][1].seen.size} bytes; it works on SQLite"
    return at_least("page home: beside RT self-service", ratio, TIMES_TRACKER, detail)


def statements(receiver: Receiver, visitor: Visitor) -> list[Result]:
    """What the pages ask of the database of a receiver that has ended: its application answers in this process."""
    app = create_app(Settings.from_environment(receiver.environment))
    parts: Parts = app.extensions[EXTENSION]
    with counted(app, parts.work.engine) as seen, application.served(app, receiver.port):
        for path in PAGES.values():
            visitor.get(path)
    parts.work.engine.dispose()
    counts = {name: len(seen[f"GET portal.{name} 200"]) for name in PAGES}
    return [
        at_most(f"page {name}: statements", count, STATEMENTS[name], "the session's and the page's own")
        for name, count in counts.items()
    ]


def cookies(visitor: Visitor) -> str:
    """What the visitor's browser would send."""
    return "; ".join(f"{one.name}={one.value}" for one in visitor.session.cookies)
