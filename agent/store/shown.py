"""What customers see of each portal, while that is not what was published to it last: an upload that is held, or that
waits to be imported, becomes `publication` too, since the next one changes that.

Kept is only where the two differ, from the first upload that is not shown until one is.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import msgspec

from shared.messages import Seen

SCHEMA = """
CREATE TABLE IF NOT EXISTS shown_otherwise (
    portal INTEGER NOT NULL,
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    hash BLOB,
    PRIMARY KEY (portal, kind, key)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER IF NOT EXISTS portal_forgotten_shown_otherwise AFTER DELETE ON portals BEGIN
    DELETE FROM shown_otherwise WHERE portal = old.id;
END;
CREATE TABLE IF NOT EXISTS previewed (
    portal INTEGER PRIMARY KEY,
    seen BLOB NOT NULL
) STRICT;
CREATE TRIGGER IF NOT EXISTS portal_forgotten_previewed AFTER DELETE ON portals BEGIN
    DELETE FROM previewed WHERE portal = old.id;
END;
DROP TRIGGER IF EXISTS portal_forgotten_held_back;
DROP TABLE IF EXISTS held_back;
"""
"""`hash` is NULL for a record that customers do not see. `previewed` is what the last preview since then showed."""


def not_shown(connection: sqlite3.Connection, portal: int, *, full: bool) -> None:
    """Before the outbox becomes what is published: customers go on seeing what they see. `full`: nothing stays of what
    was published."""
    if full:
        connection.execute(
            "INSERT OR IGNORE INTO shown_otherwise SELECT portal, kind, key, hash FROM publication WHERE portal = ?",
            (portal,),
        )
    connection.execute(
        "INSERT OR IGNORE INTO shown_otherwise SELECT portal, kind, key, publication.hash"
        " FROM outbox_changes LEFT JOIN publication USING (portal, kind, key) WHERE portal = ?",
        (portal,),
    )


def all_shown(connection: sqlite3.Connection, portal: int) -> None:
    """Customers see what is published."""
    connection.execute("DELETE FROM shown_otherwise WHERE portal = ?", (portal,))
    connection.execute("DELETE FROM previewed WHERE portal = ?", (portal,))


def keep_seen(connection: sqlite3.Connection, portal: int, seen: Seen) -> None:
    """A preview showed this."""
    connection.execute("INSERT OR REPLACE INTO previewed VALUES (?, ?)", (portal, msgspec.json.encode(seen)))


def seen(connection: sqlite3.Connection, portal: int) -> Seen:
    """What the last preview showed, since customers came to see what is published; nothing where there was none."""
    row = connection.execute("SELECT seen FROM previewed WHERE portal = ?", (portal,)).fetchone()
    return msgspec.json.decode(row[0], type=Seen) if row else Seen()


def shown(connection: sqlite3.Connection, portal: int, kind: str) -> Iterator[tuple[str, bytes]]:
    """Keys and hashes of a kind as customers see them, in key order."""
    return connection.execute(
        "SELECT key, hash FROM publication AS last WHERE portal = :portal AND kind = :kind AND NOT EXISTS"
        " (SELECT 1 FROM shown_otherwise AS seen"
        " WHERE seen.portal = last.portal AND seen.kind = last.kind AND seen.key = last.key)"
        " UNION ALL SELECT key, hash FROM shown_otherwise"
        " WHERE portal = :portal AND kind = :kind AND hash IS NOT NULL ORDER BY key",
        {"portal": portal, "kind": kind},
    )
