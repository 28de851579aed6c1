"""Copies of SQLite files, through SQLite's own backup interface: consistent while others read and write."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from agent.domain.errors import AgentError, PracticeBusy, PracticeError
from agent.store.database import Store

_BUSY_SECONDS = 5
_BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def copy_store(store: Store, target: Path) -> None:
    """Write a copy of the agent's own file into the new file `target`."""
    with store.read() as source, closing(sqlite3.connect(target)) as to:
        source.execute("COMMIT")
        source.backup(to)
    check(target)


def check(copy: Path) -> None:
    """Raises `AgentError` where `copy` is no sound database."""
    try:
        with closing(sqlite3.connect(f"{copy.as_uri()}?mode=ro", uri=True)) as connection:
            verdict = str(connection.execute("PRAGMA integrity_check").fetchone()[0])
    except sqlite3.Error as error:
        verdict = str(error)
    if verdict != "ok":
        raise AgentError("The copy is no sound database.", detail=verdict, remedy="Choose another: agent backup list")


def put_back(copy: Path, practice_file: Path) -> None:
    """Make the practice database hold exactly what `copy` holds, in one transaction of SQLite: a cut in between leaves
    it as it was.

    Raises `PracticeBusy` where another program holds it, `PracticeError` where it can't be written.
    """
    try:
        with (
            closing(sqlite3.connect(copy)) as source,
            closing(sqlite3.connect(practice_file, timeout=_BUSY_SECONDS)) as to,
        ):
            to.execute("PRAGMA synchronous = FULL")
            source.backup(to, progress=_stop_when_busy)
    except sqlite3.Error as error:
        raise PracticeError(
            f"The practice database {practice_file} can't be written.",
            detail=str(error),
            remedy="Check that the file and its folder may be written and that the disk has space.",
        ) from error
    check(practice_file)


def _stop_when_busy(status: int, remaining: int, total: int) -> None:
    """Left alone, Python's `backup` waits for ever."""
    if status in _BUSY:
        raise PracticeBusy(
            "The practice database is in use by another program.",
            detail="Nothing was changed.",
            remedy="Finish what the other program is doing, then try again.",
        )
