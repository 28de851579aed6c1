"""A PostgreSQL cluster of the tests' own: made when first needed, in a folder of its own, ended by its process id.

It listens on a socket in that folder only, whose name nobody can guess, and touches no cluster of the system. Its
databases sort by the rules of a language, so that whatever relies on byte order has to say so.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import stat
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from itertools import count
from pathlib import Path
from typing import Final

import psycopg
from psycopg import sql

BINARIES: Final = Path("/usr/lib/postgresql")
"""Where Debian keeps the programs of each version."""

ACCOUNTS: Final = ("postgres", "nobody")
"""Whom the server runs as where we are root, which it refuses to be."""

ADMINISTRATOR: Final = "administrator"
USER: Final = "porchlight"
"""Owns the databases that receivers work on, and may do no more than that."""

START_SECONDS: Final = 30
SETTINGS: Final = {
    "listen_addresses": "''",
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "max_connections": "150",
    "shared_buffers": "32MB",
    "autovacuum": "off",
}
"""Quick, and all but safe: nothing here outlives the tests."""


SHAPE: Final = """
    SELECT
        (SELECT array_agg((relname, relkind, relacl, reloptions)::text ORDER BY relname) FROM pg_class
            WHERE relnamespace = 'public'::regnamespace),
        (SELECT array_agg((attrelid::regclass, attname, atttypid, attnotnull)::text ORDER BY attrelid::regclass::text,
            attnum) FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
            WHERE relnamespace = 'public'::regnamespace),
        (SELECT array_agg(indexdef ORDER BY indexname) FROM pg_indexes WHERE schemaname = 'public'),
        (SELECT array_agg((conname, pg_get_constraintdef(oid))::text ORDER BY conname) FROM pg_constraint
            WHERE connamespace = 'public'::regnamespace),
        (SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal),
        (SELECT (datacl, datconnlimit, datallowconn)::text FROM pg_database WHERE datname = current_database()),
        (SELECT count(*) FROM pg_db_role_setting JOIN pg_database ON pg_database.oid = setdatabase
            WHERE datname = current_database()),
        (SELECT count(*) FROM pg_stats WHERE schemaname = 'public')
"""
"""Everything of a database that is no row: what it is made of, who may do what, and what the planner knows."""
LARGE_BYTES: Final = 30_000_000
"""A database that has grown to this is slower than an empty one, with or without rows."""
KEPT: Final = "alembic_version"
"""The table whose row says which tables there are."""


class PostgresMissing(Exception):
    """PostgreSQL's programs are not installed; the text says how to get them."""


class Cluster:
    """A server that runs in `folder`; with a `port` it listens there too, and wants passwords."""

    def __init__(self, folder: Path, account: str | None, port: int = 0) -> None:
        self.folder = folder
        self.data = folder / "data"
        self.log = folder / "log"
        self.port = port
        self._account = account
        self._numbers = count(1)
        self._process: subprocess.Popen[bytes] | None = None
        self._shapes: dict[str, tuple[object, ...]] = {}

    @property
    def address(self) -> str:
        """Of its database for maintenance, as libpq reads it."""
        return self._address_of("postgres")

    def _address_of(self, name: str) -> str:
        port = f" port={self.port}" if self.port else ""
        return f"host={self.folder}{port} user={ADMINISTRATOR} dbname={name} connect_timeout=5"

    @property
    def pid(self) -> int:
        """The process id of the server, which must be running."""
        assert self._process is not None
        return self._process.pid

    def make(self) -> None:
        """`initdb`."""
        words = [
            "--pgdata",
            str(self.data),
            "--username",
            ADMINISTRATOR,
            "--auth-local",
            "trust",
            "--auth-host",
            "scram-sha-256",
            "--no-sync",
            "--encoding",
            "UTF8",
        ]
        words += ["--locale", "C.UTF-8", "--locale-provider", "icu", "--icu-locale", "en-US"]
        made = subprocess.run(
            [binary("initdb"), *words],
            cwd=self.folder,
            user=self._account,
            group=self._account and _group(self._account),
            extra_groups=None if self._account is None else [],
            env={"LC_ALL": "C.UTF-8", "PATH": os.environ["PATH"]},
            capture_output=True,
            text=True,
            check=False,
        )
        assert made.returncode == 0, f"initdb: exit {made.returncode}\n{made.stdout}\n{made.stderr}"
        with (self.data / "postgresql.conf").open("a") as settings:
            settings.writelines(f"{name} = {value}\n" for name, value in SETTINGS.items())

    def start(self) -> None:
        """Start the server and wait until it answers."""
        words = [binary("postgres"), "-D", str(self.data), "-k", str(self.folder)]
        if self.port:
            words += ["-c", "listen_addresses=127.0.0.1", "-p", str(self.port)]
        with self.log.open("ab") as output:
            self._process = subprocess.Popen(
                # A killed test leaves no server behind: it is told to end when whoever started it does.
                ["setpriv", "--pdeathsig", "INT", *words],
                cwd=self.folder,
                user=self._account,
                group=self._account and _group(self._account),
                extra_groups=None if self._account is None else [],
                env={"LC_ALL": "C.UTF-8", "PATH": os.environ["PATH"]},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self._wait_until_it_answers()

    def _wait_until_it_answers(self) -> None:
        assert self._process is not None
        end = time.monotonic() + START_SECONDS
        while True:
            try:
                psycopg.connect(self.address).close()
            except psycopg.OperationalError:
                ended = self._process.poll() is not None
                assert not ended and time.monotonic() < end, f"PostgreSQL did not start:\n{self.log.read_text()}"
                time.sleep(0.05)
            else:
                return

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """End the server: SIGINT cuts all connections and rolls back, SIGQUIT is like a power cut."""
        if self._process is None:
            return
        self._process.send_signal(how)
        self._process.wait(START_SECONDS)
        self._process = None

    def database(self, encoding: str = "UTF8", like: str = "template0") -> str:
        """A fresh database, empty or a copy of another one that nobody is connected to; gives its name."""
        name = f"porchlight_{next(self._numbers)}"
        # Only the language of the cluster's own template is UTF-8.
        locale = "" if encoding == "UTF8" else " LOCALE 'C' LOCALE_PROVIDER libc"
        made = sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {} ENCODING {}" + locale)
        names = (sql.Identifier(one) for one in (name, USER, like))
        self.tell(made.format(*names, sql.Literal(encoding)))
        return name

    @contextmanager
    def lent(self, name: str) -> Iterator[str]:
        """The address of a database, which goes away afterwards."""
        try:
            yield self.url(name)
        finally:
            self.drop(name)

    def drop(self, name: str) -> None:
        """Take a database away, whoever is connected."""
        self.tell(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def emptied(self, name: str, like: str) -> bool:
        """Take all rows out of a database that was made `like` another one; False where it would not be as good as new:
        it is built otherwise now, or has grown."""
        with closing(psycopg.connect(self._address_of(name), autocommit=True)) as connection:
            size = connection.execute("SELECT pg_database_size(current_database())").fetchone()
            shape = connection.execute(SHAPE).fetchone()
            if shape != self._shape_of(like) or size is None or size[0] > LARGE_BYTES:
                return False
            tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
            deletes = [sql.SQL("DELETE FROM {}").format(sql.Identifier(one)) for (one,) in tables if one != KEPT]
            # Without the order in which tables hang on each other.
            without = sql.SQL("SET session_replication_role = replica")
            connection.execute(sql.SQL("; ").join([without, *deletes]))
        return True

    def _shape_of(self, name: str) -> tuple[object, ...]:
        if name not in self._shapes:
            with closing(psycopg.connect(self._address_of(name))) as connection:
                found = connection.execute(SHAPE).fetchone()
            assert found is not None
            self._shapes[name] = found
        return self._shapes[name]

    @contextmanager
    def durable(self, *, fsync: bool = True) -> Iterator[None]:
        """Meanwhile it writes as a host's server does; without `fsync`, all but that."""
        changed = {"fsync": fsync, "full_page_writes": True, "synchronous_commit": True}
        for name, value in changed.items():
            self.tell(sql.SQL("ALTER SYSTEM SET {} = {}").format(sql.Identifier(name), sql.Literal(value)))
        self._reload()
        try:
            yield
        finally:
            self.tell(sql.SQL("ALTER SYSTEM RESET ALL").format())
            self._reload()

    def _reload(self) -> None:
        """Let it read its settings once more, and wait until it has."""
        before = self._settings_read_at()
        self.tell(sql.SQL("SELECT pg_reload_conf()").format())
        while self._settings_read_at() == before:
            time.sleep(0.02)

    def _settings_read_at(self) -> object:
        with closing(psycopg.connect(self.address)) as connection:
            return connection.execute("SELECT pg_conf_load_time()").fetchone()

    def cut(self, name: str) -> None:
        """Cut every connection to the database `name`; they are gone when this returns."""
        self.tell(
            sql.SQL("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = {}").format(
                sql.Literal(name)
            )
        )

    def tell(self, statement: sql.Composed) -> None:
        """Run a statement of maintenance."""
        with closing(psycopg.connect(self.address, autocommit=True)) as connection:
            connection.execute(statement)

    def url(self, name: str) -> str:
        """The address of the database `name` as the receiver reads it."""
        return f"postgresql+psycopg://{USER}@/{name}?host={self.folder}"


@contextmanager
def running_cluster(port: int = 0) -> Iterator[Cluster]:
    """A fresh cluster that runs meanwhile; with a `port`, see `Cluster`. Raises `PostgresMissing`."""
    binary("initdb")
    account = _account()
    folder = Path(tempfile.mkdtemp(prefix="porchlight-pg-", dir=enterable_folder()))
    try:
        if account is not None:
            shutil.chown(folder, account)
        # The receivers of tests run as another account and have to reach the socket; the data stay closed to them.
        folder.chmod(0o711)
        cluster = Cluster(folder, account, port)
        cluster.make()
        try:
            cluster.start()
            cluster.tell(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(USER)))
            yield cluster
        finally:
            cluster.stop()
    finally:
        shutil.rmtree(folder)


def binary(name: str) -> str:
    """The path of one of PostgreSQL's programs, of the newest version. Raises `PostgresMissing`."""
    found = sorted(BINARIES.glob(f"*/bin/{name}"), key=lambda path: int(path.parts[-3]))
    path = str(found[-1]) if found else shutil.which(name)
    if path is None:
        raise PostgresMissing(
            f"PostgreSQL's {name} is not installed. On Debian: apt-get install postgresql. Elsewhere put it on PATH."
        )
    return path


def _account() -> str | None:
    """Whom the server runs as; None for ourselves."""
    if os.geteuid() != 0:
        return None
    known = {one.pw_name for one in pwd.getpwall()}
    return next(name for name in ACCOUNTS if name in known)


def _group(account: str) -> int:
    return pwd.getpwnam(account).pw_gid


def enterable_folder() -> Path:
    """A folder for temporary files that every account may enter."""
    candidates: Sequence[str] = (tempfile.gettempdir(), "/tmp", "/var/tmp")
    for one in map(Path, candidates):
        if all(folder.stat().st_mode & stat.S_IXOTH for folder in (one.resolve(), *one.resolve().parents)):
            return one
    raise AssertionError(f"none of {', '.join(candidates)} may be entered by every account")
