"""A sample office that tests only read, and a way to make databases of one's own."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from agent.jobs.progress import PolledProgress
from agent.office.sample import make_sample

TODAY = date(2026, 3, 10)
CUSTOMERS = 240


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sample office as it is on `TODAY`."""
    path = tmp_path_factory.mktemp("office") / "practice.db"
    make_sample(path, CUSTOMERS, 5, PolledProgress(), today=TODAY)
    return path


@pytest.fixture
def own_sample(tmp_path: Path) -> Path:
    """A small sample office that the test may change."""
    path = tmp_path / "practice.db"
    make_sample(path, 40, 6, PolledProgress(), today=TODAY)
    return path


def query(path: Path, sql: str, *values: object) -> list[tuple[Any, ...]]:
    """What plain sqlite3 says."""
    with closing(sqlite3.connect(path)) as connection, connection:
        return connection.execute(sql, values).fetchall()


def script(path: Path, sql: str) -> Path:
    """Run a script on the SQLite file `path`, which is made where it is not there."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executescript(sql)
    return path
