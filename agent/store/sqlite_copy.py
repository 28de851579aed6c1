"""Copies of SQLite files, through SQLite's own backup interface: consistent while others read and write."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from secrets import token_hex
from typing import Final

from agent.domain.errors import AgentError, PracticeBusy, PracticeError
from agent.domain.runs import CopyForm
from agent.store.database import Store
from agent.store.work_folder import disk_full_is_told, sync_folder

_BUSY_SECONDS: Final = 5
_BUSY: Final = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
_SQLITE_FORMS: Final[tuple[CopyForm, ...]] = ("file", "tables")
_BEGINS: Final[dict[CopyForm, bytes]] = {"pg_dump": b"PGDMP"}


def copy_store(store: Store, target: Path) -> CopyForm:
    """Write a copy of the agent's own file into the new file `target`."""
    with store.read() as source, closing(sqlite3.connect(target)) as to:
        source.execute("COMMIT")
        source.backup(to)
    check(target)
    return "file"


def check(copy: Path) -> None:
    """Raises `AgentError` where `copy` is no sound database."""
    try:
        with closing(sqlite3.connect(f"{copy.as_uri()}?mode=ro", uri=True)) as connection:
            verdict = str(connection.execute("PRAGMA integrity_check").fetchone()[0])
    except sqlite3.Error as error:
        verdict = str(error)
    if verdict != "ok":
        raise AgentError(
            "The copy is no sound database.",
            detail=f"SQLite says: {verdict}. Nothing was changed.",
            remedy="Choose another: agent backup list",
        )


def check_form(copy: Path, form: CopyForm) -> None:
    """Raises `AgentError` where `copy` is not what its header says; a dump is for its server's program to read."""
    if form in _SQLITE_FORMS:
        check(copy)
        return
    with copy.open("rb") as file:
        begin = _BEGINS.get(form, b"")
        if file.read(len(begin)) != begin:
            raise AgentError("The copy is not what it says.", remedy="Choose another: agent backup list")


def absorb_log(copy: Path) -> None:
    """Bring what stands in the write-ahead log beside `copy` into the file itself."""
    with suppress(sqlite3.Error), closing(sqlite3.connect(copy)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def mark(practice_file: Path) -> int | None:
    """Tells a practice database from itself after `put_back`; None where there is none. Opened for writing, so that
    SQLite takes back what a killed process had half written.

    The mark is SQLite's schema cookie: a backup that writes over a database has to change it in the same transaction,
    for other connections learn from it that they have to look at the tables anew.
    Raises `PracticeBusy`, `PracticeError`.
    """
    if not practice_file.exists():
        return None
    try:
        with closing(
            sqlite3.connect(f"{practice_file.as_uri()}?mode=rw", uri=True, timeout=_BUSY_SECONDS)
        ) as connection:
            return int(connection.execute("PRAGMA schema_version").fetchone()[0])
    except sqlite3.Error as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF in _BUSY:
            raise _busy() from error
        raise _unwritable(practice_file, error) from error


def put_back(copy: Path, practice_file: Path) -> None:
    """Make the practice database hold exactly what `copy` holds, in one transaction of SQLite: a cut in between leaves
    it as it was. Where there is none, it comes with its name, whole.

    Raises `PracticeBusy` where another program holds it, `PracticeError` where it can't be written.
    """
    if not practice_file.exists():
        _put_new(copy, practice_file)
        return
    try:
        with (
            closing(sqlite3.connect(copy)) as source,
            closing(sqlite3.connect(practice_file, timeout=_BUSY_SECONDS)) as to,
        ):
            to.execute("PRAGMA synchronous = FULL")
            source.backup(to, progress=_stop_when_busy)
    except sqlite3.Error as error:
        raise _unwritable(practice_file, error) from error
    check(practice_file)


def _put_new(copy: Path, practice_file: Path) -> None:
    fresh = practice_file.with_name(f".{practice_file.name}.{token_hex(4)}.new")
    try:
        with (
            disk_full_is_told(),
            copy.open("rb") as source,
            # As open to others as any new file: the office's program may run as another account.
            fresh.open("xb") as to,
        ):
            shutil.copyfileobj(source, to, 1024 * 1024)
            to.flush()
            os.fsync(to.fileno())
        fresh.rename(practice_file)
    finally:
        fresh.unlink(missing_ok=True)
    sync_folder(practice_file.parent)
    check(practice_file)


def _stop_when_busy(status: int, remaining: int, total: int) -> None:
    """Left alone, Python's `backup` waits for ever."""
    if status in _BUSY:
        raise _busy()


def _busy() -> PracticeBusy:
    return PracticeBusy(
        "The practice database is in use by another program.",
        detail="Nothing was changed.",
        remedy="Finish what the other program is doing, then try again.",
    )


def _unwritable(practice_file: Path, error: sqlite3.Error) -> PracticeError:
    return PracticeError(
        f"The practice database {practice_file} can't be written.",
        detail=str(error),
        remedy="Check that the file and its folder may be written and that the disk has space.",
    )
