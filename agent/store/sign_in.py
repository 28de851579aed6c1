"""Whether passwords are activated for a practice database, and the tries of those who sign in (feature row A13).

Both outlast the program: a guess is counted whether window or command made it.
"""

from __future__ import annotations

import msgspec

from agent.domain.sign_in import Activation, wait_after
from agent.domain.users import folded
from agent.store.database import Store
from agent.store.passwords import Marker, Seal

SCHEMA = """
CREATE TABLE IF NOT EXISTS activations (
    practice_id TEXT PRIMARY KEY,
    sealed BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS sign_in_tries (
    mark BLOB PRIMARY KEY,
    failures INTEGER NOT NULL,
    last REAL NOT NULL
) STRICT, WITHOUT ROWID;
"""

FORGOTTEN_SECONDS = 24 * 3600.0
"""After a day without a try it is forgotten: what is typed as a name has no end."""


class SignIns:
    """The state in the agent's store; see `ports.SignIns`. Names are kept as keyed marks only, for people type their
    password in the wrong line."""

    def __init__(self, store: Store, key: bytes) -> None:
        self._store = store
        self._seal = Seal(key, b"sign-in")
        self._marker = Marker(key)

    def activation(self, practice_id: str) -> Activation:
        """See `ports.SignIns`."""
        with self._store.read() as connection:
            row = connection.execute("SELECT sealed FROM activations WHERE practice_id = ?", (practice_id,)).fetchone()
        if row is None:
            return Activation()
        return msgspec.json.decode(self._seal.open(row[0], practice_id.encode()), type=Activation)

    def keep(self, practice_id: str, activation: Activation) -> None:
        """See `ports.SignIns`."""
        sealed = self._seal.close(msgspec.json.encode(activation), practice_id.encode())
        with self._store.write() as connection:
            connection.execute("INSERT OR REPLACE INTO activations VALUES (?, ?)", (practice_id, sealed))

    def count(self, practice_id: str, name: str, now: float) -> float:
        """See `ports.SignIns`."""
        mark = self._mark(practice_id, name)
        with self._store.write() as connection:
            connection.execute("DELETE FROM sign_in_tries WHERE last < ?", (now - FORGOTTEN_SECONDS,))
            row = connection.execute("SELECT failures, last FROM sign_in_tries WHERE mark = ?", (mark,)).fetchone()
            failures, last = row or (0, now)
            if last > now:  # The clock was set back: the wait begins again, instead of lasting until then.
                last = now
                connection.execute("UPDATE sign_in_tries SET last = ? WHERE mark = ?", (now, mark))
            if (left := last + wait_after(failures) - now) > 0:
                return float(left)
            connection.execute("INSERT OR REPLACE INTO sign_in_tries VALUES (?, ?, ?)", (mark, failures + 1, now))
        return 0.0

    def forget(self, practice_id: str, name: str) -> None:
        """See `ports.SignIns`."""
        with self._store.write() as connection:
            connection.execute("DELETE FROM sign_in_tries WHERE mark = ?", (self._mark(practice_id, name),))

    def _mark(self, practice_id: str, name: str) -> bytes:
        return self._marker.mark(practice_id, folded(name))
