"""What was done here and goes into the portals' audit logs. It is written in the transaction of what was done, and kept
after it was told: a portal may be put back to an earlier copy of its data."""

from __future__ import annotations

import sqlite3
from secrets import token_hex

import msgspec

from agent.domain.portals import Portal
from agent.store.database import Store
from shared.audit import OfficeDeed

SCHEMA = """
CREATE TABLE IF NOT EXISTS told_deeds (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    key TEXT NOT NULL UNIQUE,
    practice_id TEXT NOT NULL,
    deed BLOB NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS told_portals (
    portal INTEGER PRIMARY KEY,
    place TEXT NOT NULL,
    until INTEGER NOT NULL,
    key TEXT NOT NULL
) STRICT;
CREATE TRIGGER IF NOT EXISTS portal_forgotten_deeds AFTER DELETE ON portals BEGIN
    DELETE FROM told_portals WHERE portal = old.id;
END;
"""

KEPT_DEEDS = 20_000
_decode = msgspec.json.Decoder(OfficeDeed).decode


def new_key() -> str:
    """Names a deed at every portal."""
    return token_hex(16)


def add(connection: sqlite3.Connection, practice_id: str, deed: OfficeDeed | None) -> None:
    """Keep a deed, as part of the caller's transaction; it is a matter of that practice database's portals, of all of
    them where none is named. Nothing happens where there is none."""
    if deed is None:
        return
    made = connection.execute(
        "INSERT INTO told_deeds (key, practice_id, deed) VALUES (?, ?, ?)",
        (deed.key, practice_id, msgspec.json.encode(deed)),
    )
    connection.execute("DELETE FROM told_deeds WHERE id <= ?", (int(made.lastrowid or 0) - KEPT_DEEDS,))


class DeedBook:
    """See `telling.DeedBook`."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def waiting(self, portal: Portal, most: int) -> list[OfficeDeed]:
        """See `telling.DeedBook`."""
        with self._store.read() as connection:
            rows = connection.execute(
                "SELECT deed FROM told_deeds WHERE id > ? AND practice_id IN ('', ?) ORDER BY id LIMIT ?",
                (_until(connection, portal)[0], portal.practice_id, most),
            ).fetchall()
        return [_decode(deed) for (deed,) in rows]

    def last(self, portal: Portal) -> str:
        """See `telling.DeedBook`."""
        with self._store.read() as connection:
            return _until(connection, portal)[1]

    def took(self, portal: Portal, deed: OfficeDeed) -> None:
        """See `telling.DeedBook`."""
        with self._store.write() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO told_portals SELECT ?, ?, id, key FROM told_deeds WHERE key = ?",
                (portal.id, _place(portal), deed.key),
            )

    def forget(self, portal: Portal) -> None:
        """See `telling.DeedBook`."""
        with self._store.write() as connection:
            connection.execute("DELETE FROM told_portals WHERE portal = ?", (portal.id,))


def _until(connection: sqlite3.Connection, portal: Portal) -> tuple[int, str]:
    """How far the company that the portal's name stands for now was told."""
    row = connection.execute(
        "SELECT until, key FROM told_portals WHERE portal = ? AND place = ?", (portal.id, _place(portal))
    ).fetchone()
    return (row[0], row[1]) if row else (0, "")


def _place(portal: Portal) -> str:
    return f"{portal.url} {portal.company}"
