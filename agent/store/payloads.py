"""The parts of uploads: those on their way to a portal, and those of the last Process as they left the office (A17).

They are sealed: parts hold verifiers, from which a weak password could be guessed. An upload that came through is not
copied: it only gets the number of its snapshot.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import msgspec

from agent.domain.errors import AgentError
from agent.domain.portals import Outbox, Sent
from agent.store.passwords import Seal
from shared.messages import Receipt

SCHEMA = """
CREATE TABLE IF NOT EXISTS payloads (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    portal INTEGER NOT NULL,
    snapshot INTEGER NOT NULL DEFAULT 0,
    time TEXT NOT NULL DEFAULT '',
    header BLOB NOT NULL DEFAULT x''
) STRICT;
CREATE UNIQUE INDEX IF NOT EXISTS payloads_on_their_way ON payloads (portal) WHERE snapshot = 0;
CREATE TABLE IF NOT EXISTS payload_parts (
    payload INTEGER NOT NULL,
    number INTEGER NOT NULL,
    sealed BLOB NOT NULL,
    PRIMARY KEY (payload, number)
) STRICT;
CREATE TRIGGER IF NOT EXISTS payload_removed AFTER DELETE ON payloads BEGIN
    DELETE FROM payload_parts WHERE payload = old.id;
END;
CREATE TRIGGER IF NOT EXISTS portal_forgotten_payloads AFTER DELETE ON portals BEGIN
    DELETE FROM payloads WHERE portal = old.id;
END;
DROP TABLE IF EXISTS outbox_parts;
DROP TABLE IF EXISTS outbox;
"""
"""`snapshot` is 0 while an upload is on its way."""


def begin(connection: sqlite3.Connection, portal: int) -> int:
    """Begin a new upload in place of the one on its way; gives its id."""
    abandon(connection, portal)
    return connection.execute("INSERT INTO payloads (portal) VALUES (?)", (portal,)).lastrowid or 0


def abandon(connection: sqlite3.Connection, portal: int) -> None:
    """Drop the upload on its way."""
    connection.execute("DELETE FROM payloads WHERE portal = ? AND snapshot = 0", (portal,))


def add_part(connection: sqlite3.Connection, seal: Seal, payload: int, number: int, data: bytes) -> None:
    """Keep a part of an upload."""
    sealed = seal.close(data, _place(payload, number))
    connection.execute("INSERT INTO payload_parts VALUES (?, ?, ?)", (payload, number, sealed))


def set_header(connection: sqlite3.Connection, portal: int, header: Outbox) -> None:
    """Say what the upload on its way is."""
    connection.execute(
        "UPDATE payloads SET header = ? WHERE portal = ? AND snapshot = 0", (msgspec.json.encode(header), portal)
    )


def on_its_way(connection: sqlite3.Connection, portal: int) -> Outbox | None:
    """What the upload on its way is."""
    row = connection.execute("SELECT header FROM payloads WHERE portal = ? AND snapshot = 0", (portal,)).fetchone()
    return msgspec.json.decode(row[0], type=Outbox) if row else None


def part(connection: sqlite3.Connection, seal: Seal, portal: int, number: int) -> bytes:
    """A part of the upload on its way. Raises `AgentError` where it is gone."""
    row = connection.execute(
        "SELECT id, sealed FROM payloads JOIN payload_parts ON payload = id"
        " WHERE portal = ? AND snapshot = 0 AND number = ?",
        (portal, number),
    ).fetchone()
    if row is None:
        raise AgentError("What was ready to be sent has disappeared.", remedy="Start Process again.")
    return seal.open(row[1], _place(row[0], number))


def keep(connection: sqlite3.Connection, portal: int, header: Outbox, receipt: Receipt) -> None:
    """The upload on its way came through: it is kept, with the one before it where it goes on with that, in place of
    those of earlier Processes."""
    connection.execute(
        "DELETE FROM payloads WHERE portal = ? AND snapshot > 0 AND NOT (? AND snapshot = ?)",
        (portal, header.goes_on, header.base),
    )
    connection.execute(
        "UPDATE payloads SET snapshot = ?, time = ? WHERE portal = ? AND snapshot = 0",
        (receipt.snapshot, receipt.time, portal),
    )


def kept(connection: sqlite3.Connection, portal: int) -> list[Sent]:
    """The uploads of the last Process that sent anything, the data first."""
    rows = connection.execute(
        "SELECT id, snapshot, time, header, (SELECT total(length(sealed) - ?) FROM payload_parts WHERE payload = id)"
        " FROM payloads WHERE portal = ? AND snapshot > 0 ORDER BY id",
        (Seal.OVERHEAD, portal),
    )
    return [
        Sent(id_, snapshot, time, msgspec.json.decode(header, type=Outbox).full, int(size))
        for id_, snapshot, time, header, size in rows
    ]


def parts_of(connection: sqlite3.Connection, seal: Seal, portal: int, payload: int) -> Iterator[bytes]:
    """The parts of a kept upload, one after the other."""
    rows = connection.execute(
        "SELECT number, sealed FROM payloads JOIN payload_parts ON payload = id"
        " WHERE portal = ? AND id = ? ORDER BY number",
        (portal, payload),
    )
    for number, sealed in rows:
        yield seal.open(sealed, _place(payload, number))


def _place(payload: int, number: int) -> bytes:
    return f"part {payload}/{number}".encode()
