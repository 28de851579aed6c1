"""A receiver that serves for the tests of a module, and a fresh company for each test."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from tests.receiver.hosted import Hosted
from tests.receiver.publishing import House
from tests.receiver.signed import Computer
from tests.support.receiver import Receiver

_numbers = count(112)


@pytest.fixture(scope="module")
def serving(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Receiver]:
    """A receiver that serves."""
    one = Receiver(tmp_path_factory.mktemp("serving") / "receiver")
    one.init()
    one.serve()
    yield one
    one.end()


@pytest.fixture
def hosted(serving: Receiver) -> Hosted:
    """A fresh company."""
    number = next(_numbers)
    return Hosted(serving, number, serving.create_company(number, "Green Valley"))


@pytest.fixture
def computer(hosted: Hosted) -> Computer:
    """A paired computer of a fresh company."""
    one = hosted.computer()
    assert one.pair(hosted.code).status_code == 201
    return one


@pytest.fixture
def house(tmp_path: Path) -> House:
    """A database with an empty company, without a server."""
    return House.make(tmp_path)
