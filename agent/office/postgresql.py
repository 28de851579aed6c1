"""Gathering on PostgreSQL (see `gathered.Server`)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final, cast

from sqlalchemy import Connection, Select

from agent.office.carriage import Way, as_it_is, as_text
from agent.office.servers import Psycopg, text_loader
from agent.office.streams import Raw, stream, type_codes

_BY_JSON: Final[dict[int, type]] = {16: bool, 20: int, 21: int, 23: int, 25: str, 1043: str}
"""By the number of its type, what JSON holds itself: boolean, bigint, smallint, integer, text, varchar."""
_TIMES_DEARER: Final = 5


class PostgreSQL:
    """PostgreSQL, by the driver psycopg."""

    array = "json_build_array"

    def ways(self, connection: Connection, columns: Select[Any]) -> list[Way]:
        """How the columns of a SELECT travel."""
        codes = type_codes(connection, columns)
        driver = cast(Psycopg, connection.connection.driver_connection)
        return [
            as_it_is(code, _BY_JSON[code]) if code in _BY_JSON else as_text(code, str, text_loader(driver, code))
            for code in codes
        ]

    def affords(self, connection: Connection, gathered: Select[Any], apart: Sequence[Select[Any]]) -> bool:
        """What the planner reckons."""
        return _cost(connection, gathered) <= _TIMES_DEARER * sum(_cost(connection, one) for one in apart)

    def rows(self, connection: Connection, statement: Select[Any]) -> Iterator[Raw] | None:
        """The rows, piece by piece."""
        return stream(connection, statement)


def _cost(connection: Connection, statement: Select[Any]) -> float:
    sql = str(statement.compile(connection, compile_kwargs={"literal_binds": True}))
    [whole] = connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {sql}").scalar_one()
    cost: float = whole["Plan"]["Total Cost"]
    return cost
