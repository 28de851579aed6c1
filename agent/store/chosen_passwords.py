"""Who chose his portal password himself, as each portal told last; all of it can be fetched again."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from agent.domain.chosen import Chosen
from agent.store.database import Store
from shared.outbound import OwnPassword

SCHEMA = """
CREATE TABLE IF NOT EXISTS chosen_passwords (
    portal INTEGER NOT NULL,
    record_id TEXT NOT NULL,
    since TEXT NOT NULL,
    reset INTEGER NOT NULL,
    PRIMARY KEY (portal, record_id)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER IF NOT EXISTS portal_forgotten_chosen_passwords AFTER DELETE ON portals BEGIN
    DELETE FROM chosen_passwords WHERE portal = old.id;
END;
"""

_OF_PRACTICE = """
SELECT record_id, since, reset FROM chosen_passwords AS chosen
JOIN portals ON portals.id = chosen.portal
JOIN outbound_positions AS heard ON heard.portal = chosen.portal AND heard.place = portals.url || ' ' || portals.company
WHERE practice_id = ? ORDER BY reset, since
"""


@dataclass(frozen=True)
class ChosenPasswords:
    """Those in the agent's store; see `ports.ChosenPasswords`."""

    store: Store

    def chosen(self, practice_id: str) -> Mapping[str, Chosen]:
        """See `ports.ChosenPasswords`; of several portals, the choice that needs most to be reset. Nothing of another
        company that a portal's name stood for before."""
        with self.store.read() as connection:
            rows = connection.execute(_OF_PRACTICE, (practice_id,))
            return {record_id: Chosen(datetime.fromisoformat(since), reset) for record_id, since, reset in rows}


def take(connection: sqlite3.Connection, portal_id: int, told: Iterable[OwnPassword], *, anew: bool = False) -> None:
    """Keep what a portal told, as part of the caller's transaction; `anew` forgets what was known before."""
    if anew:
        connection.execute("DELETE FROM chosen_passwords WHERE portal = ?", (portal_id,))
    for one in told:
        if one.since:
            connection.execute(
                "INSERT OR REPLACE INTO chosen_passwords VALUES (?, ?, ?, ?)",
                (portal_id, one.record_id, one.since, one.reset),
            )
        else:
            connection.execute(
                "DELETE FROM chosen_passwords WHERE portal = ? AND record_id = ?", (portal_id, one.record_id)
            )


def known(connection: sqlite3.Connection, portal_id: int) -> frozenset[str]:
    """The record ids of the customers of whom this portal told."""
    rows = connection.execute("SELECT record_id FROM chosen_passwords WHERE portal = ?", (portal_id,))
    return frozenset(record_id for (record_id,) in rows)
