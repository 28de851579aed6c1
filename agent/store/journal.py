"""The journal of replacements: what was planned, what each row held before and holds after, how far it came.

The rows are sealed, for they hold passwords. A run and its rows stand here before anything is written anywhere else.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

import msgspec

from agent.domain import values
from agent.domain.errors import AgentError
from agent.domain.replacement import Change
from agent.domain.runs import Run, RunState
from agent.store.database import Store
from agent.store.passwords import Seal

SCHEMA = """
CREATE TABLE IF NOT EXISTS replacements (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    practice_id TEXT NOT NULL,
    made TEXT NOT NULL,
    state TEXT NOT NULL,
    run BLOB NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS replaced (
    replacement INTEGER NOT NULL REFERENCES replacements (id),
    record_id TEXT NOT NULL,
    sealed BLOB NOT NULL,
    PRIMARY KEY (replacement, record_id)
) STRICT, WITHOUT ROWID;
"""

KEPT_RUNS = 10
KEPT_DAYS = 30
"""The rows of the last 10 runs and of everything of 30 days are kept; of older runs only the line in the history."""


class Journal:
    """The journal in the agent's store; see `ports.Journal`."""

    def __init__(self, store: Store, key: bytes) -> None:
        self._store = store
        self._seal = Seal(key, b"journal")

    def begin(self, run: Run, changes: Iterable[Change]) -> Run:
        """See `ports.Journal`."""
        with self._store.write() as connection:
            made = connection.execute(
                "INSERT INTO replacements (practice_id, made, state, run) VALUES (?, ?, ?, ?)",
                (run.practice_id, run.made.isoformat(), run.state, msgspec.json.encode(run)),
            )
            kept = replace(run, id=int(made.lastrowid or 0))
            connection.executemany(
                "INSERT INTO replaced (replacement, record_id, sealed) VALUES (?, ?, ?)",
                ((kept.id, one.record_id, self._sealed(kept.id, one)) for one in changes),
            )
            self._prune(connection, run.made)
        return kept

    def move(self, run_id: int, state: RunState) -> None:
        """See `ports.Journal`."""
        with self._store.write() as connection:
            move(connection, run_id, state)

    def runs(self, practice_id: str) -> list[Run]:
        """See `ports.Journal`."""
        with self._store.read() as connection:
            rows = connection.execute(
                "SELECT id, state, run FROM replacements WHERE practice_id = ? ORDER BY id DESC", (practice_id,)
            ).fetchall()
        return [
            replace(msgspec.json.decode(run, type=Run), id=run_id, state=RunState(state)) for run_id, state, run in rows
        ]

    def changes(self, run_id: int) -> list[Change]:
        """See `ports.Journal`."""
        with self._store.read() as connection:
            rows = connection.execute(
                "SELECT record_id, sealed FROM replaced WHERE replacement = ? ORDER BY record_id", (run_id,)
            )
            return [self._opened(run_id, record_id, sealed) for record_id, sealed in rows]

    def keeps_rows(self, run_id: int) -> bool:
        """See `ports.Journal`."""
        with self._store.read() as connection:
            row = connection.execute("SELECT 1 FROM replaced WHERE replacement = ? LIMIT 1", (run_id,)).fetchone()
        return row is not None

    def _sealed(self, run_id: int, change: Change) -> bytes:
        row = msgspec.msgpack.encode((change.label, values.pack(change.before), values.pack(change.after)))
        return self._seal.close(row, _place(run_id, change.record_id))

    def _opened(self, run_id: int, record_id: str, sealed: bytes) -> Change:
        row = self._seal.open(sealed, _place(run_id, record_id))
        label, before, after = msgspec.msgpack.decode(row, type=tuple[str, bytes, bytes])
        return Change(record_id, label, values.unpack(before), values.unpack(after))

    def _prune(self, connection: sqlite3.Connection, now: datetime) -> None:
        connection.execute(
            "DELETE FROM replaced WHERE replacement IN (SELECT id FROM replacements WHERE made < ? AND id NOT IN"
            " (SELECT id FROM replacements ORDER BY id DESC LIMIT ?))",
            ((now - timedelta(days=KEPT_DAYS)).isoformat(), KEPT_RUNS),
        )


def move(connection: sqlite3.Connection, run_id: int, state: RunState) -> None:
    """Note how far a run is, as part of the caller's transaction. Raises `AgentError` where there is no such run."""
    if not connection.execute("UPDATE replacements SET state = ? WHERE id = ?", (state, run_id)).rowcount:
        raise AgentError(f"There is no replacement {run_id}.")


def _place(run_id: int, record_id: str) -> bytes:
    return msgspec.json.encode((run_id, record_id))
