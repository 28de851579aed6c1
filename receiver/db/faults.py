"""Tells faults of the database's surroundings (locked, disk full, gone) from our own bugs, at one edge."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout


class DatabaseFault(Exception):
    """The database can't be used just now, through nobody's mistake in this program."""


class DatabaseBusy(DatabaseFault):
    """Others hold it for longer than a request may wait; trying again helps."""


class StorageFull(DatabaseFault):
    """Nothing can be written: no space is left, a quota is used up, or the disk refuses. What was published before
    stays readable."""


class DatabaseAway(DatabaseFault):
    """Its server can't be reached just now, or ended the connection; trying again helps once it is back."""


class DatabaseGone(DatabaseFault):
    """It can't be opened, read or written."""


REASON_CHARACTERS: Final = 300
"""How much of the driver's own words is told."""

_SQLITE: dict[str, type[DatabaseFault]] = {
    "SQLITE_BUSY": DatabaseBusy,
    "SQLITE_LOCKED": DatabaseBusy,
    "SQLITE_FULL": StorageFull,
    # A quota or a limit of the file size ends in these: SQLite says FULL for ENOSPC only.
    "SQLITE_IOERR_WRITE": StorageFull,
    "SQLITE_IOERR_SHMSIZE": StorageFull,
    "SQLITE_IOERR": DatabaseGone,
    "SQLITE_CANTOPEN": DatabaseGone,
    "SQLITE_READONLY": DatabaseGone,
    "SQLITE_CORRUPT": DatabaseGone,
    "SQLITE_NOTADB": DatabaseGone,
}
_POSTGRESQL: dict[str, type[DatabaseFault]] = {
    "53100": StorageFull,
    # Other resources: memory, connections.
    "53": DatabaseBusy,
    # A lock, the time of a statement, a serialization, a deadlock.
    "55P03": DatabaseBusy,
    "57014": DatabaseBusy,
    "40": DatabaseBusy,
    "08": DatabaseAway,
    "25P03": DatabaseAway,
    "57P": DatabaseAway,
    # Who we are, what we may do; a broken disk, damaged files.
    "28": DatabaseGone,
    "3D": DatabaseGone,
    "42501": DatabaseGone,
    "58": DatabaseGone,
    "XX001": DatabaseGone,
    "XX002": DatabaseGone,
}
"""SQLSTATE codes, subclasses and classes (PostgreSQL documentation, appendix A)."""


def fault_of(error: BaseException) -> DatabaseFault | None:
    """The fault of the surroundings that `error` stands for; None where it is a bug or something else."""
    if isinstance(error, PoolTimeout):
        return DatabaseBusy("all connections to the database are in use")
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        return StorageFull("no space is left")
    if not isinstance(error, DBAPIError) or error.orig is None:
        return None
    name = getattr(error.orig, "sqlite_errorname", "")
    for prefix, kind in _SQLITE.items():
        if name == prefix or name.startswith(prefix + "_"):
            return kind(name)
    state = getattr(error.orig, "sqlstate", "") or ""
    for size in (5, 3, 2):
        if kind_of := _POSTGRESQL.get(state[:size]):
            return kind_of(state)
    if error.connection_invalidated:
        return DatabaseAway("the connection was lost")
    # A server that does not answer, or does not let us in, gives no code; the driver says why, without the password.
    away = isinstance(error, OperationalError) and not name and not state
    return DatabaseAway(str(error.orig).partition("\n")[0][:REASON_CHARACTERS]) if away else None


@contextmanager
def converted() -> Iterator[None]:
    """Raise `DatabaseFault` in place of what the driver said."""
    try:
        yield
    except (DBAPIError, PoolTimeout, OSError) as error:
        fault = fault_of(error)
        if fault is None:
            raise
        raise fault from error
