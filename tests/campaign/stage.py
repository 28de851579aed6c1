"""Where campaigns play: a receiver, an office that publishes to it over a tap, and the checker that watches.

Each edition of the office's data is another mark in everything that pages show, beside words at random that make the
upload large; nothing else changes from one to the next.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from agent.jobs.progress import PolledProgress
from agent.usecases.process import ProcessOptions
from agent.usecases.report import ProcessReport
from agent.wiring.office import Office as Agent
from tests.campaign.checker import CUSTOMERS as WATCHED_CUSTOMERS
from tests.campaign.checker import WATCHED
from tests.campaign.ledger import Ledger, PostgresLedger, SqliteLedger, State
from tests.campaign.overseer import Overseer
from tests.campaign.tap import Tap
from tests.support.office import Office
from tests.support.postgres import USER, running_cluster
from tests.support.receiver import Receiver

COMPANY: Final = 112
CUSTOMERS: Final = 40
FILLER_BYTES: Final = 2_000
"""Random bytes in the notes of each visit (some 900 visits): well above a megabyte, so two parts."""


@dataclass
class Stage:
    """Everything of a campaign, published once. `edition` is the last mark that the office's data got."""

    receiver: Receiver
    office: Office
    tap: Tap
    overseer: Overseer
    ledger: Ledger
    temporary: Path
    edition: int = 1
    practice: str = ""
    """The digest of the practice database as the office wrote it last."""
    clean: frozenset[str] = frozenset()
    """The files of the office when nothing is under way."""
    secrets: tuple[str, ...] = field(default=(), repr=False)

    @classmethod
    @contextmanager
    def open(cls, folder: Path, database: str = "sqlite", pause: float = 0.01) -> Iterator[Stage]:
        """A fresh one below `folder`, on `database` ("sqlite" or "postgresql"). The checker's `pause` is in seconds."""
        with ExitStack() as stack:
            receiver = Receiver(folder / "receiver")
            ledger: Ledger = SqliteLedger(receiver.database)
            if database == "postgresql":
                cluster = stack.enter_context(running_cluster())
                name = cluster.database()
                receiver.use_database(cluster.url(name))
                ledger = PostgresLedger(f"host={cluster.folder} user={USER} dbname={name}")
            receiver.init()
            code = receiver.create_company(COMPANY, "Green Valley")
            receiver.serve()
            stack.callback(receiver.end)
            tap = stack.enter_context(Tap(receiver.port).open())
            office = Office(folder / "office", COMPANY)
            temporary = folder / "temporary"
            temporary.mkdir()
            office.environment["TMPDIR"] = str(temporary)
            office.sample(CUSTOMERS)
            practice = edit(office, 1, 0)
            office.must("pair", "--receiver", tap.url, "--company", str(COMPANY), "--code", code)
            office.process()
            overseer = stack.enter_context(Overseer.open(receiver.url, COMPANY, office.practice, pause, ledger.address))
            stage = cls(receiver, office, tap, overseer, ledger, temporary, practice=practice)
            stage.clean = stage.files()
            stage.secrets = tuple({one for one in office.passwords().values() if len(one) > len("password")})
            faults = stage.settled(State((), 0, 0), snapshots=2)
            assert not faults, faults
            yield stage

    def edit(self, filler: int = FILLER_BYTES) -> State:
        """The office writes the next edition; gives what is published before it is."""
        self.edition += 1
        self.practice = edit(self.office, self.edition, filler)
        self.tap.forget()
        return self.ledger.state(COMPANY)

    def process(self, wait: Callable[[float], None], at: Office | None = None) -> ProcessReport:
        """The agent's Process, in this process, by default at the stage's own office; `wait` passes the time between
        its attempts. Raises `AgentError`."""
        agent = Agent((at or self.office).home)
        with agent.alone():
            return replace(agent.process, sleep=wait).run(ProcessOptions(), PolledProgress())

    def once(self, before: State) -> list[str]:
        """The least that has to hold now: one snapshot follows what was published before. For plays of very many shots,
        which look closer at some of them."""
        state, number = self.ledger.state(COMPANY), before.newest + 1
        wanted = State((*before.snapshots, number), number, number)
        return [] if state == wanted else [f"{state} follows {before}"]

    def settled(self, before: State, snapshots: int = 1) -> list[str]:
        """What is wrong now that the edition has to be published, exactly once since `before`."""
        first = before.snapshots[-1] if before.snapshots else 0
        numbers = (*before.snapshots, *range(first + 1, first + 1 + snapshots))
        state = self.ledger.state(COMPANY)
        faults = [] if state == State(numbers, numbers[-1], numbers[-1]) else [f"{state} follows {before}"]
        seen = self.overseer.look(self.edition, self.sent())
        faults += seen["faults"]
        if seen["practice"] != self.practice:
            faults.append("the practice database has changed")
        if left := self.files() ^ self.clean:
            faults.append(f"files left or lost: {sorted(left)}")
        return faults + self.told()

    def sent(self) -> list[dict[str, Any]]:
        """The wishes to publish that passed on the wire since the last edition, without what they carried."""
        said = [one.manifest for one in self.tap.log]
        return [{"digest": one["digest"], "counts": one["counts"]} for one in said if one is not None]

    def files(self) -> frozenset[str]:
        """What lies in the office's folder and in its temporary one."""
        places = (self.office.home, self.office.folder, self.temporary)
        return frozenset(str(one) for place in places for one in place.rglob("*") if one.name != "agent.log")

    def told(self) -> list[str]:
        """What the logs should not say."""
        faults = []
        for log in (self.receiver.log, self.office.folder / "agent.log"):
            text = log.read_text(errors="replace") if log.exists() else ""
            if "Traceback" in text:
                faults.append(f"{log.name} tells a traceback: {text[-600:]}")
            if any(secret in text for secret in self.secrets):
                faults.append(f"{log.name} tells a password")
        return faults


def edit(office: Office, edition: int, filler: int) -> str:
    """Write an edition into the practice database, the filler to customers whose pages nobody reads; gives the digest
    of the file."""
    mark = f"Edition {edition}"
    with closing(sqlite3.connect(office.practice)) as connection, connection:
        watched = [row[0] for row in connection.execute(WATCHED, (WATCHED_CUSTOMERS,))]
        connection.execute("UPDATE company SET hours = ?", (mark,))
        connection.execute("UPDATE customers SET city = ?", (mark,))
        connection.execute("UPDATE jobs SET portal_note = ?", (mark,))
        connection.execute("UPDATE work SET notes = ? || hex(randomblob(?))", (f"{mark} ", filler))
        connection.execute(
            "UPDATE work SET notes = ? WHERE job_id IN (SELECT jobs.id FROM jobs JOIN customers ON"
            " customers.id = jobs.customer_id WHERE customers.number IN (SELECT value FROM json_each(?)))",
            (mark, "[" + ",".join(f'"{number}"' for number in watched) + "]"),
        )
    return sha256(office.practice.read_bytes()).hexdigest()
