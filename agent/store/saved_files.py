"""Which snapshots were saved to files (feature A8): the receiver tells by that the order of files that it never
confirmed to the office. And what was left of a file that was cut short."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from agent.domain.portals import Portal
from agent.store.database import Store

SCHEMA = """
CREATE TABLE IF NOT EXISTS saved_files (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    portal INTEGER NOT NULL,
    base INTEGER NOT NULL,
    key TEXT NOT NULL,
    part TEXT NOT NULL
) STRICT;
CREATE TRIGGER IF NOT EXISTS portal_forgotten_files AFTER DELETE ON portals BEGIN
    DELETE FROM saved_files WHERE portal = old.id;
END;
"""

TOLD = 50
"""How many keys a file names: a header has an end."""


@dataclass(frozen=True)
class SavedFiles:
    """See `carry_ports.SavedFiles`; `part` is empty for a file that is complete."""

    store: Store

    def begin(self, portal: Portal, key: str, part: Path) -> None:
        """See `carry_ports.SavedFiles`."""
        with self.store.write() as connection:
            connection.execute(
                "INSERT INTO saved_files (portal, base, key, part) VALUES (?, ?, ?, ?)",
                (portal.id, portal.base, key, str(part)),
            )

    def finish(self, key: str) -> None:
        """See `carry_ports.SavedFiles`."""
        with self.store.write() as connection:
            connection.execute("UPDATE saved_files SET part = '' WHERE key = ?", (key,))

    def forget(self, key: str) -> None:
        """See `carry_ports.SavedFiles`."""
        with self.store.write() as connection:
            connection.execute("DELETE FROM saved_files WHERE key = ?", (key,))

    def since(self, portal: Portal) -> tuple[str, ...]:
        """See `carry_ports.SavedFiles`."""
        with self.store.read() as connection:
            found = connection.execute(
                "SELECT key FROM saved_files WHERE portal = ? AND base = ? AND part = '' ORDER BY id DESC LIMIT ?",
                (portal.id, portal.base, TOLD),
            ).fetchall()
        return tuple(key for (key,) in reversed(found))

    def sweep(self) -> None:
        """See `carry_ports.SavedFiles`. A stick that is gone took its file with it."""
        with self.store.read() as connection:
            left = connection.execute("SELECT key, part FROM saved_files WHERE part <> ''").fetchall()
        for key, part in left:
            with suppress(OSError):
                Path(part).unlink(missing_ok=True)
            self.forget(key)
