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
class Gathered:
    """The states, the receiver that gave them and goes on serving, and its application for looking at."""

    states: list[Shown]
    receiver: Receiver
    app: Flask

    def state(self, name: str) -> Shown:
        """A state by its name."""
        return next(one for one in self.states if one.name == name)


@pytest.fixture(scope="session")
def gathered(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gathered]:
    """All states, as they are today."""
    receiver = Receiver(tmp_path_factory.mktemp("town"))
    receiver.use_mail(NOWHERE, PORCHLIGHT_WORKER="0")
    receiver.init()
    receiver.serve()
    app = create_app(Settings.from_environment(receiver.environment))
    parts: Parts = app.extensions[EXTENSION]
    try:
        town = Town(parts.work, parts.secrets, datetime.now(UTC).replace(tzinfo=None))
        with Tour(receiver.url, town) as tour:
            states = tour.all()
        states += faulty(app, receiver.url, frozenset(one.status for one in states))
        yield Gathered(states, receiver, app)
    finally:
        parts.work.engine.dispose()
        receiver.end()


@pytest.fixture
def window(browser: Browser) -> Iterator[Showing]:
    """A browser window that shows captured pages."""
    with showing(browser) as one:
        yield one
