"""Every page of the portal in every state, fetched once from a real receiver for all guards that look at pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from flask import Flask
from playwright.sync_api import Browser

from receiver.factory import create_app
from receiver.settings import Settings
from receiver.web.parts import EXTENSION, Parts
from tests.support.receiver import NOWHERE, Receiver
from tests.support.showing import Showing, showing
from tests.support.states import Shown, Tour, faulty
from tests.support.town import Town


@dataclass(frozen=True)
class Served:
    """A town that a receiver serves at `url`, and its application for looking at."""

    url: str
    app: Flask
    town: Town


@dataclass(frozen=True)
class Gathered:
    """The states of a town, which goes on being served."""

    states: list[Shown]
    town: Served

    def state(self, name: str) -> Shown:
        """A state by its name."""
        return next(one for one in self.states if one.name == name)


@pytest.fixture(scope="session")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A town as it is today."""
    receiver = Receiver(tmp_path_factory.mktemp("town"))
    receiver.use_mail(NOWHERE, PORCHLIGHT_WORKER="0")
    receiver.init()
    receiver.serve()
    app = create_app(Settings.from_environment(receiver.environment))
    parts: Parts = app.extensions[EXTENSION]
    try:
        yield Served(receiver.url, app, Town(parts.work, parts.secrets, datetime.now(UTC).replace(tzinfo=None)))
    finally:
        parts.work.engine.dispose()
        receiver.end()


@pytest.fixture(scope="session")
def gathered(town: Served) -> Gathered:
    """All its states."""
    with Tour(town.url, town.town) as tour:
        states = tour.all()
    return Gathered([*states, *faulty(town.app, town.url, frozenset(one.status for one in states))], town)


@pytest.fixture
def window(browser: Browser) -> Iterator[Showing]:
    """A browser window that shows captured pages."""
    with showing(browser) as one:
        yield one
