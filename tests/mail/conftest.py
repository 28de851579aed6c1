"""A receiver with a mail server of ours, whose worker is run by each test as it needs it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from receiver.db.engine import make_engine
from receiver.db.unit_of_work import UnitOfWork
from receiver.settings import read_secrets
from tests.mail.mailroom import HOST_MAIL, Mailroom
from tests.portal.conftest import mailing, mailing_receiver
from tests.support.databases import KINDS, Databases
from tests.support.mails import Sink
from tests.support.receiver import Receiver


@pytest.fixture(scope="module", params=KINDS)
def shared_mailroom(
    request: pytest.FixtureRequest, databases: Databases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Mailroom]:
    """One for the tests of a module, on each kind of database in turn."""
    receiver = Receiver(tmp_path_factory.mktemp("mailroom"))
    sink = Sink()
    receiver.use_mail(sink.url, PORCHLIGHT_HOST_MAIL=HOST_MAIL)
    with databases.fresh(request.param, receiver.data) as url, sink.serving():
        receiver.use_database(url)
        receiver.init()
        engine = make_engine(url)
        yield Mailroom(receiver, UnitOfWork(engine), read_secrets(receiver.secret_file), sink)
        engine.dispose()


# The receiver that serves and mails is shared with the tests of the pages.
__all__ = ["mailing", "mailing_receiver"]


@pytest.fixture
def mailroom(shared_mailroom: Mailroom) -> Mailroom:
    """The same, with nothing in its outbox, and a mail server without faults."""
    shared_mailroom.empty()
    return shared_mailroom
