"""Copies a whole practice database into one new SQLite file, consistent and checked."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

from sqlalchemy import Column, Connection, MetaData, NullPool, Table, create_engine, select

from agent.domain.errors import PracticeError
from agent.office.failures import explained

_AT_ONCE: Final = 1000


def copy_database(connection: Connection, target: Path) -> None:
    """Copy everything `connection` sees into the new file `target`. A SQLite database is copied page by page, any
    other table by table. Raises `PracticeError` or `TryLater`, and leaves no file then."""
    try:
        if connection.dialect.name == "sqlite":
            _copy_file(connection, target)
        else:
            copy_tables(connection, target)
        _check(target)
    except sqlite3.Error as error:
        target.unlink(missing_ok=True)
        raise explained(error, str(target)) from error
    except BaseException:
        target.unlink(missing_ok=True)
        raise


def _copy_file(connection: Connection, target: Path) -> None:
    driver = connection.connection.driver_connection
    if not isinstance(driver, sqlite3.Connection):
        raise TypeError("the SQLite driver is another than Python's own")
    with closing(sqlite3.connect(target)) as copy:
        driver.backup(copy)


def copy_tables(connection: Connection, target: Path) -> None:
    """Copy every table with its rows; types become those that SQLite has."""
    metadata = MetaData()
    metadata.reflect(connection)
    engine = create_engine(f"sqlite:///{target}", poolclass=NullPool)
    with engine.begin() as copy:
        for table in metadata.sorted_tables:
            _generic(table).create(copy)
            rows = connection.execute(select(table), execution_options={"yield_per": _AT_ONCE})
            for part in rows.mappings().partitions():
                copy.execute(table.insert(), [dict(row) for row in part])


def _generic(table: Table) -> Table:
    """The table with SQLite's types and without what made its values: the copy holds them as they are."""
    columns = [
        Column(one.name, one.type.as_generic(allow_nulltype=True), primary_key=one.primary_key, nullable=one.nullable)
        for one in table.columns
    ]
    return Table(table.name, MetaData(), *columns)


def _check(target: Path) -> None:
    with closing(sqlite3.connect(target)) as copy:
        answer = copy.execute("PRAGMA integrity_check").fetchone()[0]
    if answer != "ok":
        raise PracticeError(
            "The copy of the practice database is damaged.",
            detail=f"{answer}.",
            remedy="Check the disk, then try again; the practice database itself may be damaged, too.",
        )
