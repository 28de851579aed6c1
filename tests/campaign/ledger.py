"""What the receiver's own tables and locks say, by plain SQL: nothing of the receiver's code has a say in it."""

from __future__ import annotations

import fcntl
import os
import shutil
import sqlite3
import struct
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import psycopg

NUMBERS = "SELECT number FROM snapshots WHERE company_id = {} ORDER BY number"
STATE = "SELECT newest, published FROM companies WHERE company_id = {}"

_LOCK = "hhqqi"
"""`struct flock` of Linux on 64 bits: kind, whence, start, length, holder."""
_WRITE_LOCK_BYTE = 120
"""Whoever holds this byte of the file `-shm` is writing (SQLite, "WAL-mode File Format", section 2.3)."""


@dataclass(frozen=True)
class State:
    """The snapshots of a company, and its two numbers."""

    snapshots: tuple[int, ...]
    newest: int
    published: int


class Ledger(Protocol):
    """A receiver's database seen from outside."""

    @property
    def address(self) -> str:
        """Where it is, as `evidence` asks it."""

    def state(self, company: int) -> State:
        """What is published, while the receiver serves."""

    def left(self, company: int) -> State:
        """What a killed receiver left; nothing is repaired by looking."""

    def broken(self) -> list[str]:
        """What the database itself finds wrong with its content."""

    def writing(self) -> bool:
        """Whether somebody holds the lock of a writing transaction at this moment."""


@dataclass(frozen=True)
class SqliteLedger:
    """Of a receiver on SQLite."""

    database: Path

    @property
    def address(self) -> str:
        """See `Ledger`."""
        return str(self.database)

    def state(self, company: int) -> State:
        """See `Ledger`."""
        with closing(sqlite3.connect(f"{self.database.as_uri()}?mode=ro", uri=True, timeout=10)) as real:
            return _state(lambda sql: real.execute(sql.format("?"), (company,)).fetchall())

    def left(self, company: int) -> State:
        """See `Ledger`."""
        with self._copied() as copy:
            return _state(lambda sql: copy.execute(sql.format("?"), (company,)).fetchall())

    def broken(self) -> list[str]:
        """See `Ledger`."""
        with self._copied() as copy:
            found = [row[0] for row in copy.execute("PRAGMA integrity_check")]
        return [one for one in found if one != "ok"]

    def writing(self) -> bool:
        """See `Ledger`."""
        wanted = struct.pack(_LOCK, fcntl.F_WRLCK, os.SEEK_SET, _WRITE_LOCK_BYTE, 1, 0)
        try:
            with self.database.with_name(self.database.name + "-shm").open("r+b") as file:
                held = struct.unpack(_LOCK, fcntl.fcntl(file, fcntl.F_GETLK, wanted))
        except FileNotFoundError:
            return False
        return bool(held[0] != fcntl.F_UNLCK)

    @contextmanager
    def _copied(self) -> Iterator[sqlite3.Connection]:
        """A copy of the files as they lie there: opening the real ones would recover and tidy them."""
        with tempfile.TemporaryDirectory(prefix="porchlight-ledger-") as folder:
            for end in ("", "-wal"):
                file = self.database.with_name(self.database.name + end)
                if file.exists():
                    shutil.copy(file, folder)
            with closing(sqlite3.connect(Path(folder) / self.database.name)) as connection:
                yield connection


@dataclass(frozen=True)
class PostgresLedger:
    """Of a receiver on PostgreSQL; `url` as psycopg takes it."""

    url: str

    @property
    def address(self) -> str:
        """See `Ledger`."""
        return self.url

    def state(self, company: int) -> State:
        """See `Ledger`."""
        with psycopg.connect(self.url) as connection:
            return _state(lambda sql: connection.execute(sql.format("%s").encode(), (company,)).fetchall())

    def left(self, company: int) -> State:
        """See `Ledger`. The server outlives the receiver, so there is no difference."""
        return self.state(company)

    def broken(self) -> list[str]:
        """See `Ledger`. PostgreSQL checks itself when it starts; there is nothing more to ask."""
        return []

    def writing(self) -> bool:
        """See `Ledger`."""
        others = (
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND backend_xid IS NOT NULL"
            " AND pid <> pg_backend_pid()"
        )
        with psycopg.connect(self.url, autocommit=True) as connection:
            row = connection.execute(others).fetchone()
        return bool(row and row[0])


def _state(ask: Callable[[str], list[tuple[Any, ...]]]) -> State:
    ((newest, published),) = ask(STATE)
    return State(tuple(row[0] for row in ask(NUMBERS)), newest, published)
