"""Where the clerk's own copies were written, and the restore that is under way."""

from __future__ import annotations

from dataclasses import replace

import msgspec

from agent.domain.backups import ManualCopy, Restore
from agent.store.database import Store

SCHEMA = """
CREATE TABLE IF NOT EXISTS manual_copies (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    practice_id TEXT NOT NULL,
    copy BLOB NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS restoring (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    restore BLOB NOT NULL
) STRICT;
"""


class ManualCopies:
    """See `copy_ports.ManualCopies`."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def all(self, practice_id: str) -> list[ManualCopy]:
        """See `copy_ports.ManualCopies`."""
        with self._store.read() as connection:
            rows = connection.execute(
                "SELECT id, copy FROM manual_copies WHERE practice_id = ? ORDER BY id DESC", (practice_id,)
            ).fetchall()
        return [replace(msgspec.json.decode(copy, type=ManualCopy), id=id_) for id_, copy in rows]

    def begin(self, copy: ManualCopy) -> ManualCopy:
        """See `copy_ports.ManualCopies`."""
        with self._store.write() as connection:
            made = connection.execute(
                "INSERT INTO manual_copies (practice_id, copy) VALUES (?, ?)",
                (copy.practice_id, msgspec.json.encode(copy)),
            )
            return replace(copy, id=int(made.lastrowid or 0))

    def finish(self, copy: ManualCopy) -> None:
        """See `copy_ports.ManualCopies`."""
        with self._store.write() as connection:
            connection.execute("UPDATE manual_copies SET copy = ? WHERE id = ?", (msgspec.json.encode(copy), copy.id))

    def forget(self, copy_id: int) -> None:
        """See `copy_ports.ManualCopies`."""
        with self._store.write() as connection:
            connection.execute("DELETE FROM manual_copies WHERE id = ?", (copy_id,))


class Restores:
    """See `copy_ports.Restores`."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def begin(self, restore: Restore) -> None:
        """See `copy_ports.Restores`."""
        with self._store.write() as connection:
            connection.execute("INSERT OR REPLACE INTO restoring VALUES (1, ?)", (msgspec.json.encode(restore),))

    def pending(self) -> Restore | None:
        """See `copy_ports.Restores`."""
        with self._store.read() as connection:
            found = connection.execute("SELECT restore FROM restoring").fetchone()
        return msgspec.json.decode(found[0], type=Restore) if found else None

    def end(self) -> None:
        """See `copy_ports.Restores`."""
        with self._store.write() as connection:
            connection.execute("DELETE FROM restoring")
