"""B3: a page costs few statements: one for the session and all that it needs, one more for the years of History."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from receiver.factory import create_app
from receiver.settings import Settings
from receiver.web.parts import EXTENSION, Parts
from tests.guards.statements import MOST, counted, faults
from tests.support import application
from tests.support.databases import Databases
from tests.support.receiver import Receiver
from tests.support.states import Tour
from tests.support.town import Town


def test_B3_every_request_costs_few_statements(tmp_path: Path, databases: Databases) -> None:
    """On PostgreSQL, where each transaction that writes costs one more than on SQLite."""
    receiver = Receiver(tmp_path / "receiver")
    with databases.fresh("postgresql", receiver.data) as url:
        receiver.use_database(url)
        receiver.use_mail("smtp://127.0.0.1:9")
        receiver.init()
        app = create_app(Settings.from_environment(receiver.environment))
        parts: Parts = app.extensions[EXTENSION]
        town = Town(parts.work, parts.secrets, datetime.now(UTC).replace(tzinfo=None))
        with (
            counted(app, parts.work.engine) as seen,
            application.served(app, receiver.port),
            Tour(receiver.url, town) as tour,
        ):
            tour.all()
        parts.work.engine.dispose()
    assert all(seen[route] for route in MOST)
    found = faults(seen)
    assert not found, "\n".join(found)
