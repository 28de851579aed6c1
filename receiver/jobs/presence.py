"""Which workers live: each holds a lock that ends with its process, and learns as it starts whether it is the only one.

Who works alone may take back the claims of one that was killed; who does not, waits until they end by themselves.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Final

from sqlalchemy import Engine

from receiver.db.company_net import COMPANY, EVERY_COMPANY
from receiver.jobs.queue import beside

LOCK: Final = 0x706C_1000_0000
"""The key of the advisory lock; those of `receiver.db.lanes` have two halves and never meet it."""

SECONDS: Final = 10


@contextmanager
def present(engine: Engine, when_alone: Callable[[], None]) -> Iterator[None]:
    """Be known as a worker meanwhile; calls `when_alone` first where no other one is."""
    if engine.dialect.name == "postgresql":
        with _on_postgresql(engine, when_alone):
            yield
        return
    file = beside(engine.url, "worker")
    if file is None:
        when_alone()
        yield
        return
    with _on_sqlite(file, when_alone):
        yield


@contextmanager
def _on_sqlite(file: Path, when_alone: Callable[[], None]) -> Iterator[None]:
    """SQLite's own locks work on every system: one writer, or many readers."""
    with closing(sqlite3.connect(file, timeout=0, isolation_level=None)) as connection:
        with suppress(sqlite3.OperationalError):
            connection.execute("BEGIN EXCLUSIVE")
            when_alone()
            connection.execute("COMMIT")
        connection.execute(f"PRAGMA busy_timeout = {SECONDS * 1000}")
        connection.execute("BEGIN")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        yield


@contextmanager
def _on_postgresql(engine: Engine, when_alone: Callable[[], None]) -> Iterator[None]:
    words = {COMPANY: EVERY_COMPANY, "isolation_level": "AUTOCOMMIT"}
    with engine.connect().execution_options(**words) as connection:
        alone = connection.exec_driver_sql("SELECT pg_try_advisory_lock(%s)", (LOCK,)).scalar_one()
        if alone:
            when_alone()
        connection.exec_driver_sql("SELECT pg_advisory_lock_shared(%s)", (LOCK,))
        if alone:
            connection.exec_driver_sql("SELECT pg_advisory_unlock(%s)", (LOCK,))
        yield
        # Back in the pool it would be held on.
        connection.exec_driver_sql("SELECT pg_advisory_unlock_all()")
