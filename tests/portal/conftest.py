"""A database with companies for the rules, and a real receiver that serves them for the pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pytest

from receiver.db.engine import make_engine
from receiver.db.unit_of_work import UnitOfWork
from receiver.settings import Secrets, make_secrets, read_secrets
from tests.portal.cast import Office
from tests.support.databases import Databases
from tests.support.mails import Sink
from tests.support.receiver import Receiver
from tests.support.visitor import Visitor

_numbers = count(200)
NO_SERVER = "smtp://127.0.0.1:9"
"""Where nobody takes mail."""
NO_WORKER = {"PORCHLIGHT_SMTP_URL": NO_SERVER, "PORCHLIGHT_WORKER": "0"}
"""Settings of a host that sends mail, and whose worker is elsewhere: mails stay in the outbox as they are."""


@pytest.fixture
def office(migrated_url: str, tmp_path: Path) -> Iterator[Office]:
    """Company 112 on a database of its own, of each kind in turn, which nobody serves."""
    make_secrets(tmp_path / "secrets")
    engine = make_engine(migrated_url)
    yield Office.create(UnitOfWork(engine), read_secrets(tmp_path / "secrets"), 112)
    engine.dispose()


@dataclass(frozen=True)
class Serving:
    """A receiver that serves, and a second way into its database."""

    receiver: Receiver
    work: UnitOfWork
    secrets: Secrets

    def office(self) -> Office:
        """A fresh company on it."""
        return Office.create(self.work, self.secrets, next(_numbers))


@dataclass(frozen=True)
class Mailing(Serving):
    """The same, with a worker that mails to a mail server of ours."""

    sink: Sink


@contextmanager
def portal_on(
    databases: Databases, kind: str, folder: Path, *, port: int | None = None, **settings: str
) -> Iterator[Serving]:
    """A receiver that serves meanwhile, on a database of that kind, with more `settings` than the usual ones."""
    receiver = Receiver(folder, port)
    receiver.environment.update(settings)
    with databases.migrated(kind, receiver.data) as url:
        receiver.use_database(url)
        receiver.init()
        receiver.serve()
        engine = make_engine(url)
        try:
            yield Serving(receiver, UnitOfWork(engine), read_secrets(receiver.secret_file))
        finally:
            engine.dispose()
            receiver.end()


@pytest.fixture(scope="session")
def serving(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    """One receiver for all page tests; each test makes its own company on it."""
    with portal_on(databases, "sqlite", tmp_path_factory.mktemp("portal")) as one:
        yield one


@pytest.fixture(scope="session")
def serving_on_postgresql(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    """The same on PostgreSQL."""
    with portal_on(databases, "postgresql", tmp_path_factory.mktemp("portal")) as one:
        yield one


@pytest.fixture(scope="session")
def posting(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    """A receiver of a host that sends mail; nothing is sent, so mails stay in the outbox as they are."""
    with portal_on(databases, "sqlite", tmp_path_factory.mktemp("portal"), port=None, **NO_WORKER) as one:
        yield one


@pytest.fixture(scope="session")
def mailing_receiver(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mailing]:
    """One receiver that sends mails for all page tests; each test makes its own company on it."""
    folder = tmp_path_factory.mktemp("mailing")
    with Sink().serving() as sink, portal_on(databases, "sqlite", folder, PORCHLIGHT_SMTP_URL=sink.url) as one:
        yield Mailing(one.receiver, one.work, one.secrets, sink)


@pytest.fixture
def mailing(mailing_receiver: Mailing) -> Iterator[Mailing]:
    """The same, whose mail server has forgotten what it took before, and has no faults."""
    mailing_receiver.sink.forget()
    yield mailing_receiver
    mailing_receiver.sink.forget()


@pytest.fixture
def served(serving: Serving) -> Office:
    """A fresh company that is served."""
    return serving.office()


@pytest.fixture
def guest(serving: Serving) -> Iterator[Callable[[Office], Visitor]]:
    """Makes visitors of a served company."""
    made: list[Visitor] = []

    def make(office: Office) -> Visitor:
        made.append(Visitor(serving.receiver.url, office.company_id))
        return made[-1]

    yield make
    for one in made:
        one.session.close()
