"""The paired portals, with the last receipt of each."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

import msgspec

from agent.domain.portals import Portal
from agent.store.database import Store
from shared.messages import Receipt

SCHEMA = """
CREATE TABLE IF NOT EXISTS portals (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    url TEXT NOT NULL,
    company INTEGER NOT NULL,
    company_name TEXT NOT NULL,
    device TEXT NOT NULL,
    practice_id TEXT NOT NULL,
    portal_url TEXT NOT NULL,
    receipt BLOB
) STRICT;
"""

_ALL = (
    "SELECT id, name, url, company, company_name, device, practice_id, portal_url, receipt FROM portals ORDER BY name"
)


@dataclass(frozen=True)
class Portals:
    """The portals of this office in the agent's store."""

    store: Store

    def all(self) -> list[Portal]:
        """Every paired portal, by name."""
        with self.store.read() as connection:
            return [_portal(row) for row in connection.execute(_ALL)]

    def save(self, portal: Portal) -> Portal:
        """Keep `portal` under its name, in place of one with the same name, whose receipt stays; gives it its id."""
        fields = (portal.url, portal.company, portal.company_name, portal.device, portal.practice_id, portal.portal_url)
        with self.store.write() as connection:
            connection.execute(
                "INSERT INTO portals (name, url, company, company_name, device, practice_id, portal_url)"
                " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (name) DO UPDATE SET url = excluded.url,"
                " company = excluded.company, company_name = excluded.company_name, device = excluded.device,"
                " practice_id = excluded.practice_id, portal_url = excluded.portal_url",
                (portal.name, *fields),
            )
        return next(kept for kept in self.all() if kept.name == portal.name)

    def forget(self, portal: Portal) -> None:
        """Drop `portal`; what other tables keep of it goes with it, in the same transaction (`store.publication`)."""
        with self.store.write() as connection:
            connection.execute("DELETE FROM portals WHERE id = ?", (portal.id,))


def save_receipt(connection: sqlite3.Connection, portal_id: int, receipt: Receipt) -> None:
    """Part of the transaction that moves `publication` to the same snapshot."""
    connection.execute("UPDATE portals SET receipt = ? WHERE id = ?", (msgspec.json.encode(receipt), portal_id))


def _portal(row: tuple[int, str, str, int, str, str, str, str, bytes | None]) -> Portal:
    id_, name, url, company, company_name, device, practice_id, portal_url, receipt = row
    last = msgspec.json.decode(receipt, type=Receipt) if receipt else None
    return Portal(id_, name, url, company, company_name, device, practice_id, portal_url, last)
