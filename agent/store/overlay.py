"""Fields that the practice database has no column for (feature row A18), each value sealed."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import msgspec

from agent.domain import values
from agent.domain.catalog import Value
from agent.domain.errors import AgentError, RowChanged
from agent.domain.runs import RunState
from agent.store import journal
from agent.store.database import Store
from agent.store.passwords import Seal
from agent.usecases.practice_ports import CellChange, Cells

SCHEMA = """
CREATE TABLE IF NOT EXISTS overlay (
    practice_id TEXT NOT NULL,
    field TEXT NOT NULL,
    record_id TEXT NOT NULL,
    sealed BLOB NOT NULL,
    PRIMARY KEY (practice_id, field, record_id)
) STRICT, WITHOUT ROWID;
"""


_OTHER_FIELDS = "FROM overlay WHERE practice_id = ? AND field NOT LIKE 'US.%'"
"""Of everything but the users."""


@dataclass(frozen=True)
class _Cell:
    record_id: str
    after: Value
    before: Value = None


class Overlay:
    """The overlay in the agent's store; see `ports.Overlay`."""

    def __init__(self, store: Store, key: bytes) -> None:
        self._store = store
        self._seal = Seal(key, b"overlay")

    def values(self, practice_id: str, field: str) -> dict[str, Value]:
        """See `ports.Overlay`."""
        with self._store.read() as connection:
            return self._all(connection, practice_id, field)

    def write(self, practice_id: str, cells: Cells, becomes: tuple[int, RunState] | None = None) -> None:
        """See `ports.Overlay`."""
        with self._store.write() as connection:
            for field, changes in cells.items():
                self._write(connection, practice_id, field.name, changes)
            if becomes is not None:
                journal.move(connection, *becomes)

    def put_row(self, practice_id: str, record_id: str, seen: Mapping[str, Value], values: Mapping[str, Value]) -> None:
        """See `ports.Overlay`."""
        with self._store.write() as connection:
            for field, value in seen.items():
                if self._all(connection, practice_id, field).get(record_id) != value:
                    raise RowChanged(
                        "Somebody changed or removed this record meanwhile; nothing was written.",
                        remedy="Look at it again, then try again.",
                    )
            for field, value in values.items():
                self._put(connection, practice_id, field, _Cell(record_id, value))

    def restore(self, copy: Path, practice_id: str) -> None:
        """Give the overlay of a practice database the values that it has in `copy`, an earlier copy of the store. Its
        users stay: a restore must neither bring back somebody who was removed, nor take everybody's sign-in away."""
        with closing(sqlite3.connect(copy)) as earlier:
            rows = earlier.execute(f"SELECT * {_OTHER_FIELDS}", (practice_id,)).fetchall()
        with self._store.write() as connection:
            connection.execute(f"DELETE {_OTHER_FIELDS}", (practice_id,))
            connection.executemany("INSERT INTO overlay VALUES (?, ?, ?, ?)", rows)

    def _all(self, connection: sqlite3.Connection, practice_id: str, field: str) -> dict[str, Value]:
        rows = connection.execute(
            "SELECT record_id, sealed FROM overlay WHERE practice_id = ? AND field = ?", (practice_id, field)
        )
        return {
            record_id: _value(self._seal.open(sealed, _place(practice_id, field, record_id)))
            for record_id, sealed in rows
        }

    def _write(
        self, connection: sqlite3.Connection, practice_id: str, field: str, changes: Iterable[CellChange]
    ) -> None:
        held = self._all(connection, practice_id, field)
        for change in changes:
            if held.get(change.record_id) != change.before:
                raise RowChanged(
                    f"{field} of record {change.record_id} was changed meanwhile.",
                    detail="Nothing was written.",
                    remedy="Look at it, then try again.",
                )
            self._put(connection, practice_id, field, change)

    def _put(self, connection: sqlite3.Connection, practice_id: str, field: str, change: CellChange) -> None:
        place = (practice_id, field, change.record_id)
        if change.after is None:
            connection.execute("DELETE FROM overlay WHERE practice_id = ? AND field = ? AND record_id = ?", place)
            return
        sealed = self._seal.close(values.pack(change.after), _place(*place))
        connection.execute(
            "INSERT INTO overlay (practice_id, field, record_id, sealed) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (practice_id, field, record_id) DO UPDATE SET sealed = excluded.sealed",
            (*place, sealed),
        )


def _value(data: bytes) -> Value:
    found = values.unpack(data)
    if isinstance(found, float | bytes):
        raise AgentError("A value that the agent keeps is of a kind that it never keeps here.")
    return found


def _place(practice_id: str, field: str, record_id: str) -> bytes:
    return msgspec.json.encode((practice_id, field, record_id))
