"""What was done at this computer: one line for each deed, the newest thousands kept."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import replace

import msgspec

from agent.domain.activity import Deed
from agent.domain.telling import told_deed
from agent.store import telling
from agent.store.database import Store

SCHEMA = """
CREATE TABLE IF NOT EXISTS activity (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    deed BLOB NOT NULL
) STRICT;
"""

KEPT_DEEDS = 20_000
"""A scheduled upload every half hour makes as many in a year."""
_AT_ONCE = 500
_decode = msgspec.json.Decoder(Deed).decode


class Activity:
    """The list in the agent's store; see `ports.Activity`. `practice_id` gives the practice database that is chosen,
    whose portals are told of it."""

    def __init__(self, store: Store, practice_id: Callable[[], str] = str) -> None:
        self._store = store
        self._practice_id = practice_id

    def note(self, deed: Deed, instead_of: Collection[int] = ()) -> Deed:
        """See `ports.Activity`."""
        with self._store.write() as connection:
            connection.executemany("DELETE FROM activity WHERE id = ?", [(one,) for one in instead_of])
            made = connection.execute("INSERT INTO activity (deed) VALUES (?)", (msgspec.json.encode(deed),))
            kept = replace(deed, id=int(made.lastrowid or 0))
            connection.execute("DELETE FROM activity WHERE id <= ?", (kept.id - KEPT_DEEDS,))
            telling.add(connection, self._practice_id(), told_deed(deed, telling.new_key()))
        return kept

    def amend(self, deed: Deed) -> None:
        """See `ports.Activity`."""
        with self._store.write() as connection:
            kept = msgspec.json.encode(replace(deed, id=0))
            connection.execute("UPDATE activity SET deed = ? WHERE id = ?", (kept, deed.id))

    def drop(self, deed: Deed) -> None:
        """See `ports.Activity`."""
        with self._store.write() as connection:
            connection.execute("DELETE FROM activity WHERE id = ?", (deed.id,))

    def latest(self, count: int, before: int = 0) -> list[Deed]:
        """See `ports.Activity`."""
        with self._store.read() as connection:
            rows = connection.execute(
                "SELECT id, deed FROM activity WHERE ? = 0 OR id < ? ORDER BY id DESC LIMIT ?",
                (before, before, count),
            ).fetchall()
        return [replace(_decode(deed), id=id_) for id_, deed in rows]

    def back(self, before: int = 0) -> Iterator[Deed]:
        """See `ports.Activity`."""
        while some := self.latest(_AT_ONCE, before):
            yield from some
            before = some[-1].id
