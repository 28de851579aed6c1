"""Process beside the bare prototype: first publication, nothing changed, file untouched, 1 % changed."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from tests.bench.measuring import (
    Beside,
    Cost,
    Result,
    Run,
    Scale,
    at_most,
    in_turn,
    megabytes,
    processor_seconds,
    resident,
    timed,
)
from tests.bench.practice import Practice
from tests.support.office import Office
from tests.support.postgres import running_cluster
from tests.support.processes import LEASH, Running, environment, free_port
from tests.support.receiver import Receiver

CUSTOMERS = 10_000
MEGABYTE = 1_000_000
REQUEST_BYTES = 2_048
"""The most that a Process may send where nothing changed."""
PROTOTYPE = ["-m", "tests.bench.prototype"]
IMPORTS = "import agent.cli.process, agent.wiring.office"
"""What `agent process` loads."""


@dataclass
class Race:
    """One practice database, one receiver, the prototype of both, and what was measured on them."""

    folder: Path
    practice: Practice
    receiver: Receiver
    bare_database: Callable[[], str]
    """Makes an empty database for the prototype; gives its address."""
    company: int = 200
    runs: dict[str, list[Run]] = field(default_factory=dict)
    """Ours, by what they did."""
    bare_bytes: int = 0
    published: Office | None = None

    def push(self) -> Cost:
        """Ours: the first Process of an office computer, until the data are published."""
        self.company += 1
        office = Office(self.folder / str(self.company), self.company)
        office.practice, office.url = self.practice.path, self.practice.office.url
        office.init()
        office.pair(self.receiver, self.receiver.create_company(self.company, "Bench"))
        self.published = office
        return self._process("full", code=0)

    def nothing_changed(self) -> Cost:
        """Ours: Process once more, after the file was touched without a change."""
        self.practice.touch()
        return self._process("none", code=3)

    def untouched(self) -> Cost:
        """Ours: Process once more, nobody having touched the file."""
        self.practice.rest()
        self._process("before", code=3)
        return self._process("untouched", code=3)

    def one_percent(self) -> Cost:
        """Ours: Process after every hundredth customer changed."""
        self.practice.change_one_percent()
        return self._process("changed", code=0)

    def bare_push(self) -> Cost:
        """The prototype's push."""
        port = free_port()
        words = [*LEASH, "tests.bench.bare_receiver", str(port), self.bare_database()]
        receiving = Running(words, environment(self.folder), self.folder / "bare.log")
        try:
            receiving.wait_until(lambda: listens(port))
            begun = processor_seconds(receiving.process.pid)
            run = self._bare([*PROTOTYPE, "push", str(self.practice.path), f"http://127.0.0.1:{port}/"])
            self.bare_bytes = run.answer.json["bytes"]
            return Cost(run.seconds, run.cpu + processor_seconds(receiving.process.pid) - begun)
        finally:
            receiving.end()

    def bare_hash(self) -> Cost:
        """The prototype's read and hash."""
        run = self._bare([*PROTOTYPE, "hash", str(self.practice.path)])
        return Cost(run.seconds, run.cpu)

    def bare_start(self) -> Cost:
        """A Python that only imports what ours imports."""
        run = self._bare(["-c", IMPORTS])
        return Cost(run.seconds, run.cpu)

    def told(self, what: str, name: str) -> int:
        """The largest count of that name in the reports of the runs that did `what`."""
        return max(int(run.answer.json[name]) for run in self.runs[what])

    @property
    def peak(self) -> int:
        """The most memory that an agent held, in bytes."""
        return max(run.peak for runs in self.runs.values() for run in runs)

    def _bare(self, words: list[str]) -> Run:
        run = timed(words, environment(self.folder))
        assert run.answer.code == 0, run.answer
        return run

    def _process(self, what: str, code: int) -> Cost:
        assert self.published is not None
        assert self.receiver.running is not None
        server = self.receiver.running.process.pid
        begun = processor_seconds(server)
        words = ["-m", "agent", "process", "--json", "--home", str(self.published.home)]
        run = timed(words, self.published.environment)
        assert run.answer.code == code, run.answer
        self.runs.setdefault(what, []).append(run)
        return Cost(run.seconds, run.cpu + processor_seconds(server) - begun)


def listens(port: int) -> bool:
    """Whether somebody answers at a port of the loopback interface."""
    with socket.socket() as one:
        return one.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def race(folder: Path, customers: int, kind: str) -> Iterator[Race]:
    """A race over `customers` that is ready to begin; both receivers work on a database of that kind."""
    practice = Practice(folder / "practice", customers)
    receiver = Receiver(folder / "receiver")
    with ExitStack() as stack:
        cluster = stack.enter_context(running_cluster()) if kind == "postgresql" else None

        def bare_database() -> str:
            if cluster is None:
                return str(folder / f"bare-{free_port()}.db")
            return cluster.url(cluster.database()).replace("+psycopg", "")

        if cluster is not None:
            receiver.use_database(cluster.url(cluster.database()))
        receiver.init()
        receiver.serve()
        stack.callback(receiver.end)
        yield Race(folder, practice, receiver, bare_database)


def rows(folder: Path, scale: Scale, kind: str) -> list[Result]:
    """The rows about Process."""
    with race(folder, CUSTOMERS, kind) as one:
        works = (
            (one.push, one.bare_push),
            (one.nothing_changed, one.bare_hash),
            (one.untouched, one.bare_start),
        )
        costs = in_turn(scale.rounds, *(work for pair in works for work in pair), one.one_percent)
        full, none, still = (Beside(*costs[at : at + 2]) for at in (0, 2, 4))
        changed = Beside(costs[6], none.ours)
        changed_size = one.practice.changed_size()
        assert one.receiver.running is not None
        memory = resident(one.receiver.running.process.pid) / MEGABYTE
    sent, changed_sent, none_sent = (one.told(what, "bytes_sent") for what in ("full", "changed", "none"))
    where = "" if kind == "sqlite" else f" ({kind})"
    counted = "counted by the agent"
    found = [
        at_most("full push", full.ratio, 1.6, full.detail),
        at_most("full push: bytes", sent / one.bare_bytes, 1.2, f"{megabytes(sent)} / {megabytes(one.bare_bytes)}"),
        at_most("nothing changed", none.ratio, 1.3, none.detail),
        at_most("nothing changed: requests", one.told("none", "requests"), 1, counted),
        at_most("nothing changed: bytes", none_sent, REQUEST_BYTES, counted),
        at_most("file untouched", still.ratio, 2, still.detail),
        at_most("file untouched: requests", one.told("untouched", "requests"), 1, counted),
        at_most("1 % changed", changed.ratio, 1.2, changed.detail),
        at_most("1 % changed: requests", one.told("changed", "requests"), 2, counted),
        at_most("1 % changed: bytes", changed_sent / changed_size, 1.5, f"{changed_sent} / {changed_size} bytes"),
        at_most("agent memory, MB", one.peak / MEGABYTE, 100, f"peak at {CUSTOMERS:,} customers"),
        at_most("receiver memory, MB", memory, 150, f"after {scale.rounds} publications, all processes"),
    ]
    return [msgspec.structs.replace(row, goal=row.goal + where) for row in found]
