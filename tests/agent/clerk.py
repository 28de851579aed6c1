"""Somebody in an office that publishes: types commands, and looks at what the portal shows."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from typing import Any

import pytest

from agent.cli.root import run
from agent.wiring.office import Office as Agent
from receiver.db.engine import make_engine
from receiver.db.unit_of_work import UnitOfWork
from receiver.domain.snapshots.queries import published_records
from shared.canonical import decode_as
from shared.records import Customer
from tests.agent.wired import Wired
from tests.support.receiver import Receiver


@dataclass
class Clerk:
    """Somebody in the published office who types commands; they run in this process, which is faster."""

    wired: Wired
    capture: pytest.CaptureFixture[str]
    said_last: str = ""
    """What the last `process` told the person while it went on."""

    @property
    def receiver(self) -> Receiver:
        """Where it publishes."""
        return self.wired.receiver

    @property
    def agent(self) -> Agent:
        """Its agent, opened anew."""
        return Agent(self.wired.office.home)

    def process(self, *words: str, code: int = 0) -> dict[str, Any]:
        """`agent process WORDS`, which must end with `code`."""
        self.wired.proxy.sent.clear()
        self.capture.readouterr()
        ended = run(["process", *words, "--json", "--home", str(self.wired.office.home)])
        said = self.capture.readouterr()
        self.said_last = said.err
        assert ended == code, said
        told: dict[str, Any] = json.loads(said.out)
        return told

    def move(self, city: str, number: str = "") -> None:
        """Customers (or one of them) move to another city."""
        self.wired.office.change("UPDATE customers SET city = ? WHERE ? IN ('', number)", city, number)

    def cities(self) -> set[str]:
        """Where the customers live whom the portal shows, from the receiver's own database."""
        return self.cities_of(self.snapshots()[0])

    def cities_of(self, snapshot: int) -> set[str]:
        """The same as of a snapshot."""
        engine = make_engine(f"sqlite:///{self.receiver.database}")
        wanted = [("customer", row[0]) for row in self.wired.office.rows("SELECT number FROM customers")]
        with UnitOfWork(engine).reading(112) as session:
            found = published_records(session, 112, snapshot, wanted)
        engine.dispose()
        return {decode_as(Customer, one.body).city for one in found.values()}

    def snapshots(self) -> list[int]:
        """The numbers of the snapshots that the receiver holds, the published one first."""
        with closing(sqlite3.connect(self.receiver.database, timeout=10)) as connection:
            found = connection.execute("SELECT number FROM snapshots WHERE company_id = 112 ORDER BY number DESC")
            return [number for (number,) in found]

    def kinds(self, snapshot: int = 0) -> dict[str, int]:
        """How many records of each kind a snapshot holds, by default the newest."""
        with closing(sqlite3.connect(self.receiver.database, timeout=10)) as connection:
            held = "company_id = 112 AND since <= :at AND until > :at"
            found = connection.execute(
                f"SELECT kind, count(*) FROM records WHERE {held} GROUP BY kind",
                {"at": snapshot or self.snapshots()[0]},
            )
            return dict(found.fetchall())

    def converged(self, city: str) -> None:
        """The portal shows everybody in `city`, and there is nothing more to do."""
        assert self.cities() == {city}
        assert self.process(code=3)["outcome"] == "nothing changed"

    def process_or_nothing(self) -> None:
        """`agent process`, whether there is something to publish or not."""
        assert run(["process", "--home", str(self.wired.office.home)]) in (0, 3)
