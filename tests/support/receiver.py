"""A real receiver: `python -m receiver serve` on a free loopback port, with a folder of its own."""

from __future__ import annotations

import shutil
import tempfile
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

from tests.support.account import account
from tests.support.databases import FILE, copied_file, told
from tests.support.processes import LEASH, Answer, Running, environment, free_port, run

NOWHERE = "smtp://127.0.0.1:1"
"""A mail server that nobody asks: for pages that are different where mail can be sent."""


class Receiver:
    """A receiver whose whole state lies below `folder`; the pepper and other secrets in a second folder, as a host
    keeps them apart from the database and its backups."""

    def __init__(self, folder: Path, port: int | None = None) -> None:
        self.folder = folder
        self.data = folder / "data"
        self.secrets = folder / "secrets"
        self.account = account()
        for one in (self.data, self.data / "files", self.secrets):
            one.mkdir(parents=True, exist_ok=True)
        self._hand_over()
        self.port = port or free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.database = self.data / FILE
        self.secret_file = self.secrets / "secrets"
        self.log = self.data / "serve.log"
        self.running: Running | None = None
        self.environment = environment(
            self.data,
            {
                "PORCHLIGHT_DATABASE_URL": f"sqlite:///{self.database}",
                "PORCHLIGHT_FILES_URL": (self.data / "files").as_uri(),
                "PORCHLIGHT_SECRET_FILE": str(self.secret_file),
                "PORCHLIGHT_PUBLIC_URL": self.url,
            },
        )

    @property
    def database_url(self) -> str:
        """Where its database is."""
        return self.environment["PORCHLIGHT_DATABASE_URL"]

    def use_database(self, url: str) -> None:
        """Work on another database than the file in the folder."""
        self.environment["PORCHLIGHT_DATABASE_URL"] = url

    def use_mail(self, url: str, **settings: str) -> None:
        """Send mails to the server at `url`; `serve` starts the worker then."""
        self.environment |= {"PORCHLIGHT_SMTP_URL": url, **settings}

    def told(self, sql: str, **values: object) -> list[tuple[Any, ...]]:
        """What its database answers to the host's own SQL."""
        return told(self.database_url, sql, **values)

    def _hand_over(self) -> None:
        """Give the folders to the account, and let it reach them: pytest's temporary folders are closed to others."""
        if self.account is None:
            return
        for one in (self.folder, *self.folder.rglob("*")):
            shutil.chown(one, self.account)
        for parent in self.folder.parents:
            if parent.is_relative_to(tempfile.gettempdir()):
                parent.chmod(parent.stat().st_mode | 0o011)

    def put_back(self, copy: Path) -> None:
        """Replace the data by an earlier copy of it, as a host restores a backup."""
        shutil.rmtree(self.data)
        copy.rename(self.data)
        self._hand_over()

    def run(self, *words: str) -> Answer:
        """`python -m receiver WORDS` with this receiver's settings."""
        return run(["-m", "receiver", *words], self.environment, account=self.account)

    def must(self, *words: str) -> Answer:
        """Like `run`, for what has to succeed."""
        answer = self.run(*words)
        assert answer.code == 0, f"receiver {' '.join(words)}: exit {answer.code}\n{answer.out}\n{answer.err}"
        return answer

    def init(self) -> None:
        """`receiver init`; where its database is a file, that has all tables already."""
        if self.database_url == f"sqlite:///{self.database}" and not self.database.exists():
            copied_file(self.data)
        self.must("init")

    def create_company(self, number: int, name: str) -> str:
        """Create a company; gives its first pairing code."""
        made = self.must("company", "create", str(number), "--name", name, "--json").json
        return str(made["code"])

    def pairing_code(self, company: int) -> str:
        """A further pairing code."""
        return str(self.must("pairing-code", "--company", str(company), "--json").json["code"])

    def serve(self, *words: str, file_limit: int = 0) -> None:
        """Start serving and wait until the receiver says that it is ready. With `file_limit` (bytes), no file can grow
        beyond it, as if the disk were full."""
        limited = ["tests.support.limited", str(file_limit)] if file_limit else []
        serve = [*LEASH, *limited, "receiver", "serve", "--bind", f"127.0.0.1:{self.port}", *words]
        self.running = Running(serve, self.environment, self.log, self.account)
        self.wait_until_ready()

    def wait_until_ready(self) -> None:
        """Wait until the receiver says that it is ready."""
        assert self.running is not None
        self.running.wait_until(self._ready)

    def _ready(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/readyz", timeout=5) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    def kill(self) -> None:
        """`kill -9` of the main process and its workers."""
        assert self.running is not None
        self.running.kill()
        self.running = None

    def end(self) -> None:
        """Stop serving."""
        if self.running is not None:
            self.running.end()
            self.running = None
