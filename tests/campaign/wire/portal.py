"""A receiver with one company and the computer of its office, for faults that need no agent: what is sent is signed
by hand, and what is published is told by plain SQL."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from pathlib import Path

import msgspec
import requests

from shared.messages import Begun
from tests.campaign.ledger import Ledger, PostgresLedger, SqliteLedger, State
from tests.receiver.hosted import begun
from tests.receiver.publishing import Bodies, some_customers
from tests.receiver.signed import Computer, begin_of, changes_of, code_of
from tests.support.faked_time import Clock
from tests.support.postgres import USER, running_cluster
from tests.support.receiver import Receiver

COMPANY = 112


@dataclass
class Portal:
    """It serves; `computer` is paired."""

    receiver: Receiver
    computer: Computer
    ledger: Ledger
    last_refused: requests.Response | None = None
    """The answer to what `publish` was refused last."""
    _keys: Iterator[int] = field(default_factory=count)
    _clock: Clock | None = None

    @classmethod
    @contextmanager
    def open(cls, folder: Path, database: str = "sqlite") -> Iterator[Portal]:
        """A fresh one below `folder`, which has published nothing."""
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
            computer = Computer(receiver.url, COMPANY)
            assert computer.pair(code).status_code == 201
            yield cls(receiver, computer, ledger)

    @property
    def state(self) -> State:
        """What is published."""
        return self.ledger.state(COMPANY)

    @property
    def clock(self) -> Clock:
        """The receiver's clock, which can be set: the receiver is started anew by it when this is first asked for."""
        if self._clock is None:
            self._clock = Clock(self.receiver.folder / "clock")
            self.receiver.end()
            self.receiver.environment.update(self._clock.environment)
            self.receiver.serve()
        return self._clock

    def later(self, by: timedelta, *others: Computer) -> None:
        """Set the receiver's clock, and those of the office's computers, so much ahead of the true time."""
        self.clock.ahead(by)
        for one in (self.computer, *others):
            one.ahead = by

    def key(self) -> str:
        """An idempotency key that nobody used."""
        return f"campaign-{next(self._keys):07}"

    def begun(self, bodies: Bodies, base: int | None = None) -> Begun:
        """An upload of `bodies` that was begun, by default against the newest snapshot."""
        return begun(self.computer, self.key(), bodies, self.state.newest if base is None else base)

    def publish(self, bodies: Bodies) -> int:
        """Publish the whole set `bodies` in one part; gives its number. Raises `AssertionError` where it is refused."""
        begin = begin_of(bodies, self.computer.record_key, idempotency_key=self.key(), base=self.state.newest)
        opened = self._taken(self.computer.begin(msgspec.structs.replace(begin, whole=True)))
        if opened.state == "current":
            return opened.id
        self._taken(self.computer.put(opened.id, 1, changes_of(bodies)))
        return self._taken(self.computer.commit(opened.id)).id

    def _taken(self, answer: requests.Response) -> Begun:
        self.last_refused = None if answer.ok else answer
        return Begun("all") if answer.status_code == 204 else decoded(answer)


def decoded(answer: requests.Response) -> Begun:
    """How an upload goes on. Fails where the answer is no."""
    assert answer.status_code == 200, answer.text
    return msgspec.json.decode(answer.content, type=Begun)


def code(answer: requests.Response) -> str:
    """The code of a refusal, or the status where it is none."""
    return code_of(answer) if answer.status_code >= 400 else str(answer.status_code)


def a_street(edition: int, customers: int = 12) -> Bodies:
    """A small set, all of whose customers live in the same street of this edition."""
    return some_customers(customers, street=f"Edition {edition}")
