"""What the database drivers say, in words for the office."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, OperationalError

from agent.domain.errors import AgentError, PracticeBusy, PracticeClosed, PracticeError, TryLater

_BUSY_WORDS: Final = ("deadlock", "could not serialize", "lock wait timeout", "lock timeout")
_RAISED: Final = "P0"
"""How the SQLSTATE of what a trigger of PostgreSQL raises begins."""
_REFUSED_WORDS: Final = ("constraint", "duplicate", "violates")

_NO_ANSWER: Final = (
    "No database server answers there, for {name}.",
    "Check the name of the server and the port, and that the server runs and lets this computer in.",
)
_SERVER: Final[tuple[tuple[tuple[str, ...], str, str], ...]] = (
    (
        ("password authentication failed", "access denied for user", "no password supplied", 'role "'),
        "The database server does not accept this user and password, for {name}.",
        "Type both again, or ask whoever looks after the server.",
    ),
    (
        ("unknown database", 'database "'),
        "The server has no database of that name, for {name}.",
        "Check how the database is called there.",
    ),
    (
        ("resolve host", "name or service not known", "getaddrinfo", "nodename nor servname"),
        "The name of the database server can't be found, for {name}.",
        "Check the name of the server and the network connection.",
    ),
    (("connection refused", "timeout expired", "timed out", "no route to host", "unreachable"), *_NO_ANSWER),
)
"""What the drivers of PostgreSQL and MySQL say where no connection comes about, and our words for it."""

_SQLITE: Final[dict[int, tuple[type[AgentError], str, str]]] = {
    sqlite3.SQLITE_BUSY: (
        PracticeBusy,
        "The practice database is in use by another program.",
        "Nothing was changed. Finish what the other program is doing, then try again.",
    ),
    sqlite3.SQLITE_NOTADB: (
        PracticeError,
        "The file {name} is no SQLite database.",
        "Choose the database file itself; a protected database has to be opened to the agent first.",
    ),
    sqlite3.SQLITE_CORRUPT: (
        PracticeError,
        "The practice database {name} is damaged.",
        "Give back a backup of it, or let the maker of the office program repair it.",
    ),
    sqlite3.SQLITE_CANTOPEN: (
        PracticeClosed,
        "The practice database {name} can't be opened.",
        "Check that this user may read the file and the folder it is in.",
    ),
    sqlite3.SQLITE_PERM: (
        PracticeClosed,
        "The practice database {name} may not be read.",
        "Ask whoever looks after this computer for permission.",
    ),
    sqlite3.SQLITE_READONLY: (
        PracticeClosed,
        "The practice database {name} may be read but not written.",
        "Ask whoever looks after this computer for permission to write the file and its folder.",
    ),
    sqlite3.SQLITE_FULL: (
        TryLater,
        "The disk with the practice database is full.",
        "Nothing was changed. Free some space, then try again.",
    ),
    sqlite3.SQLITE_IOERR: (
        TryLater,
        "The drive with the practice database does not answer as it should.",
        "Check that it is connected and has space, then try again.",
    ),
    sqlite3.SQLITE_CONSTRAINT: (
        PracticeError,
        "The practice database does not take this value.",
        "Nothing was changed. Choose a value that fits the field.",
    ),
}
_SQLITE[sqlite3.SQLITE_READONLY_ROLLBACK] = _SQLITE[sqlite3.SQLITE_READONLY_RECOVERY] = (
    TryLater,
    "The office program was interrupted while it wrote into the practice database {name}.",
    "Start the office program once, so that it puts its database right; then try again.",
)
_SQLITE[sqlite3.SQLITE_READONLY_DIRECTORY] = _SQLITE[sqlite3.SQLITE_READONLY_CANTINIT] = (
    PracticeClosed,
    "The folder of the practice database {name} can't be written, which its kind of database needs.",
    "Ask whoever looks after this computer for permission to write into that folder.",
)
_SQLITE[sqlite3.SQLITE_LOCKED] = _SQLITE[sqlite3.SQLITE_BUSY]


@contextmanager
def translated(name: str) -> Iterator[None]:
    """While inside, what a driver raises is raised as the agent's error. Whoever hands out rows one by one needs it
    around each: outside, the agent's own file is open, and would be blamed."""
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        raise explained(error, name) from error


def explained(error: DBAPIError | sqlite3.Error, name: str) -> AgentError:
    """The agent's error for a driver's; `name` is what to call the database."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    words = str(cause).strip().split("\n")[0]  # further lines of PostgreSQL quote the row
    if isinstance(cause, sqlite3.Error):
        return _explained_sqlite(cause, words, name)
    lower = words.casefold()
    if any(word in lower for word in _BUSY_WORDS):
        return PracticeBusy(_SQLITE[sqlite3.SQLITE_BUSY][1], remedy=_SQLITE[sqlite3.SQLITE_BUSY][2])
    raised = str(getattr(cause, "sqlstate", "")).startswith(_RAISED)
    if raised or isinstance(error, IntegrityError | DataError) or any(word in lower for word in _REFUSED_WORDS):
        # What follows a colon may be the value itself, and that a password.
        return _made(_SQLITE[sqlite3.SQLITE_CONSTRAINT], words.partition(': "')[0], name)
    if isinstance(error, OperationalError):
        for known, title, remedy in _SERVER:
            if any(word in lower for word in known):
                return TryLater(title.format(name=name), detail=f"The database says: {words}.", remedy=remedy)
        return TryLater(
            f"The practice database {name} does not answer.",
            detail=words,
            remedy="Check that its server runs and can be reached, and that user and password are right.",
        )
    return _unforeseen(words, name)


def _explained_sqlite(cause: sqlite3.Error, words: str, name: str) -> AgentError:
    if "could not decode to utf-8" in words.casefold():
        # The driver quotes the text itself, which may be anything: a password, too.
        return PracticeError(
            f"The practice database {name} holds texts that are not in UTF-8.",
            remedy='Say in the mapping how they are written, for example: [practice] encoding = "cp1252"',
        )
    code = getattr(cause, "sqlite_errorcode", 0)
    known = _SQLITE.get(code) or _SQLITE.get(code & 0xFF)
    return _made(known, words, name) if known else _unforeseen(words, name)


def _made(known: tuple[type[AgentError], str, str], words: str, name: str) -> AgentError:
    kind, title, remedy = known
    return kind(title.format(name=name), detail=f"The database says: {words}.", remedy=remedy)


def _unforeseen(words: str, name: str) -> AgentError:
    return PracticeError(
        f"The practice database {name} can't be read as expected.",
        detail=f"The database says: {words}.",
        remedy="Check the mapping, or whether the office program was changed by an update.",
    )
