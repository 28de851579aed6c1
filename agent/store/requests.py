"""What customers asked for, as last fetched, and the answers on their way.

Texts of customers (gate codes, addresses) are sealed. Everything but the answers can be fetched again from the
beginning.
"""

from __future__ import annotations

import sqlite3

import msgspec

from agent.domain.portals import Portal
from agent.domain.requests import NOWHERE, KeptAnswer, Position
from agent.store import chosen_passwords
from agent.store.database import Store
from agent.store.passwords import Seal
from shared.outbound import Answer, Asked, Outbound

SCHEMA = """
CREATE TABLE IF NOT EXISTS outbound_positions (
    portal INTEGER PRIMARY KEY,
    place TEXT NOT NULL,
    position INTEGER NOT NULL,
    heard INTEGER NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS requests (
    portal INTEGER NOT NULL,
    number INTEGER NOT NULL,
    sealed BLOB NOT NULL,
    PRIMARY KEY (portal, number)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS answers (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    key TEXT NOT NULL UNIQUE,
    portal INTEGER NOT NULL,
    number INTEGER NOT NULL,
    ready INTEGER NOT NULL,
    sealed BLOB NOT NULL
) STRICT;
CREATE TRIGGER IF NOT EXISTS portal_forgotten_requests AFTER DELETE ON portals BEGIN
    DELETE FROM outbound_positions WHERE portal = old.id;
    DELETE FROM requests WHERE portal = old.id;
    DELETE FROM answers WHERE portal = old.id;
END;
"""

_FORGET = (
    "DELETE FROM outbound_positions WHERE portal = ?",
    "DELETE FROM requests WHERE portal = ?",
)
_OTHER_COMPANY = (
    "DELETE FROM answers WHERE portal = ?1 AND EXISTS"
    " (SELECT 1 FROM outbound_positions WHERE portal = ?1 AND place <> ?2)"
)
"""What was answered to a company that the portal's name no longer stands for."""


class RequestBook:
    """See `requests_ports.RequestBook`."""

    def __init__(self, store: Store, key: bytes) -> None:
        self._store = store
        self._seal = Seal(key, b"requests")

    def position(self, portal: Portal) -> Position:
        """See `requests_ports.RequestBook`."""
        with self._store.read() as connection:
            row = connection.execute(
                "SELECT place, position, heard FROM outbound_positions WHERE portal = ?", (portal.id,)
            ).fetchone()
        return Position(row[1], row[2]) if row and row[0] == _place(portal) else NOWHERE

    def own_passwords(self, portal: Portal) -> frozenset[str]:
        """See `requests_ports.RequestBook`."""
        with self._store.read() as connection:
            return chosen_passwords.known(connection, portal.id)

    def take(self, portal: Portal, came: Outbound, *, anew: bool) -> None:
        """See `requests_ports.RequestBook`."""
        with self._store.write() as connection:
            connection.execute(_OTHER_COMPANY, (portal.id, _place(portal)))
            for statement in _FORGET if anew else ():
                connection.execute(statement, (portal.id,))
            for asked in came.requests:
                self._put(connection, portal, asked)
            chosen_passwords.take(connection, portal.id, came.passwords, anew=anew)
            connection.execute(
                "INSERT OR REPLACE INTO outbound_positions VALUES (?, ?, ?, ?)",
                (portal.id, _place(portal), came.until, came.heard),
            )

    def keep(self, portal: Portal, asked: Asked) -> None:
        """See `requests_ports.RequestBook`."""
        with self._store.write() as connection:
            self._put(connection, portal, asked)

    def all(self, portal: Portal) -> list[Asked]:
        """See `requests_ports.RequestBook`. Nothing of another company that the portal's name stood for before."""
        if not self.position(portal).moved:
            return []
        with self._store.read() as connection:
            rows = connection.execute(
                "SELECT number, sealed FROM requests WHERE portal = ? ORDER BY number", (portal.id,)
            ).fetchall()
        return [
            msgspec.json.decode(self._seal.open(sealed, _at(portal, number)), type=Asked) for number, sealed in rows
        ]

    def _put(self, connection: sqlite3.Connection, portal: Portal, asked: Asked) -> None:
        sealed = self._seal.close(msgspec.json.encode(asked), _at(portal, asked.number))
        connection.execute("INSERT OR REPLACE INTO requests VALUES (?, ?, ?)", (portal.id, asked.number, sealed))


class AnswerBox:
    """See `requests_ports.AnswerBox`."""

    def __init__(self, store: Store, key: bytes) -> None:
        self._store = store
        self._seal = Seal(key, b"answers")

    def put(self, kept: KeptAnswer) -> None:
        """See `requests_ports.AnswerBox`."""
        sealed = self._seal.close(msgspec.json.encode(kept.answer), kept.answer.key.encode())
        with self._store.write() as connection:
            connection.execute(
                "INSERT INTO answers (key, portal, number, ready, sealed) VALUES (?, ?, ?, ?, ?)",
                (kept.answer.key, kept.portal, kept.number, int(kept.ready), sealed),
            )

    def all(self) -> list[KeptAnswer]:
        """See `requests_ports.AnswerBox`."""
        with self._store.read() as connection:
            rows = connection.execute("SELECT key, portal, number, ready, sealed FROM answers ORDER BY id").fetchall()
        return [
            KeptAnswer(portal, number, self._opened(key, sealed), bool(ready))
            for key, portal, number, ready, sealed in rows
        ]

    def ready(self, kept: KeptAnswer) -> None:
        """See `requests_ports.AnswerBox`."""
        with self._store.write() as connection:
            connection.execute("UPDATE answers SET ready = 1 WHERE key = ?", (kept.answer.key,))

    def drop(self, kept: KeptAnswer) -> None:
        """See `requests_ports.AnswerBox`."""
        with self._store.write() as connection:
            connection.execute("DELETE FROM answers WHERE key = ?", (kept.answer.key,))

    def _opened(self, key: str, sealed: bytes) -> Answer:
        return msgspec.json.decode(self._seal.open(sealed, key.encode()), type=Answer)


def _place(portal: Portal) -> str:
    """Tells a company at a receiver from every other."""
    return f"{portal.url} {portal.company}"


def _at(portal: Portal, number: int) -> bytes:
    return msgspec.json.encode((portal.id, number))
