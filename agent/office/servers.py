"""Engines for practice databases on servers: every transaction sees one instant, and one that only reads says so, so
that it stands in nobody's way."""

from __future__ import annotations

from collections.abc import Callable
from enum import IntEnum
from typing import Any, Final, Protocol

from sqlalchemy import URL, Connection, Engine, NullPool, create_engine, event

_READ: Final = "START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY"
"""For MySQL, where a transaction would otherwise begin with the first table that is looked at, ready to write."""
_NOT_IN_PYTHON: Final = ("date", "timestamp", "timestamptz", "time", "timetz", "interval")
"""Types of PostgreSQL that hold what Python has no value for: infinity, years before Christ, 24:00."""


class _Loader(Protocol):
    def load(self, data: bytes) -> object:
        """The value that PostgreSQL writes so."""


class _Adapters(Protocol):
    """What psycopg calls an adapters map."""

    types: Any

    def get_loader(self, oid: int, format: IntEnum | int) -> Callable[..., _Loader] | None:
        """The class that makes values of a type."""

    def register_loader(self, oid: int, loader: type) -> None:
        """Have another one do it."""


class Psycopg(Protocol):
    """A connection of the driver psycopg."""

    adapters: _Adapters


def server_engine(url: URL, *, write: bool) -> Engine:
    """An engine for reading, or for writing. Raises `NoSuchModuleError` or `ModuleNotFoundError` without its driver."""
    engine = create_engine(url, poolclass=NullPool, isolation_level="REPEATABLE READ")
    kind = engine.dialect.name
    if kind == "postgresql" and engine.dialect.driver == "psycopg":
        refused = engine.dialect.loaded_dbapi.DataError
        event.listen(engine, "connect", lambda driver, _: _leave_as_text(driver, refused))
    if kind == "postgresql" and not write:
        return engine.execution_options(postgresql_readonly=True)
    if kind in ("mysql", "mariadb") and not write:
        event.listen(engine, "begin", _begin)
    return engine


def text_loader(driver: Psycopg, oid: int) -> Callable[[str], object]:
    """What makes values of a type of PostgreSQL of their text."""
    made = driver.adapters.get_loader(oid, 0) or driver.adapters.get_loader(0, 0)
    if made is None:
        return lambda text: text
    load = made(oid, driver).load
    return lambda text: load(text.encode())


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql(_READ)


def _leave_as_text(driver: Psycopg, refused: type[Exception]) -> None:
    """A date that Python does not know stays the text it is: one of them is no reason to read nothing."""
    for name in _NOT_IN_PYTHON:
        oid = driver.adapters.types[name].oid
        strict = driver.adapters.get_loader(oid, 0)
        if strict is not None:
            driver.adapters.register_loader(oid, _lenient(strict, refused))


def _lenient(strict: Callable[..., _Loader], refused: type[Exception]) -> type:
    class Lenient:
        """A loader, in the form that psycopg wants."""

        format = 0

        def __init__(self, oid: int, connection: object = None) -> None:
            self._load = strict(oid, connection).load

        def load(self, data: bytes) -> object:
            """The value, or its text."""
            try:
                return self._load(data)
            except (refused, ValueError, OverflowError):
                return bytes(data).decode()

    return Lenient
