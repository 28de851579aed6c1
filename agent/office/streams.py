"""Rows of a SELECT as the driver gives them, a few at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any, Final, cast

from sqlalchemy import Connection, Select

Raw = tuple[Any, ...]

_AT_ONCE: Final = 1000

SIDE_BY_SIDE: Final = frozenset({"sqlite", "postgresql", "firebird"})
"""Databases of which one connection gives several results at the same time, each piece by piece. The others give one
result, whole, before the next can be asked for."""


def stream(connection: Connection, statement: Select[Any]) -> Iterator[Raw]:
    """The rows of a SELECT, fetched in small pieces."""
    if connection.dialect.name == "sqlite":  # its own cursor gives plain tuples, one by one: a third of the time
        return cast(Iterator[Raw], connection.execute(statement).cursor)
    return chain.from_iterable(pieces(connection, statement))


def pieces(connection: Connection, statement: Select[Any]) -> Iterator[Sequence[Raw]]:
    """The same, for who can do with many rows at once; no piece is empty."""
    if connection.dialect.name == "sqlite":
        cursor = connection.execute(statement).cursor
        return iter(lambda: cursor.fetchmany(_AT_ONCE), [])
    return _in_pieces(connection, statement)


def _in_pieces(connection: Connection, statement: Select[Any]) -> Iterator[Sequence[Raw]]:
    streams = connection.dialect.name in SIDE_BY_SIDE
    with connection.execute(statement, execution_options={"stream_results": streams}) as result:
        yield from cast(Iterator[Sequence[Raw]], result.partitions(_AT_ONCE))


def type_codes(connection: Connection, statement: Select[Any]) -> list[Any]:
    """The driver's words for the types of the columns of a SELECT, of which no row is read."""
    with connection.execute(statement.limit(0)) as none:
        return [one[1] for one in none.cursor.description or ()]
