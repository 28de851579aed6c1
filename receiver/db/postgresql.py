"""What connections to PostgreSQL are told, and which servers will do.

Writers take their turn by an advisory lock that ends with their transaction (`receiver.db.lanes`) and read what the
one before them committed (READ COMMITTED). Reads see one moment (REPEATABLE READ). Pages read statement by statement:
BEGIN and ROLLBACK would make three exchanges with the server of one. Whoever did not say that he writes can't.
"""

from __future__ import annotations

import select
from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection

from receiver.db.company_net import COMPANY
from receiver.db.lanes import WRITES, Lane
from receiver.settings import SettingsError

OLDEST: Final = 14
"""The oldest major version that is kept up by its makers."""

LOCKS: Final = 0x706C_0000
"""Leads the keys of our advisory locks; the lane is added, the company's number follows."""

SILENT_SECONDS: Final = 60
"""After which the server ends a transaction whose receiver says nothing more, with the locks that it holds."""


def connect_words(query: Mapping[str, object], busy_seconds: int) -> dict[str, Any]:
    """What libpq is told for each connection, less what the address says in its `query` itself."""
    words = {
        # A server of encoding SQL_ASCII says nothing else, and the driver would give bytes for text.
        "client_encoding": "utf8",
        "application_name": "porchlight",
        "connect_timeout": busy_seconds,
        # A server that is gone without a word is noticed.
        "keepalives_idle": 30,
        "keepalives_interval": 10,
        "keepalives_count": 3,
        "tcp_user_timeout": 30_000,
    }
    return {name: value for name, value in words.items() if name not in query}


def set_up(engine: Engine, busy_seconds: int) -> None:
    """Tell every connection of `engine`; whoever waits for a lock gives up after `busy_seconds`."""

    def prepare(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
        cursor = connection.cursor()
        cursor.execute(f"SET lock_timeout = '{busy_seconds}s'")
        cursor.execute(f"SET idle_in_transaction_session_timeout = '{SILENT_SECONDS}s'")
        cursor.execute("SET default_transaction_read_only = on")
        cursor.close()
        connection.commit()

    def look_at(connection: DBAPIConnection, _entry: ConnectionPoolEntry, _proxy: PoolProxiedConnection) -> None:
        """Asking the server before each use would cost every page an exchange; a connection that was cut shows it."""
        driver: Any = connection
        if not _heard_from(driver.fileno()):
            return
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error as error:
            raise DisconnectionError("the server cut the connection") from error

    event.listen(engine, "connect", prepare)
    event.listen(engine, "checkout", look_at)
    event.listen(engine, "begin", _take_turn)


def writers(engine: Engine) -> Engine:
    """The same database for transactions that write."""
    return engine.execution_options(postgresql_readonly=False)


def readers(engine: Engine) -> Engine:
    """The same database for transactions that only read."""
    return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def viewers(engine: Engine) -> Engine:
    """The same database for pages, where each statement is a transaction of its own."""
    return engine.execution_options(isolation_level="AUTOCOMMIT")


def check_server(engine: Engine) -> str:
    """Its name and version. Raises `SettingsError` where it is too old, or its database can't hold every character."""
    with engine.connect() as connection:
        number, encoding = connection.exec_driver_sql(
            "SELECT current_setting('server_version_num')::int, current_setting('server_encoding')"
        ).one()
    version = f"PostgreSQL {number // 10_000}.{number % 10_000}"
    if number < OLDEST * 10_000:
        raise SettingsError(
            f"The database server is {version}, which is too old.",
            remedy=f"Use PostgreSQL {OLDEST} or newer.",
        )
    if encoding != "UTF8":
        raise SettingsError(
            f"The database holds characters as {encoding}, which has no place for all of them.",
            remedy="Make one with: createdb --encoding=UTF8 --template=template0 NAME",
        )
    return version


def unsafe_settings(engine: Engine) -> list[str]:
    """Which settings let the server forget what it acknowledged, when the power fails."""
    with engine.connect() as connection:
        found = connection.exec_driver_sql(
            "SELECT name FROM pg_settings WHERE setting = 'off'"
            " AND name IN ('fsync', 'full_page_writes', 'synchronous_commit') ORDER BY name"
        )
        return [name for (name,) in found]


def _heard_from(socket: int) -> bool:
    """Whether the server said something that nobody asked for: mostly that it ends the connection."""
    poll = select.poll()
    poll.register(socket, select.POLLIN)
    return bool(poll.poll(0))


def _take_turn(connection: Connection) -> None:
    """Wait until those who write in the same lane are done."""
    options = connection.get_execution_options()
    lane = options.get(WRITES)
    if lane is not None:
        company = 0 if lane == Lane.HOST else options[COMPANY]
        connection.exec_driver_sql("SELECT pg_advisory_xact_lock(%s, %s)", (LOCKS + lane, company))
