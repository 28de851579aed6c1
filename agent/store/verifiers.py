"""Verifiers made earlier, so that only new and changed passwords are hashed (reliability section 2, point 2).

The same password keeps its verifier: otherwise every set would look changed, and which passwords changed would show.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import msgspec

from agent.domain.errors import AgentError
from agent.domain.portals import Entry, KnownVerifier
from agent.store.database import Store
from agent.store.passwords import Seal

SCHEMA = """
CREATE TABLE IF NOT EXISTS verifiers (
    practice_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    record_id TEXT NOT NULL,
    sealed BLOB NOT NULL,
    PRIMARY KEY (practice_id, kind, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS verifiers_of_record ON verifiers (practice_id, kind, record_id);
"""


@dataclass(frozen=True)
class Verifiers:
    """The verifiers of one practice database in the agent's store."""

    store: Store
    seal: Seal
    practice_id: str

    @contextmanager
    def reading(self) -> Iterator[Callable[[Entry], KnownVerifier | None]]:
        """Gives the look-up of what is known for an entry: by the record id, so that a customer's password goes along
        to another number (A9), and never to the next owner of his number. Users have no record id but their name."""
        with self.store.read() as connection:

            def find(entry: Entry) -> KnownVerifier | None:
                return self._find(connection, entry)

            yield find

    def put(self, made: Iterable[tuple[Entry, str]]) -> None:
        """Keep verifiers, in place of what was known for the same numbers."""
        rows = [
            (self.practice_id, entry.kind, entry.key, entry.record_id, self._sealed(entry, verifier))
            for entry, verifier in made
        ]
        with self.store.write() as connection:
            connection.executemany("INSERT OR REPLACE INTO verifiers VALUES (?, ?, ?, ?, ?)", rows)

    def _find(self, connection: sqlite3.Connection, entry: Entry) -> KnownVerifier | None:
        row = connection.execute(
            "SELECT key, sealed FROM verifiers WHERE practice_id = :practice AND kind = :kind AND record_id = :record"
            " AND (key = :key OR kind = 'credential') ORDER BY key <> :key LIMIT 1",
            {"practice": self.practice_id, "kind": entry.kind, "record": entry.record_id, "key": entry.key},
        ).fetchone()
        if row is None:
            return None
        try:
            sound = self.seal.open(row[1], self._place(entry, row[0]))
        except AgentError:
            # Its key was lost with the keyring. It is no truth of its own: it is made anew from the password.
            return None
        return msgspec.msgpack.decode(sound, type=KnownVerifier)

    def _sealed(self, entry: Entry, verifier: str) -> bytes:
        known = KnownVerifier(entry.mark, verifier, entry.weak, entry.shared, entry.reset)
        return self.seal.close(msgspec.msgpack.encode(known), self._place(entry, entry.key))

    def _place(self, entry: Entry, key: str) -> bytes:
        return msgspec.msgpack.encode((self.practice_id, entry.kind, key, entry.record_id))
