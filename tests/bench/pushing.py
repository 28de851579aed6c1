"""Process at 10,000 customers beside the bare prototype: first publication, nothing changed, bytes, memory."""

from __future__ import annotations

import socket
import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from tests.bench.measuring import Result, Run, at_most, interleaved, megabytes, middle, resident, timed
from tests.support.office import Office
from tests.support.processes import Running, environment, free_port
from tests.support.receiver import Receiver

CUSTOMERS = 10_000
MEGABYTE = 1_000_000
PROTOTYPE = str(Path(__file__).with_name("prototype.py"))


@dataclass
class Race:
    """One practice database, one receiver, the prototype of both, and what was measured on them. No customer has a
    password here: verifiers are a row of their own."""

    folder: Path
    receiver: Receiver
    company: int = 200
    peaks: list[int] = field(default_factory=list)
    sent: list[int] = field(default_factory=list)
    bare_sent: list[int] = field(default_factory=list)
    requests: list[int] = field(default_factory=list)
    published: Office | None = None

    def __post_init__(self) -> None:
        self.office = Office(self.folder / "office")
        self.office.sample(CUSTOMERS)
        with closing(sqlite3.connect(self.office.practice)) as connection, connection:
            connection.execute("UPDATE customers SET password = ''")
            connection.execute("UPDATE users SET password = ''")

    def push(self) -> float:
        """Ours: the first Process of an office computer, seconds until the data is published."""
        self.company += 1
        office = Office(self.folder / str(self.company), self.company)
        office.practice, office.url = self.office.practice, self.office.url
        office.init()
        office.pair(self.receiver, self.receiver.create_company(self.company, "Bench"))
        run = self._process(office, code=0)
        told = run.answer.json
        self.sent.append(told["bytes_sent"])
        self.published = office
        return float(run.seconds - told["seconds"]["passwords"])

    def nothing_changed(self) -> float:
        """Ours: Process once more."""
        assert self.published is not None
        run = self._process(self.published, code=3)
        self.requests.append(run.answer.json["requests"])
        return run.seconds

    def bare_push(self) -> float:
        """The prototype's push."""
        port = free_port()
        env = environment(self.folder)
        words = [PROTOTYPE, "receive", str(port), str(self.folder / f"bare-{port}.db")]
        receiving = Running(words, env, self.folder / "bare.log")
        try:
            receiving.wait_until(lambda: listens(port))
            run = timed([PROTOTYPE, "push", str(self.office.practice), f"http://127.0.0.1:{port}/"], env)
            assert run.answer.code == 0, run.answer
            self.bare_sent.append(run.answer.json["bytes"])
            return run.seconds
        finally:
            receiving.end()

    def bare_hash(self) -> float:
        """The prototype's read and hash."""
        run = timed([PROTOTYPE, "hash", str(self.office.practice)], environment(self.folder))
        assert run.answer.code == 0, run.answer
        return run.seconds

    def _process(self, office: Office, code: int) -> Run:
        run = timed(["-m", "agent", "process", "--json", "--home", str(office.home)], office.environment)
        assert run.answer.code == code, run.answer
        self.peaks.append(run.peak)
        return run


def listens(port: int) -> bool:
    """Whether somebody answers at a port of the loopback interface."""
    with socket.socket() as one:
        return one.connect_ex(("127.0.0.1", port)) == 0


def rows(folder: Path, rounds: int) -> list[Result]:
    """The rows about Process."""
    receiver = Receiver(folder / "receiver")
    receiver.init()
    receiver.serve()
    try:
        race = Race(folder, receiver)
        push, bare_push, none, bare_hash = interleaved(
            rounds, race.push, race.bare_push, race.nothing_changed, race.bare_hash
        )
        assert receiver.running is not None
        receiver_memory = resident(receiver.running.process.pid)
    finally:
        receiver.end()
    return [
        at_most(
            "full push", middle(push) / middle(bare_push), 1.6, f"{middle(push):.2f} s / {middle(bare_push):.2f} s"
        ),
        at_most("bytes sent", max(race.sent) / max(race.bare_sent), 1.2, megabytes(max(race.sent))),
        at_most(
            "nothing changed",
            middle(none) / middle(bare_hash),
            1.3,
            f"{middle(none):.2f} s / {middle(bare_hash):.2f} s",
        ),
        at_most("nothing changed: requests", max(race.requests), 1, "counted by the agent"),
        at_most("agent memory, MB", max(race.peaks) / MEGABYTE, 100, f"peak at {CUSTOMERS} customers"),
        at_most("receiver memory, MB", receiver_memory / MEGABYTE, 150, f"after {rounds} publications, all processes"),
    ]
