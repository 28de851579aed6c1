"""Databases for receivers, of each kind that the receiver runs on: empty ones, and ones whose tables are made."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, Final

from sqlalchemy import NullPool, create_engine, text

from receiver.db.engine import make_engine
from receiver.db.migrations import upgrade
from tests.support.postgres import Cluster

KINDS: Final = ("sqlite", "postgresql")
FILE: Final = "receiver.db"


class Databases:
    """Makes them; `cluster` gives the PostgreSQL that runs, and is called when one is wanted there."""

    def __init__(self, cluster: Callable[[], Cluster]) -> None:
        self._cluster = cluster
        self._template = ""
        self._spare: list[str] = []

    @contextmanager
    def fresh(self, kind: str, folder: Path) -> Iterator[str]:
        """The address of a fresh one: a file in `folder`, or a database that goes away again."""
        if kind == "sqlite":
            yield f"sqlite:///{folder / FILE}"
            return
        cluster = self._cluster()
        with cluster.lent(cluster.database()) as url:
            yield url

    @contextmanager
    def migrated(self, kind: str, folder: Path) -> Iterator[str]:
        """The same, with all tables and no row: a copy of one in which they were made, which takes a tenth of making
        them. On PostgreSQL it is one that another test has done with, where there is one: that takes a tenth again."""
        if kind == "sqlite":
            yield f"sqlite:///{copied_file(folder)}"
            return
        cluster = self._cluster()
        if not self._template:
            name = cluster.database()
            make_tables(cluster.url(name))
            self._template = name
        name = self._spare.pop() if self._spare else cluster.database(like=self._template)
        try:
            yield cluster.url(name)
        finally:
            cluster.cut(name)
            if cluster.emptied(name, self._template):
                self._spare.append(name)
            else:
                cluster.drop(name)


def copied_file(folder: Path) -> Path:
    """A copy of an SQLite database that has all tables, in a folder and owned as that is."""
    file = folder / FILE
    shutil.copy(migrated_file(), file)
    owner = folder.stat()
    os.chown(file, owner.st_uid, owner.st_gid)
    return file


@cache
def migrated_file() -> Path:
    """An SQLite database that has all tables, to be copied; it is there until this process ends."""
    folder = tempfile.mkdtemp(prefix="porchlight-tables-")
    atexit.register(shutil.rmtree, folder)
    file = Path(folder) / FILE
    make_tables(f"sqlite:///{file}")
    # What stands in the write-ahead log is in the file when the last connection is gone.
    assert [one.name for one in file.parent.iterdir()] == [file.name]
    return file


def make_tables(url: str) -> None:
    """Make all tables in an empty database."""
    engine = make_engine(url)
    upgrade(engine)
    engine.dispose()


def told(url: str, sql: str, **values: object) -> list[tuple[Any, ...]]:
    """What the database at `url` answers to SQL that goes past the receiver; what it changes is committed."""
    engine = create_engine(url, poolclass=NullPool)
    with engine.begin() as connection:
        answer = connection.execute(text(sql), values)
        return [tuple(row) for row in answer] if answer.returns_rows else []
