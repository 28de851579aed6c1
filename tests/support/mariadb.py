"""A MariaDB server of the tests' own: made when first needed, in a folder of its own, ended by its process id.

It listens on a socket in that folder only, whose name nobody can guess, and reads no settings of the system.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Final

from sqlalchemy import NullPool, create_engine, text

from tests.support.postgres import enterable_folder

ACCOUNTS: Final = ("mysql", "nobody")
"""Whom the server runs as where we are root, which it refuses to be."""
START_SECONDS: Final = 30
READER: Final = "reader"
"""May look at everything, and do no more than that."""
SETTINGS: Final = (
    "--skip-networking",
    "--skip-name-resolve",
    "--skip-log-bin",
    "--innodb-flush-log-at-trx-commit=0",
    "--innodb-buffer-pool-size=64M",
    "--innodb-log-file-size=16M",
    "--character-set-server=utf8mb4",
)
"""Small and quick, and all but safe: nothing here outlives the tests."""


class MariaDBMissing(Exception):
    """MariaDB's programs are not installed; the text says how to get them."""


class MariaDB:
    """A server that runs in `folder`."""

    def __init__(self, folder: Path, account: str | None) -> None:
        self._folder = folder
        self._account = account
        self._numbers = count(1)
        self._process: subprocess.Popen[bytes] | None = None

    def make(self) -> None:
        """Lay down the tables of the server itself."""
        words = ["--no-defaults", f"--datadir={self._folder / 'data'}", "--skip-test-db", "--skip-name-resolve"]
        made = subprocess.run(
            [program("mariadb-install-db"), *words, "--auth-root-authentication-method=normal"],
            cwd=self._folder,
            user=self._account,
            extra_groups=None if self._account is None else [],
            capture_output=True,
            text=True,
            check=False,
        )
        assert made.returncode == 0, f"mariadb-install-db: exit {made.returncode}\n{made.stdout}\n{made.stderr}"

    def start(self) -> None:
        """Start the server and wait until it answers."""
        words = ["--no-defaults", f"--datadir={self._folder / 'data'}", f"--socket={self._folder / 'socket'}"]
        with (self._folder / "log").open("ab") as output:
            self._process = subprocess.Popen(
                # A killed test leaves no server behind: it is told to end when whoever started it does.
                ["setpriv", "--pdeathsig", "KILL", program("mariadbd"), *words, *SETTINGS],
                cwd=self._folder,
                user=self._account,
                extra_groups=None if self._account is None else [],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        end = time.monotonic() + START_SECONDS
        while not (self._folder / "socket").exists():
            ended = self._process.poll() is not None
            assert not ended and time.monotonic() < end, f"MariaDB did not start:\n{(self._folder / 'log').read_text()}"
            time.sleep(0.05)
        self.tell(f"CREATE USER {READER}")
        self.tell(f"GRANT SELECT ON *.* TO {READER}")

    def stop(self) -> None:
        """End the server, without more ado."""
        if self._process is not None:
            self._process.kill()
            self._process.wait(START_SECONDS)
            self._process = None

    def database(self) -> str:
        """A fresh database; gives its name."""
        name = f"porchlight_{next(self._numbers)}"
        self.tell(f"CREATE DATABASE {name}")
        return name

    def url(self, name: str = "", user: str = "root") -> str:
        """The address of the database `name`."""
        return f"mariadb+pymysql://{user}@localhost/{name}?unix_socket={self._folder / 'socket'}&charset=utf8mb4"

    def tell(self, statement: str) -> None:
        """Run a statement of maintenance."""
        engine = create_engine(self.url(), poolclass=NullPool)
        with engine.begin() as connection:
            connection.execute(text(statement))


@contextmanager
def running_mariadb() -> Iterator[MariaDB]:
    """A fresh server that runs meanwhile. Raises `MariaDBMissing`."""
    program("mariadbd")
    account = _account()
    folder = Path(tempfile.mkdtemp(prefix="porchlight-my-", dir=enterable_folder()))
    try:
        if account is not None:
            shutil.chown(folder, account)
        server = MariaDB(folder, account)
        server.make()
        try:
            server.start()
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder)


def program(name: str) -> str:
    """The path of one of MariaDB's programs. Raises `MariaDBMissing`."""
    path = shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin")
    if path is None:
        raise MariaDBMissing(f"{name} is not installed. On Debian: apt-get install mariadb-server-core mariadb-server.")
    return path


def _account() -> str | None:
    """Whom the server runs as; None for ourselves."""
    if os.geteuid() != 0:
        return None
    known = {one.pw_name for one in pwd.getpwall()}
    return next(name for name in ACCOUNTS if name in known)
