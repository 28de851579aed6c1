"""The options of the last Process that somebody pressed and that came through: the schedule goes on with them."""

from __future__ import annotations

import msgspec

from agent.domain.uploads import LastProcess
from agent.store.database import Store

SCHEMA = """
CREATE TABLE IF NOT EXISTS last_process (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    options BLOB NOT NULL
) STRICT;
"""


class LastProcesses:
    """The one row of it in the agent's store; see `usecases.timetable.LastProcesses`."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def get(self) -> LastProcess | None:
        """None where none came through yet."""
        with self._store.read() as connection:
            row = connection.execute("SELECT options FROM last_process").fetchone()
        return msgspec.json.decode(row[0], type=LastProcess) if row else None

    def keep(self, last: LastProcess) -> None:
        """In the place of what was there."""
        with self._store.write() as connection:
            connection.execute("INSERT OR REPLACE INTO last_process VALUES (1, ?)", (msgspec.json.encode(last),))
