"""Whose passwords are to work on the portal, for the length of one Process.

A private SQLite file that vanishes with the connection, so that 100,000 customers need no memory. Passwords lie in it
sealed under a key that exists only in this process.
"""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from agent.domain.errors import TryLater
from agent.domain.portals import Entry
from agent.store.passwords import KEY_BYTES, Marker, Seal

_SCHEMA = """
CREATE TABLE entries (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    record_id TEXT NOT NULL,
    mark BLOB NOT NULL,
    password_mark BLOB NOT NULL,
    weak INTEGER NOT NULL,
    level INTEGER NOT NULL,
    email TEXT NOT NULL,
    sealed BLOB NOT NULL
) STRICT;
"""

_INSERT = """
INSERT INTO entries (kind, key, record_id, mark, password_mark, weak, level, email, sealed)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_AT_ONCE = 500

_ENTRIES = """
WITH twice AS MATERIALIZED (
    SELECT password_mark FROM entries WHERE kind = :kind GROUP BY password_mark HAVING count(*) > 1
)
SELECT id, kind, key, record_id, mark, weak, password_mark IN twice, level, email
FROM entries WHERE kind = :kind ORDER BY id
"""


class Roster:
    """`marker` makes marks that last beyond this Process."""

    def __init__(self, marker: Marker) -> None:
        self._marker = marker
        passing = secrets.token_bytes(KEY_BYTES)
        self._twins = Marker(passing)
        self._seal = Seal(passing, b"roster")
        self._connection = sqlite3.connect("", isolation_level=None)
        self._connection.executescript(_SCHEMA)
        self._connection.execute("BEGIN")
        self._held: list[tuple[object, ...]] = []

    def add(
        self, kind: str, key: str, record_id: str, password: str, weak: bool, level: int = 0, email: str = ""
    ) -> None:
        """Take one more; within a kind in key order."""
        self._held.append(
            (
                kind,
                key,
                record_id,
                self._marker.mark(record_id, password),
                self._twins.mark("", password),
                weak,
                level,
                email,
                self._seal.close(password.encode("utf-8", "surrogatepass"), b""),
            )
        )
        if len(self._held) == _AT_ONCE:
            self._put_away()

    def entries(self, kind: str) -> Iterator[Entry]:
        """Everybody of a kind, in the order added."""
        self._put_away()
        with _temporary():
            for id_, kind_, key, record_id, mark, weak, shared, level, email in self._connection.execute(
                _ENTRIES, {"kind": kind}
            ):
                yield Entry(id_, kind_, key, record_id, mark, bool(weak), bool(shared), level, email)

    def password(self, entry: Entry) -> str:
        """The password of an entry."""
        row = self._connection.execute("SELECT sealed FROM entries WHERE id = ?", (entry.id,)).fetchone()
        return self._seal.open(row[0], b"").decode("utf-8", "surrogatepass")

    def close(self) -> None:
        """Forget everything."""
        self._held.clear()
        self._connection.close()

    def _put_away(self) -> None:
        with _temporary():
            self._connection.executemany(_INSERT, self._held)
        self._held.clear()


@contextmanager
def _temporary() -> Iterator[None]:
    """A large roster spills into the folder for temporary files. Raises `TryLater` where that takes no more."""
    try:
        yield
    except sqlite3.OperationalError as error:
        raise TryLater(
            "The disk for temporary files is full.",
            detail=f"{error}.",
            remedy="Free some space, or set SQLITE_TMPDIR to a folder that has some; then try again.",
        ) from error
