"""Brings the database to the layout that this program knows, or back to an older one.

Foreign keys are off while tables are rebuilt (with them on, Alembic's batch mode emptied child tables through their
ON DELETE CASCADE) and checked before the whole is committed. Everything happens in one transaction; a second program
that wants the same waits for it, and finds the work done.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Final

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, Engine

from receiver.db.company_net import COMPANY, EVERY_COMPANY
from receiver.db.engine import check_server, writers
from receiver.db.faults import converted
from receiver.db.lanes import WRITES, Lane

LOCATION: Final = "receiver:db/migrations"


class MigrationError(Exception):
    """The database can't be brought to the wanted layout; it is as it was."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The layout of a database (`current`, empty where it holds no tables yet) and the newest this program knows."""

    current: str
    newest: str
    known: bool
    """Whether this program knows `current`; if not, a newer program made it."""

    @property
    def ready(self) -> bool:
        """Whether the program can work with the database as it is."""
        return self.current == self.newest


def layout(engine: Engine) -> Layout:
    """Look at the database. Raises `DatabaseFault`."""
    with converted(), engine.execution_options(**{COMPANY: EVERY_COMPANY}).connect() as connection:
        return _layout(connection)


def is_current(engine: Engine) -> bool:
    """Whether the database can be reached and has this program's layout. Raises `DatabaseFault`."""
    return layout(engine).ready


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Bring the database up to `revision`. Raises `MigrationError`, `DatabaseFault`, `SettingsError`."""
    with converted():
        check_server(engine)
    _run(engine, lambda config: command.upgrade(config, revision))


def downgrade(engine: Engine, revision: str) -> None:
    """Bring the database down to `revision` (`-1`: the one before; `base`: no tables). Raises as `upgrade`."""
    _run(engine, lambda config: command.downgrade(config, revision))


def _layout(connection: Connection) -> Layout:
    newest, known = _revisions()
    current = MigrationContext.configure(connection).get_current_revision() or ""
    return Layout(current, newest, not current or current in known)


def _run(engine: Engine, step: Callable[[Config], None]) -> None:
    config = _config()
    with converted(), _connection(engine) as connection:
        found = _layout(connection)
        if not found.known:
            raise MigrationError(f"the database has the layout {found.current}, which this program does not know yet")
        config.attributes["connection"] = connection
        try:
            step(config)
        except CommandError as error:
            raise MigrationError(str(error)) from error


@contextmanager
def _connection(engine: Engine) -> Iterator[Connection]:
    """One writing transaction with foreign keys switched off around it."""
    sqlite = engine.dialect.name == "sqlite"
    with writers(engine).execution_options(**{COMPANY: EVERY_COMPANY, WRITES: Lane.HOST}).connect() as connection:
        driver = connection.connection.dbapi_connection
        if sqlite and driver is not None:
            # No effect inside a transaction, so it is said before one begins.
            driver.cursor().execute("PRAGMA foreign_keys = OFF")
        try:
            with connection.begin():
                yield connection
                if sqlite and connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
                    raise MigrationError("rows would be left without the row they refer to")
        finally:
            if sqlite and driver is not None:
                driver.cursor().execute("PRAGMA foreign_keys = ON")


@cache
def _revisions() -> tuple[str, frozenset[str]]:
    """The newest layout this program knows, and all of them."""
    scripts = ScriptDirectory.from_config(_config())
    return scripts.get_current_head() or "", frozenset(script.revision for script in scripts.walk_revisions())


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", LOCATION)
    config.set_main_option("path_separator", "os")
    return config
