"""Opens the agent's own SQLite file.

WAL with `synchronous=FULL`: with NORMAL, acknowledged commits were lost in half of the power cuts tried. Writers say
BEGIN IMMEDIATE, so that two processes wait for each other instead of failing half way.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from agent.domain.errors import AgentError, TryLater

BUSY_SECONDS = 10
_NO_SPACE = (sqlite3.SQLITE_IOERR_WRITE, sqlite3.SQLITE_IOERR_SHMSIZE)
"""What a quota ends in, and a disk without space for the memory that connections share."""


class Store:
    """The store at `path`, holding the tables that `schemas` (scripts of CREATE ... IF NOT EXISTS) declare."""

    def __init__(self, path: Path, schemas: tuple[str, ...]) -> None:
        self.path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        with self._connection() as connection:
            connection.execute("PRAGMA journal_mode = WAL")
            for schema in schemas:
                connection.executescript(schema)
        path.chmod(0o600)

    @contextmanager
    def read(self) -> Iterator[sqlite3.Connection]:
        """One consistent read."""
        with self._connection() as connection:
            connection.execute("BEGIN")
            yield connection

    @contextmanager
    def write(self) -> Iterator[sqlite3.Connection]:
        """One transaction: committed on return, rolled back on a raise."""
        with self._connection() as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
            except BaseException:
                # Closing alone keeps the lock as long as somebody holds a cursor: an error's own frames do.
                connection.rollback()
                raise
            connection.execute("COMMIT")

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        try:
            with closing(sqlite3.connect(self.path, timeout=BUSY_SECONDS, isolation_level=None)) as connection:
                connection.execute("PRAGMA synchronous = FULL")
                yield connection
        except sqlite3.OperationalError as error:
            raise _explained(error, self.path) from error
        except sqlite3.DatabaseError as error:
            raise AgentError(
                f"The agent's own file {self.path} is damaged.",
                detail=str(error),
                remedy="Move it away and pair again; the next Process publishes everything anew.",
            ) from error


def quick_check(store: Store) -> str:
    """What SQLite says of the file when it has looked through it: "ok"."""
    with store.read() as connection:
        return "; ".join(str(row[0]) for row in connection.execute("PRAGMA quick_check(3)"))


def _explained(error: sqlite3.OperationalError, path: Path) -> AgentError:
    whole = getattr(error, "sqlite_errorcode", 0)
    code = whole & 0xFF
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return TryLater("The agent is busy with something else.", remedy="Try again in a moment.")
    if code == sqlite3.SQLITE_FULL or whole in _NO_SPACE:
        return TryLater("The disk of this computer is full.", remedy="Free some space, then try again.")
    return TryLater(
        f"The agent's own file {path} can't be used.",
        detail=str(error),
        remedy="Check that this folder exists, has space and may be written.",
    )
