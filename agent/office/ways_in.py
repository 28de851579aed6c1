"""Chooses how customers and what hangs on them are read: the fast ways where database and mapping allow them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, Protocol

from sqlalchemy import Connection

from agent.office.gathered import Gathering, Server
from agent.office.grouped import Grouped
from agent.office.hanging import CustomerRows, CustomerSet
from agent.office.layout import PracticeRows
from agent.office.mysql import MySQL
from agent.office.postgresql import PostgreSQL
from agent.office.side_by_side import SideBySide
from agent.office.spans import parts_of

_SERVERS: Final[Mapping[tuple[str, str], Server]] = {
    ("postgresql", "psycopg"): PostgreSQL(),
    ("mysql", "pymysql"): MySQL(),
    ("mariadb", "pymysql"): MySQL(),
}
"""By dialect and driver."""


class WaysIn(Protocol):
    """Gives everybody, in one part or in several; `money` says whether amounts are read."""

    def __call__(
        self,
        connection: Connection,
        rows: PracticeRows,
        fields: tuple[str, ...],
        sets: Sequence[CustomerSet],
        *,
        money: bool,
    ) -> Iterator[CustomerRows]:
        """Read them."""


def ways_in(
    connection: Connection,
    rows: PracticeRows,
    fields: tuple[str, ...],
    sets: Sequence[CustomerSet],
    *,
    money: bool,
) -> Iterator[CustomerRows]:
    """Everybody, read in the fastest way that database and mapping allow."""
    if rows.native and connection.dialect.name == "sqlite":
        grouped = Grouped(connection, rows, fields, sets, as_json=not money)
        if grouped.by_index:
            yield grouped
            return
    gathering = gathering_on(connection, rows, fields, sets)
    if gathering is not None and gathering.worth_it:
        yield from gathering.parts()
    else:
        yield from general_way(connection, rows, fields, sets, money=money)


def general_way(
    connection: Connection,
    rows: PracticeRows,
    fields: tuple[str, ...],
    sets: Sequence[CustomerSet],
    *,
    money: bool,
) -> Iterator[CustomerRows]:
    """Everybody, read in the way that every database and every mapping allows."""
    for part in parts_of(connection, rows):
        yield SideBySide(connection, rows, fields, sets, part)


def gathering_on(
    connection: Connection, rows: PracticeRows, fields: tuple[str, ...], sets: Sequence[CustomerSet]
) -> Gathering | None:
    """What gathers inside this kind of database, where one does."""
    server = _SERVERS.get((connection.dialect.name, connection.dialect.driver))
    return Gathering(server, connection, rows, fields, sets) if server else None
