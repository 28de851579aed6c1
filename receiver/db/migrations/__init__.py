"""Brings the database to the layout that this program knows, or back to an older one.

Foreign keys are off while tables are rebuilt (with them on, Alembic's batch mode emptied child tables through their
ON DELETE CASCADE) and checked before the whole is committed.
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
from receiver.db.engine import WRITES
from receiver.db.faults import converted

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
    newest, known = _revisions()
    with converted(), engine.execution_options(**{COMPANY: EVERY_COMPANY}).connect() as connection:
        current = MigrationContext.configure(connection).get_current_revision() or ""
    return Layout(current, newest, not current or current in known)


def is_current(engine: Engine) -> bool:
    """Whether the database can be reached and has this program's layout. Raises `DatabaseFault`."""
    return layout(engine).ready


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Bring the database up to `revision`. Raises `MigrationError`, `DatabaseFault`."""
    _run(engine, lambda config: command.upgrade(config, revision))


def downgrade(engine: Engine, revision: str) -> None:
    """Bring the database down to `revision` (`-1`: the one before; `base`: no tables). Raises as `upgrade`."""
    _run(engine, lambda config: command.downgrade(config, revision))


def _run(engine: Engine, step: Callable[[Config], None]) -> None:
    found = layout(engine)
    if not found.known:
        raise MigrationError(f"the database has the layout {found.current}, which this program does not know yet")
    config = _config()
    with converted(), _connection(engine) as connection:
        config.attributes["connection"] = connection
        try:
            step(config)
        except CommandError as error:
            raise MigrationError(str(error)) from error


@contextmanager
def _connection(engine: Engine) -> Iterator[Connection]:
    """One writing transaction with foreign keys switched off around it."""
    sqlite = engine.dialect.name == "sqlite"
    with engine.execution_options(**{COMPANY: EVERY_COMPANY, WRITES: True}).connect() as connection:
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
