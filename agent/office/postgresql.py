"""Gathering on PostgreSQL (see `gathered.Server`)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final, cast

from sqlalchemy import Connection, Select

from agent.office.carriage import Way, as_it_is, as_text
from agent.office.servers import Psycopg, text_loader
from agent.office.streams import Raw, stream, type_codes

_BY_JSON: Final[dict[int, type]] = {16: bool, 20: int, 21: int, 23: int, 25: str, 1042: str, 1043: str}
"""By the number of its type, what JSON holds itself: boolean, bigint, smallint, integer, text, char, varchar."""
_OTHERWISE: Final = frozenset({114, 700, 701, 1082, 1114, 1184, 1700, 3802})
"""What JSON writes in a form of its own: json, real, double precision, date, timestamp, timestamptz, numeric, jsonb. Of
every other type it holds the text, as the driver gets it."""
_TIMES_DEARER: Final = 50
"""By index, the planner reckons ten times as much for one look-up per customer as for one pass over all, on which it
knows better than to count the work of the driver; without an index it is more than a thousand times."""
_AT_ONCE: Final = 200
"""Customers, with everything that hangs on each."""


class PostgreSQL:
    """PostgreSQL, by the driver psycopg."""

    array = "json_build_array"

    def ways(self, connection: Connection, columns: Select[Any]) -> list[Way]:
        """How the columns of a SELECT travel."""
        codes = type_codes(connection, columns)
        driver = cast(Psycopg, connection.connection.driver_connection)
        return [_way(code, driver) for code in codes]

    def affords(self, connection: Connection, gathered: Select[Any], apart: Sequence[Select[Any]]) -> bool:
        """What the planner reckons. Values come as bytes of the connection's encoding; UTF-8 is the one that is
        tried."""
        driver = cast(Psycopg, connection.connection.driver_connection)
        if driver.info.encoding != "utf-8":
            return False
        return _cost(connection, gathered) <= _TIMES_DEARER * sum(_cost(connection, one) for one in apart)

    def rows(self, connection: Connection, statement: Select[Any]) -> Iterator[Raw] | None:
        """The rows, piece by piece."""
        return stream(connection, statement, _AT_ONCE)


def _way(code: int, driver: Psycopg) -> Way:
    if code in _BY_JSON:
        return as_it_is(code, _BY_JSON[code])
    made = text_loader(driver, code)
    return as_text(code, str, made) if code in _OTHERWISE else as_it_is(code, str, made)


def _cost(connection: Connection, statement: Select[Any]) -> float:
    sql = str(statement.compile(connection, compile_kwargs={"literal_binds": True}))
    [whole] = connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {sql}").scalar_one()
    cost: float = whole["Plan"]["Total Cost"]
    return cost
