"""What was last published to each portal (`publication`), and what is on its way there (the outbox).

`publication` always describes the very snapshot of the portal's receipt: both move in one transaction, from the outbox.
The outbox is written in one transaction too, so that a kill leaves either no upload or a whole one that can go on; or,
where it is sent while it is being read, in one for each part, and then it says that it is not whole.
Its parts lie in `store.payloads`, and stay there when it came through.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial

from agent.domain.portals import Outbox, Portal, Sent
from agent.store import payloads
from agent.store.database import Store
from agent.store.known import KnownCustomers
from agent.store.passwords import Marker, Seal
from agent.store.portals import save_receipt
from agent.store.shown import all_shown, keep_seen, not_shown, seen, shown
from shared import parts
from shared.messages import Receipt, Seen

SCHEMA = """
CREATE TABLE IF NOT EXISTS publication (
    portal INTEGER NOT NULL,
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    hash BLOB NOT NULL,
    PRIMARY KEY (portal, kind, key)
) STRICT, WITHOUT ROWID;
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
DROP TRIGGER IF EXISTS portal_forgotten;
CREATE TRIGGER IF NOT EXISTS portal_forgotten_publication AFTER DELETE ON portals BEGIN
    DELETE FROM publication WHERE portal = old.id;
    DELETE FROM outbox_changes WHERE portal = old.id;
    DELETE FROM last_reports WHERE portal = old.id;
END;
"""

Change = tuple[str, str, bytes | None]
"""Kind, key, and the new hash or None for a record that leaves."""


@dataclass
class Spool:
    """Fills the outbox of one portal; lives inside one transaction, or, where the outbox is `growing`, inside one for
    each part."""

    _connection: sqlite3.Connection
    _portal: int
    _payload: int
    _seal: Seal
    _known: Callable[[sqlite3.Connection, bytes], KnownCustomers]
    _growing: Outbox | None = None
    _parts: int = field(default=0)

    def known(self, rules: bytes) -> KnownCustomers:
        """The known customers of the practice database, as far as they were made by these rules."""
        return self._known(self._connection, rules)

    def published(self, kind: str) -> Iterator[tuple[str, bytes]]:
        """Keys and hashes of a kind as last published, in key order."""
        return _published(self._connection, self._portal, kind)

    def add_part(self, data: bytes, digest: str, changes: Iterable[Change]) -> None:
        """Add the next part, and what it changes."""
        self._parts += 1
        payloads.add_part(self._connection, self._seal, self._payload, self._parts, data)
        self._connection.executemany(
            "INSERT INTO outbox_changes VALUES (?, ?, ?, ?)", ((self._portal, *change) for change in changes)
        )
        if self._growing is not None:
            self._growing = replace(self._growing, parts=(*self._growing.parts, digest))
            payloads.set_header(self._connection, self._portal, self._growing)
            self._connection.execute("COMMIT")
            self._connection.execute("BEGIN IMMEDIATE")

    def finish(self, header: Outbox) -> None:
        """The parts are complete; `header` says what they are."""
        payloads.set_header(self._connection, self._portal, header)


@dataclass(frozen=True)
class Publication:
    """The published sets and outboxes in the agent's store."""

    store: Store
    seal: Seal
    marker: Marker
    known: Callable[[sqlite3.Connection, bytes], KnownCustomers]
    """The known customers of the practice database in the agent's store."""

    @contextmanager
    def shown(self, portal: Portal) -> Iterator[Callable[[str], Iterator[tuple[str, bytes]]]]:
        """Gives, for a kind, keys and hashes as customers see them, in key order."""
        with self.store.read() as connection:
            yield partial(shown, connection, portal.id)

    def keep_seen(self, portal: Portal, what: Seen) -> None:
        """A preview showed this."""
        with self.store.write() as connection:
            keep_seen(connection, portal.id, what)

    def seen(self, portal: Portal) -> Seen:
        """What the last preview showed, since customers came to see what was published; nothing where there was
        none."""
        with self.store.read() as connection:
            return seen(connection, portal.id)

    @contextmanager
    def spool(self, portal: Portal, growing: Outbox | None = None) -> Iterator[Spool]:
        """Fill the outbox anew; nothing of it is kept when this raises, but the parts of one that is `growing`."""
        with self.store.write() as connection:
            _forget_changes(connection, portal.id)
            payload = payloads.begin(connection, portal.id)
            yield Spool(connection, portal.id, payload, self.seal, self.known, growing)

    def outbox(self, portal: Portal) -> Outbox | None:
        """What is on its way to `portal`."""
        with self.store.read() as connection:
            return payloads.on_its_way(connection, portal.id)

    def newest(self, portal: Portal) -> Outbox | None:
        """What is on its way to `portal`, else what the last upload that came through was."""
        with self.store.read() as connection:
            return payloads.newest(connection, portal.id)

    def part(self, portal: Portal, number: int) -> bytes:
        """A part of the outbox, as it travels."""
        with self.store.read() as connection:
            return payloads.part(connection, self.seal, portal.id, number)

    def set_header(self, portal: Portal, header: Outbox) -> None:
        """Change what the outbox says of itself, its parts staying."""
        with self.store.write() as connection:
            payloads.set_header(connection, portal.id, header)

    def settle(self, portal: Portal, receipt: Receipt, *, sent: bool = True) -> None:
        """The receiver holds the set of the outbox: it becomes what is published, with its receipt. Where its parts
        were `sent` for that, they are kept in place of those of the Process before."""
        with self.store.write() as connection:
            header = payloads.on_its_way(connection, portal.id)
            if receipt.state == "published":
                all_shown(connection, portal.id)
            elif header is not None:
                not_shown(connection, portal.id, full=header.full)
            if header is not None and header.full:
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
            if header is not None and header.parts and sent:
                payloads.keep(connection, portal.id, header, receipt)
            else:
                payloads.abandon(connection, portal.id)
            _forget_changes(connection, portal.id)

    def last_sent(self, portal: Portal) -> list[Sent]:
        """What the last Process that sent anything sent to `portal`: one upload or two, the data first."""
        with self.store.read() as connection:
            return payloads.kept(connection, portal.id)

    def sent_changes(self, portal: Portal, sent: Sent) -> Iterator[parts.Change]:
        """Every record of that upload as it travelled, in its order; a part in memory at a time."""
        with self.store.read() as connection:
            for data in payloads.parts_of(connection, self.seal, portal.id, sent.id):
                yield from parts.unpack(data)

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


def _forget_changes(connection: sqlite3.Connection, portal_id: int) -> None:
    connection.execute("DELETE FROM outbox_changes WHERE portal = ?", (portal_id,))
