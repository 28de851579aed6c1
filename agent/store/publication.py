"""What was last published to each portal (`publication`), and what is on its way there (the outbox).

`publication` always describes the very snapshot of the portal's receipt: both move in one transaction, from the outbox.
The outbox is written in one transaction too, so that a kill leaves either no upload or a whole one that can go on.
Parts are sealed: they hold verifiers, from which a weak password could be guessed.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial

import msgspec

from agent.domain.errors import AgentError
from agent.domain.portals import Outbox, Portal
from agent.store.database import Store
from agent.store.known import KnownCustomers
from agent.store.passwords import Marker, Seal
from agent.store.portals import save_receipt
from shared.messages import Receipt

SCHEMA = """
CREATE TABLE IF NOT EXISTS publication (
    portal INTEGER NOT NULL,
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    hash BLOB NOT NULL,
    PRIMARY KEY (portal, kind, key)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS outbox (
    portal INTEGER PRIMARY KEY,
    header BLOB NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS outbox_parts (
    portal INTEGER NOT NULL,
    number INTEGER NOT NULL,
    sealed BLOB NOT NULL,
    PRIMARY KEY (portal, number)
) STRICT;
CREATE TABLE IF NOT EXISTS outbox_changes (
    portal INTEGER NOT NULL,
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    hash BLOB
) STRICT;
CREATE TABLE IF NOT EXISTS last_reports (
    portal INTEGER PRIMARY KEY,
    snapshot INTEGER NOT NULL,
    mark BLOB NOT NULL,
    report BLOB NOT NULL
) STRICT;
CREATE TRIGGER IF NOT EXISTS portal_forgotten AFTER DELETE ON portals BEGIN
    DELETE FROM publication WHERE portal = old.id;
    DELETE FROM outbox WHERE portal = old.id;
    DELETE FROM outbox_parts WHERE portal = old.id;
    DELETE FROM outbox_changes WHERE portal = old.id;
    DELETE FROM last_reports WHERE portal = old.id;
END;
"""

Change = tuple[str, str, bytes | None]
"""Kind, key, and the new hash or None for a record that leaves."""


@dataclass
class Spool:
    """Fills the outbox of one portal; lives inside one transaction."""

    _connection: sqlite3.Connection
    _portal: int
    _seal: Seal
    _known: Callable[[sqlite3.Connection, bytes], KnownCustomers]
    before: Outbox | None
    """What was in it, and had got no receipt."""
    _parts: int = field(default=0)

    def known(self, rules: bytes) -> KnownCustomers:
        """The known customers of the practice database, as far as they were made by these rules."""
        return self._known(self._connection, rules)

    def published(self, kind: str) -> Iterator[tuple[str, bytes]]:
        """Keys and hashes of a kind as last published, in key order."""
        return _published(self._connection, self._portal, kind)

    def add_part(self, data: bytes, changes: Iterable[Change]) -> None:
        """Add the next part, and what it changes."""
        self._parts += 1
        sealed = self._seal.close(data, _place(self._portal, self._parts))
        self._connection.execute("INSERT INTO outbox_parts VALUES (?, ?, ?)", (self._portal, self._parts, sealed))
        self._connection.executemany(
            "INSERT INTO outbox_changes VALUES (?, ?, ?, ?)", ((self._portal, *change) for change in changes)
        )

    def finish(self, header: Outbox) -> None:
        """The parts are complete; `header` says what they are."""
        self._connection.execute("INSERT INTO outbox VALUES (?, ?)", (self._portal, msgspec.json.encode(header)))


@dataclass(frozen=True)
class Publication:
    """The published sets and outboxes in the agent's store."""

    store: Store
    seal: Seal
    marker: Marker
    known: Callable[[sqlite3.Connection, bytes], KnownCustomers]
    """The known customers of the practice database in the agent's store."""

    @contextmanager
    def published(self, portal: Portal) -> Iterator[Callable[[str], Iterator[tuple[str, bytes]]]]:
        """Gives, for a kind, keys and hashes as last published, in key order."""
        with self.store.read() as connection:
            yield partial(_published, connection, portal.id)

    @contextmanager
    def spool(self, portal: Portal) -> Iterator[Spool]:
        """Fill the outbox anew; nothing of it is kept when this raises."""
        with self.store.write() as connection:
            before = _outbox(connection, portal.id)
            _empty_outbox(connection, portal.id)
            yield Spool(connection, portal.id, self.seal, self.known, before)

    def outbox(self, portal: Portal) -> Outbox | None:
        """What is on its way to `portal`."""
        with self.store.read() as connection:
            return _outbox(connection, portal.id)

    def part(self, portal: Portal, number: int) -> bytes:
        """A part of the outbox, as it travels."""
        with self.store.read() as connection:
            row = connection.execute(
                "SELECT sealed FROM outbox_parts WHERE portal = ? AND number = ?", (portal.id, number)
            ).fetchone()
        if row is None:
            raise AgentError("What was ready to be sent has disappeared.", remedy="Start Process again.")
        return self.seal.open(row[0], _place(portal.id, number))

    def set_header(self, portal: Portal, header: Outbox) -> None:
        """Change what the outbox says of itself, its parts staying."""
        with self.store.write() as connection:
            connection.execute(
                "UPDATE outbox SET header = ? WHERE portal = ?", (msgspec.json.encode(header), portal.id)
            )

    def settle(self, portal: Portal, receipt: Receipt) -> None:
        """The receiver holds the set of the outbox: it becomes what is published, with its receipt."""
        with self.store.write() as connection:
            sent = _outbox(connection, portal.id)
            if sent and sent.full:
                connection.execute("DELETE FROM publication WHERE portal = ?", (portal.id,))
            connection.execute(
                "DELETE FROM publication WHERE portal = :portal AND (kind, key) IN"
                " (SELECT kind, key FROM outbox_changes WHERE portal = :portal AND hash IS NULL)",
                {"portal": portal.id},
            )
            connection.execute(
                "INSERT OR REPLACE INTO publication SELECT portal, kind, key, hash FROM outbox_changes"
                " WHERE portal = ? AND hash IS NOT NULL ORDER BY kind, key",
                (portal.id,),
            )
            save_receipt(connection, portal.id, receipt)
            _empty_outbox(connection, portal.id)

    def remember(self, portal: Portal, mark: bytes, snapshot: int, report: bytes) -> None:
        """Keep the report of a Process, in place of the one before."""
        with self.store.write() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO last_reports VALUES (?, ?, ?, ?)",
                (portal.id, snapshot, self.marker.mark_of(mark), report),
            )

    def remembered(self, portal: Portal, mark: bytes) -> bytes | None:
        """The report kept with this mark, as long as its snapshot is that of the portal's receipt."""
        with self.store.read() as connection:
            row = connection.execute(
                "SELECT report FROM last_reports WHERE portal = ? AND snapshot = ? AND mark = ?",
                (portal.id, portal.base, self.marker.mark_of(mark)),
            ).fetchone()
        return row[0] if row else None


def _published(connection: sqlite3.Connection, portal_id: int, kind: str) -> Iterator[tuple[str, bytes]]:
    return connection.execute(
        "SELECT key, hash FROM publication WHERE portal = ? AND kind = ? ORDER BY key", (portal_id, kind)
    )


def _outbox(connection: sqlite3.Connection, portal_id: int) -> Outbox | None:
    row = connection.execute("SELECT header FROM outbox WHERE portal = ?", (portal_id,)).fetchone()
    return msgspec.json.decode(row[0], type=Outbox) if row else None


def _empty_outbox(connection: sqlite3.Connection, portal_id: int) -> None:
    connection.execute("DELETE FROM outbox WHERE portal = ?", (portal_id,))
    connection.execute("DELETE FROM outbox_parts WHERE portal = ?", (portal_id,))
    connection.execute("DELETE FROM outbox_changes WHERE portal = ?", (portal_id,))


def _place(portal_id: int, number: int) -> bytes:
    return f"part {portal_id}/{number}".encode()
