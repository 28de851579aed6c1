"""A page costs few statements: one for the session and all that every page needs, one more for the years of History."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, event

from receiver.factory import create_app
from receiver.settings import Settings
from receiver.web.parts import EXTENSION, Parts
from shared import records
from tests.portal.cast import Office, Person
from tests.support.pages import read
from tests.support.receiver import Receiver

MOST = {"": 1, "contact": 1, "schedule": 1, "history": 2, "history?year=2025": 2}


@contextmanager
def counted(engine: Engine) -> Iterator[list[str]]:
    """The statements that `engine` executes meanwhile."""
    seen: list[str] = []

    def note(*words: object) -> None:
        seen.append(str(words[2]))

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)


@pytest.mark.parametrize("path", MOST)
def test_B3_a_page_costs_few_statements(tmp_path: Path, path: str) -> None:
    receiver = Receiver(tmp_path)
    receiver.init()
    app = create_app(Settings.from_environment(receiver.environment))
    parts: Parts = app.extensions[EXTENSION]
    office = Office.create(parts.work, parts.secrets, 112)
    visits = records.History((records.Visit("1", datetime(2025, 3, 1, 8, 15)),))
    office.publish(Person("1", "maple", history={2024: visits, 2025: visits, 2026: visits}))
    browser = app.test_client()
    page = read(browser.get("/112/sign-in", headers={"Host": "127.0.0.1"}).text)
    token = page.all("input", name="csrf_token")[0].attributes["value"]
    typed = {"identifier": "1", "password": "maple", "csrf_token": token}
    browser.post("/112/sign-in", data=typed, headers={"Host": "127.0.0.1"})
    with counted(parts.work.engine) as seen:
        assert browser.get(f"/112/{path}", headers={"Host": "127.0.0.1"}).status_code == 200
    statements = [one for one in seen if not one.startswith("BEGIN")]
    assert 1 <= len(statements) <= MOST[path], statements
    parts.work.engine.dispose()
