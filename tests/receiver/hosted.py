"""A company of its own for each test, on a receiver that the tests of a module share."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import msgspec

from receiver.db.engine import make_engine
from receiver.db.unit_of_work import UnitOfWork, now
from receiver.domain.agents.codes import FIRST_LIFE, make_code
from receiver.domain.companies.actions import create_company
from receiver.settings import Secrets, read_secrets
from shared.messages import Begun
from tests.receiver.signed import Computer, begin_of, changes_of
from tests.support.databases import Databases
from tests.support.receiver import Receiver


@contextmanager
def served(databases: Databases, kind: str, folder: Path, **settings: str) -> Iterator[Receiver]:
    """A fresh receiver below `folder` that serves meanwhile, on a database of that kind."""
    one = Receiver(folder / "receiver")
    one.environment |= settings
    with databases.migrated(kind, one.data) as url:
        one.use_database(url)
        one.init()
        one.serve()
        try:
            yield one
        finally:
            one.end()


@dataclass
class Hosting:
    """A receiver that serves, and a second way into its database: a company is made there without a process."""

    receiver: Receiver
    work: UnitOfWork
    secrets: Secrets
    numbers: Iterator[int] = field(default_factory=lambda: count(112))

    @classmethod
    def of(cls, receiver: Receiver) -> Hosting:
        """For a receiver that is set up."""
        return cls(receiver, UnitOfWork(make_engine(receiver.database_url)), read_secrets(receiver.secret_file))

    def company(self) -> Hosted:
        """A fresh one."""
        number = next(self.numbers)
        with self.work.writing(number) as session:
            create_company(session, self.secrets.peppers, number, "Green Valley", now())
            code, _expires = make_code(session, number, FIRST_LIFE, now())
        return Hosted(self.receiver, number, code)

    def code(self, number: int) -> str:
        """One more pairing code of a company."""
        with self.work.writing(number) as session:
            return make_code(session, number, FIRST_LIFE, now())[0]


@dataclass
class Hosted:
    """The company `number` and the code that pairs its first computer."""

    receiver: Receiver
    number: int
    code: str

    def computer(self) -> Computer:
        """An office computer that is not paired yet."""
        return Computer(self.receiver.url, self.number)

    def paired(self) -> Computer:
        """One more computer of the office, paired."""
        one = self.computer()
        assert one.pair(self.receiver.pairing_code(self.number)).status_code == 201
        return one


def begun(computer: Computer, key: str, bodies: Mapping[tuple[str, str], msgspec.Struct], base: int = 0) -> Begun:
    """Begin to publish `bodies`, which has to be answered with an upload."""
    answer = computer.begin(begin_of(bodies, computer.record_key, idempotency_key=key, base=base))
    assert answer.status_code == 200, answer.text
    return msgspec.json.decode(answer.content, type=Begun)


def publish(computer: Computer, key: str, bodies: Mapping[tuple[str, str], msgspec.Struct], base: int = 0) -> Begun:
    """Publish `bodies` in one part."""
    opened = begun(computer, key, bodies, base)
    if opened.state in ("changes", "all"):
        assert computer.put(opened.id, 1, changes_of(bodies)).status_code == 204
        answer = computer.commit(opened.id)
        assert answer.status_code == 200, answer.text
        opened = msgspec.json.decode(answer.content, type=Begun)
    return opened
