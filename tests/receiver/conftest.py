"""A receiver that serves for the tests of a module, and a fresh company for each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.receiver.hosted import Hosted, Hosting, served
from tests.receiver.publishing import House
from tests.receiver.signed import Computer
from tests.support.databases import KINDS, Databases
from tests.support.receiver import Receiver


@pytest.fixture(scope="module", params=KINDS)
def serving(
    request: pytest.FixtureRequest, databases: Databases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Receiver]:
    """A receiver that serves, on each kind of database in turn."""
    with served(databases, request.param, tmp_path_factory.mktemp("serving")) as one:
        yield one


@pytest.fixture(scope="module")
def hosting(serving: Receiver) -> Iterator[Hosting]:
    """The same, and a second way into its database."""
    one = Hosting.of(serving)
    yield one
    one.work.engine.dispose()


@pytest.fixture
def hosted(hosting: Hosting) -> Hosted:
    """A fresh company."""
    return hosting.company()


@pytest.fixture
def computer(hosted: Hosted) -> Computer:
    """A paired computer of a fresh company."""
    one = hosted.computer()
    assert one.pair(hosted.code).status_code == 201
    return one


@pytest.fixture
def house(migrated_url: str) -> Iterator[House]:
    """A database with an empty company, without a server, of each kind in turn."""
    one = House.make(migrated_url)
    yield one
    one.work.engine.dispose()
