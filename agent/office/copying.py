"""Copies a whole practice database into one new file, consistent and checked."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

from sqlalchemy import URL, Column, Connection, MetaData, NullPool, Table, create_engine, select

from agent.domain.errors import PracticeError
from agent.domain.runs import CopyForm
from agent.office import dumping
from agent.office.dumping import COPYING
from agent.office.failures import explained
from agent.usecases.ports import Progress

_AT_ONCE: Final = 1000
_PAGES_AT_ONCE: Final = 500


def copy_form(connection: Connection) -> CopyForm:
    """What `copy_database` would make."""
    if connection.dialect.name == "sqlite":
        return "file"
    tool = dumping.tool_for(connection)
    return tool.form if tool else "tables"


def copy_database(connection: Connection, url: URL, target: Path, progress: Progress | None = None) -> CopyForm:
    """Copy everything `connection` sees into the new file `target`, and say what it is. A SQLite database is copied
    page by page. Any other is dumped by its own program, where one of a fitting version is on the PATH and does it;
    else table by table. Raises `PracticeError`, `TryLater` or `Cancelled`, and leaves no file then."""
    try:
        if connection.dialect.name == "sqlite":
            _copy_file(connection, target, progress)
            form: CopyForm = "file"
        else:
            form = dumping.dump(connection, url, target, progress) or "tables"
            if form == "tables":
                copy_tables(connection, target, progress)
        if form in ("file", "tables"):
            _check(target)
    except sqlite3.Error as error:
        target.unlink(missing_ok=True)
        raise explained(error, str(target)) from error
    except BaseException:
        target.unlink(missing_ok=True)
        raise
    return form


def _copy_file(connection: Connection, target: Path, progress: Progress | None) -> None:
    driver = connection.connection.driver_connection
    if not isinstance(driver, sqlite3.Connection):
        raise TypeError("the SQLite driver is another than Python's own")
    told = _Pages(progress) if progress else None
    with closing(sqlite3.connect(target)) as copy:
        driver.backup(copy, pages=_PAGES_AT_ONCE if told else -1, progress=told)


class _Pages:
    """Tells how many pages are copied; they are those of one instant, for the connection is inside a transaction."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._told = -1

    def __call__(self, status: int, remaining: int, total: int) -> None:
        if self._told < 0:
            self._progress.step(COPYING, total)
            self._told = 0
        done = total - remaining
        self._progress.advance(done - self._told)
        self._told = done


def copy_tables(connection: Connection, target: Path, progress: Progress | None = None) -> None:
    """Copy every table with its rows; types become those that SQLite has."""
    metadata = MetaData()
    metadata.reflect(connection)
    if progress:
        progress.step(COPYING)
    engine = create_engine(f"sqlite:///{target}", poolclass=NullPool)
    with engine.begin() as copy:
        for table in metadata.sorted_tables:
            _generic(table).create(copy)
            rows = connection.execute(select(table), execution_options={"yield_per": _AT_ONCE})
            for part in rows.mappings().partitions():
                copy.execute(table.insert(), [dict(row) for row in part])
                if progress:
                    progress.advance(len(part))


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
