"""Opens the receiver's database.

SQLite runs in WAL with `synchronous=FULL`: with NORMAL, acknowledged commits were lost in half of the power cuts
tried. Writers say BEGIN IMMEDIATE, so that they wait for each other instead of failing half way.
"""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import ConnectionPoolEntry

from receiver.db.company_net import spread_net
from receiver.settings import SettingsError

BUSY_SECONDS: Final = 5
WRITES: Final = "porchlight_writes"
"""Execution option: this transaction is going to write."""


def make_engine(database_url: str) -> Engine:
    """An engine for the receiver's database, with the company net spread. Raises `SettingsError`."""
    try:
        url = make_url(database_url)
    except ArgumentError as error:
        raise SettingsError("PORCHLIGHT_DATABASE_URL is no database address.") from error
    options: dict[str, Any] = {"pool_size": 16, "max_overflow": 16, "pool_timeout": BUSY_SECONDS}
    if url.get_backend_name() == "sqlite":
        options["connect_args"] = {"timeout": BUSY_SECONDS, "isolation_level": None}
    try:
        engine = create_engine(url, **options)
    except (ArgumentError, ImportError) as error:
        raise SettingsError(
            "PORCHLIGHT_DATABASE_URL names a kind of database that this computer has no driver for.",
            remedy="Use sqlite:///PATH or postgresql+psycopg://USER@HOST/NAME.",
        ) from error
    if url.get_backend_name() == "sqlite":
        event.listen(engine, "connect", _prepare)
        event.listen(engine, "begin", _begin)
    spread_net(engine)
    return engine


def _prepare(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    """Set up a new SQLite connection."""
    cursor = connection.cursor()
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    """Open the transaction; the driver's own deferred BEGIN is switched off by `isolation_level=None`."""
    if connection.get_execution_options().get(WRITES, False):
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    else:
        # Takes no lock, so it can't fail for others; each page says it, and straight to the driver it costs nothing.
        connection.connection.cursor().execute("BEGIN")
