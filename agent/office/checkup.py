"""Looks at the database behind a practice database, for Self-check."""

from __future__ import annotations

import sqlite3
import time

from sqlalchemy import Connection, inspect

from agent.domain.errors import AgentError, TryLater
from agent.office.engine import Database, practice_url

_STEPS = 20_000
"""SQLite is asked after so many of its own instructions whether time is up."""


class Checkup:
    """See `check_ports.PracticeCheckup`."""

    def __init__(self, url: str) -> None:
        self._database = Database(practice_url(url))

    @property
    def kind(self) -> str:
        """See `check_ports.PracticeCheckup`."""
        return self._database.dialect

    def sound(self, seconds: float) -> str | None:
        """See `check_ports.PracticeCheckup`."""
        if self._database.file is None:
            return None
        end = time.monotonic() + seconds
        try:
            with self._database.read() as connection:
                _limit(connection, end)
                found = [str(row[0]) for row in connection.exec_driver_sql("PRAGMA quick_check(3)")]
        except AgentError:
            if time.monotonic() < end:
                raise
            raise TryLater(
                f"It is so large that {seconds:.0f} seconds were not enough to look through it.",
                remedy="Nothing has to be done; a backup looks through all of it, too.",
            ) from None
        return "" if found == ["ok"] else "; ".join(" ".join(one.split()) for one in found)

    def writable(self) -> bool:
        """See `check_ports.PracticeCheckup`."""
        if self._database.file is None:
            return False
        try:
            with self._database.write() as connection:
                version = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
                connection.exec_driver_sql(f"PRAGMA user_version = {int(version) ^ 1}")
                raise _TakenBack
        except _TakenBack:
            return True

    def journal(self) -> str:
        """See `check_ports.PracticeCheckup`."""
        if self._database.file is None:
            return ""
        with self._database.read() as connection:
            return str(connection.exec_driver_sql("PRAGMA journal_mode").scalar_one())

    def layout(self) -> dict[str, list[str]]:
        """See `check_ports.PracticeCheckup`."""
        with self._database.read() as connection:
            inspector = inspect(connection)
            names = sorted([*inspector.get_table_names(), *inspector.get_view_names()])
            return {
                name: [f"{column['name']} {column['type']}" for column in inspector.get_columns(name)] for name in names
            }


class _TakenBack(Exception):
    """Ends a transaction without leaving anything of it."""


def _limit(connection: Connection, end: float) -> None:
    driver = connection.connection.driver_connection
    if isinstance(driver, sqlite3.Connection):
        driver.set_progress_handler(lambda: time.monotonic() > end, _STEPS)
