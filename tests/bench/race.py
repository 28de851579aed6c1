"""Process and the bare prototype on one practice database: what each does when, and what it costs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.bench.ground import Ground, ground, listens
from tests.bench.measuring import Cost, Run, processor_seconds, resident, timed
from tests.bench.practice import Practice
from tests.support.office import Office
from tests.support.processes import LEASH, Running, environment, free_port
from tests.support.receiver import Receiver

PROTOTYPE = ["-m", "tests.bench.prototype"]
IMPORTS = "import agent.cli.process, agent.wiring.office"
"""What `agent process` loads."""


@dataclass
class Race:
    """One practice database, one receiver, the prototype of both, and what was measured on them."""

    folder: Path
    practice: Practice
    ground: Ground
    receiver: Receiver
    company: int = 200
    runs: dict[str, list[Run]] = field(default_factory=dict)
    """Ours, by what they did."""
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
        words = [*LEASH, "tests.bench.bare_receiver", str(port), self.ground.bare()]
        receiving = Running(words, environment(self.folder), self.folder / "bare.log")
        try:
            receiving.wait_until(lambda: listens(port))
            begun = self._seconds(receiving)
            run = self._bare([*PROTOTYPE, "push", str(self.practice.path), f"http://127.0.0.1:{port}/"])
            return Cost(run.seconds, run.cpu + self._seconds(receiving) - begun)
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

    @property
    def receiver_memory(self) -> int:
        """What all processes of the receiver hold now, in bytes."""
        assert self.receiver.running is not None
        return resident(self.receiver.running.process.pid)

    def _seconds(self, server: Running) -> float:
        """Processor time of a server so far, that of its database among it."""
        return processor_seconds(server.process.pid) + self.ground.server_seconds

    def _bare(self, words: list[str]) -> Run:
        run = timed(words, environment(self.folder))
        assert run.answer.code == 0, run.answer
        return run

    def _process(self, what: str, code: int) -> Cost:
        assert self.published is not None
        assert self.receiver.running is not None
        begun = self._seconds(self.receiver.running)
        words = ["-m", "agent", "process", "--json", "--home", str(self.published.home)]
        run = timed(words, self.published.environment)
        assert run.answer.code == code, run.answer
        self.runs.setdefault(what, []).append(run)
        return Cost(run.seconds, run.cpu + self._seconds(self.receiver.running) - begun)


@contextmanager
def race(folder: Path, customers: int, kind: str) -> Iterator[Race]:
    """A race over `customers` that is ready to begin; both receivers work on a database of that kind."""
    with ground(folder / "ground", kind) as made:
        yield Race(folder, Practice(folder / "practice", customers), made, made.receiver())
