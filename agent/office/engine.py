"""Opens the database and gives transactions; every foreign error is turned into the agent's own here.

A read is one transaction with an explicit BEGIN, so that everything seen in it is of one instant while the office's
program goes on writing. A SQLite file is opened read-only for that: looking at a database never makes one.
"""

from __future__ import annotations

import sqlite3
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final
from urllib.parse import quote

from sqlalchemy import URL, Connection, Engine, NullPool, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from agent.domain.errors import AgentError, PracticeError
from agent.office.failures import translated
from agent.office.servers import server_engine
from agent.office.untouched import file_state, file_writes

BUSY_SECONDS: Final = 5
"""How long a lock of another program is waited for."""

_DRIVERS: Final = {
    "postgresql": ("postgresql+psycopg", "psycopg[binary]"),
    "mysql": ("mysql+pymysql", "pymysql"),
    "mariadb": ("mariadb+pymysql", "pymysql"),
    "mssql": ("mssql+mssqlpython", "mssql-python"),
    "firebird": ("firebird+firebird", "sqlalchemy-firebird firebird-driver"),
    "access": ("access+pyodbc", "sqlalchemy-access"),
}
"""By the first word of the URL: the dialect with the driver we know to work, and what to install for it."""


_open: Final[Counter[Path]] = Counter()
"""How many connections of this process are open to a file. Closing a file, even one opened only to look at it, takes
away the locks that SQLite holds on it for the whole process."""
_opening: Final = threading.Lock()


def practice_url(text: str) -> URL:
    """The URL in `text`; the path of a SQLite file is one too. Raises `PracticeError` where it is neither."""
    if "://" not in text:
        return URL.create("sqlite", database=str(Path(text).expanduser().absolute()))
    try:
        url = make_url(text)
    except (ArgumentError, ValueError) as error:
        raise PracticeError(
            "The address of the practice database can't be read.",
            remedy="Give the path of a SQLite file, or a URL such as postgresql://user@host/name.",
        ) from error
    if "+" not in url.drivername and url.drivername in _DRIVERS:
        return url.set(drivername=_DRIVERS[url.drivername][0])
    return url


class Database:
    """A practice database at `url`; `encoding` is how a SQLite file holds its texts, where that is not UTF-8."""

    def __init__(self, url: URL, encoding: str = "utf-8") -> None:
        self.url = url
        self.file = _file_of(url)
        self._encoding = encoding
        self._reading = self._engine(write=False)
        self._writing = self._engine(write=True)

    @property
    def name(self) -> str:
        """What to call the database in a sentence: the file, or host and name; never the password."""
        return str(self.file) if self.file else self.url.render_as_string(hide_password=True)

    @property
    def dialect(self) -> str:
        """SQLAlchemy's name of the kind of database."""
        return self._reading.dialect.name

    def state(self) -> bytes:
        """Stays as long as nobody writes to the database; empty where that can't be told now."""
        if self.file is None:
            return b""
        with _opening:
            return b"" if _open[self.file] else file_state(self.file)

    def writes(self) -> int:
        """How often a SQLite file was written to, as it counts itself; 0 where that can't be told now."""
        if self.file is None:
            return 0
        with _opening:
            return 0 if _open[self.file] else file_writes(self.file)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """One consistent read."""
        with self._translated(), self._reading.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """One transaction: committed on return, rolled back on a raise."""
        with self._translated(), self._writing.begin() as connection:
            yield connection

    @contextmanager
    def _translated(self) -> Iterator[None]:
        if self.file and not self.file.is_file():
            raise PracticeError(
                f"There is no practice database at {self.file}.",
                remedy="Check the path, or whether the drive it is on is connected.",
            )
        with translated(self.name), self._counted():
            yield

    @contextmanager
    def _counted(self) -> Iterator[None]:
        if self.file is None:
            yield
            return
        with _opening:
            _open[self.file] += 1
        try:
            yield
        finally:
            with _opening:
                _open[self.file] -= 1

    def _engine(self, *, write: bool) -> Engine:
        try:
            if self.file:
                return _sqlite_engine(self.file, self._encoding, write=write)
            if self.url.get_backend_name() == "sqlite":
                raise PracticeError("A practice database in memory is gone before it can be read.")
            return server_engine(self.url, write=write)
        except (NoSuchModuleError, ModuleNotFoundError) as error:
            raise _no_driver(self.url) from error


def _file_of(url: URL) -> Path | None:
    if url.get_backend_name() != "sqlite" or not url.database or url.database == ":memory:":
        return None
    return Path(url.database).expanduser().absolute()


def _sqlite_engine(file: Path, encoding: str, *, write: bool) -> Engine:
    """A SQLite engine that says BEGIN itself: Python's driver would begin at the first write only."""
    mode = "rw" if write else "ro"

    def connect() -> sqlite3.Connection:
        connection = sqlite3.connect(
            f"file:{quote(str(file))}?mode={mode}",
            uri=True,
            timeout=BUSY_SECONDS,
            isolation_level=None,
            check_same_thread=False,
        )
        connection.execute("PRAGMA temp_store = MEMORY")  # what is to be written may be passwords: not into a file
        if encoding != "utf-8":
            connection.text_factory = lambda data: data.decode(encoding, "replace")
        return connection

    engine = create_engine("sqlite://", creator=connect, poolclass=NullPool)

    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")

    event.listen(engine, "begin", begin)
    return engine


def _no_driver(url: URL) -> AgentError:
    kind = url.drivername.split("+")[0]
    if kind in _DRIVERS:
        return PracticeError(
            f"The driver for {kind} databases is not installed.",
            remedy=f"Install it with: pip install {_DRIVERS[kind][1]}",
        )
    return PracticeError(
        f'Databases of the kind "{url.drivername}" are not known here.',
        remedy=f"Known are: sqlite, {', '.join(_DRIVERS)}.",
    )
