"""What connections to SQLite are told.

It runs in WAL with `synchronous=FULL`: with NORMAL, acknowledged commits were lost in half of the power cuts tried.
Writers say BEGIN IMMEDIATE, so that they wait for each other instead of failing half way.
"""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path

from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection, DBAPICursor
from sqlalchemy.pool import ConnectionPoolEntry

from receiver.db.lanes import WRITES, Lane
from receiver.db.space import require_room

WAL_SECONDS = 5
WAL_PAUSE_SECONDS = 0.01


def set_up(engine: Engine) -> None:
    """Tell every connection of `engine`."""
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)


def described() -> str:
    """Its name and version."""
    return f"SQLite {sqlite3.sqlite_version}"


def _prepare(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    """Set up a new connection."""
    cursor = connection.cursor()
    _use_wal(cursor)
    for pragma in ("synchronous = FULL", "foreign_keys = ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _use_wal(cursor: DBAPICursor) -> None:
    """Several that open a new database at once get in each other's way here: for a change of the mode SQLite does not
    wait by itself."""
    end = time.monotonic() + WAL_SECONDS
    while True:
        try:
            cursor.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > end:
                raise
            time.sleep(WAL_PAUSE_SECONDS)
        else:
            return


def _begin(connection: Connection) -> None:
    """Open the transaction; the driver's own deferred BEGIN is switched off by `isolation_level=None`."""
    lane = connection.get_execution_options().get(WRITES)
    if lane is not None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        if lane == Lane.OFFICE:
            # Asked for while nobody else writes, so that several uploads can't count on the same room.
            require_room(Path(connection.engine.url.database or ""))
    else:
        # Takes no lock, so it can't fail for others; each page says it, and straight to the driver it costs nothing.
        connection.connection.cursor().execute("BEGIN")
