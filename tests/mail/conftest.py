"""A receiver with a mail server of ours, whose worker is run by each test as it needs it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from receiver.db.engine import make_engine
from receiver.db.unit_of_work import UnitOfWork
from receiver.settings import read_secrets
from tests.mail.mailroom import HOST_MAIL, Mailroom
from tests.portal.conftest import mailing, mailing_receiver
from tests.support.databases import KINDS, Databases
from tests.support.mails import Sink
from tests.support.receiver import Receiver


@contextmanager
def opened(databases: Databases, kind: str, folder: Path) -> Iterator[Mailroom]:
    """A mailroom on a fresh database of that kind."""
    receiver, sink = Receiver(folder), Sink()
    receiver.use_mail(sink.url, PORCHLIGHT_HOST_MAIL=HOST_MAIL)
    with databases.migrated(kind, receiver.data) as url, sink.serving():
        receiver.use_database(url)
        receiver.init()
        engine = make_engine(url)
        yield Mailroom(receiver, UnitOfWork(engine), read_secrets(receiver.secret_file), sink)
        engine.dispose()


@pytest.fixture(scope="package")
def on_sqlite(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mailroom]:
    """One for all tests here."""
    with opened(databases, "sqlite", tmp_path_factory.mktemp("mailroom")) as one:
        yield one


@pytest.fixture(scope="package")
def on_postgresql(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mailroom]:
    """The same on PostgreSQL."""
    with opened(databases, "postgresql", tmp_path_factory.mktemp("mailroom")) as one:
        yield one


# The receiver that serves and mails is shared with the tests of the pages.
__all__ = ["mailing", "mailing_receiver"]


@pytest.fixture
def mailroom(on_sqlite: Mailroom) -> Mailroom:
    """A mailroom with nothing in its outbox, and a mail server without faults."""
    on_sqlite.empty()
    return on_sqlite


@pytest.fixture(params=KINDS)
def room(request: pytest.FixtureRequest) -> Mailroom:
    """The same on each kind of database in turn, for what claims, counts and compares there."""
    one: Mailroom = request.getfixturevalue(f"on_{request.param}")
    one.empty()
    return one
