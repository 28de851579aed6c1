"""An office: a practice database and the real agent, run by its command line in a home folder of its own."""

from __future__ import annotations

import atexit
import shutil
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from tests.support.processes import Answer, Running, environment, run
from tests.support.receiver import Receiver


class Office:
    """An office that lives below `folder`. `url` names its practice database, by default the sample in `practice`."""

    def __init__(self, folder: Path, company: int = 112) -> None:
        self.folder = folder
        self.company = company
        self.home = folder / "agent"
        self.practice = folder / "practice.db"
        self.url = f"sqlite:///{self.practice}"
        folder.mkdir(parents=True, exist_ok=True)
        self.environment = environment(folder)

    def run(self, *words: str, env: Mapping[str, str] | None = None) -> Answer:
        """`python -m agent WORDS --home HOME`."""
        return run(["-m", "agent", *words, "--home", str(self.home)], {**self.environment, **(env or {})})

    def must(self, *words: str) -> dict[str, Any]:
        """Like `run --json`, for what has to succeed: gives the object it printed."""
        answer = self.run(*words, "--json")
        assert answer.code == 0, f"agent {' '.join(words)}: exit {answer.code}\n{answer.out}\n{answer.err}"
        return answer.json

    def start(self, *words: str) -> Running:
        """`python -m agent WORDS --home HOME` that goes on while the test does something else."""
        return Running(["-m", "agent", *words, "--home", str(self.home)], self.environment, self.folder / "agent.log")

    def sample(self, customers: int = 40, seed: int = 1) -> None:
        """Make the sample practice database and choose it."""
        shutil.copy(sample_file(customers, seed), self.practice)
        self.init()

    def init(self, mapping: Path | None = None) -> None:
        """`agent init` on `url`."""
        extra = [] if mapping is None else ["--mapping", str(mapping)]
        self.must("init", "--database", self.url, *extra)

    def pair(self, receiver: Receiver, code: str) -> None:
        """`agent pair`."""
        self.must("pair", "--receiver", receiver.url, "--company", str(self.company), "--code", code)

    def process(self, *words: str) -> dict[str, Any]:
        """`agent process`, which must publish something."""
        return self.must("process", *words)

    def rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        """What independent SQL says of the practice database."""
        with closing(sqlite3.connect(f"{self.practice.as_uri()}?mode=ro", uri=True)) as connection:
            return connection.execute(sql, values).fetchall()

    def change(self, sql: str, *values: object) -> None:
        """Change the practice database, as the office's own program would."""
        with closing(sqlite3.connect(self.practice)) as connection, connection:
            connection.execute(sql, values)

    def wait_until_read(self) -> None:
        """Wait until nobody reads the practice database any more; fails after half a minute."""
        with closing(sqlite3.connect(self.practice, timeout=30, isolation_level=None)) as connection:
            connection.execute("BEGIN EXCLUSIVE")
            connection.execute("ROLLBACK")

    def passwords(self) -> dict[str, str]:
        """Customer number to portal password, of those who can sign in to the sample's portal."""
        return dict(
            self.rows(
                "SELECT number, password FROM customers WHERE status = 'ACTIVE' AND password <> '' AND is_customer = 1"
                " AND COALESCE(is_employee, 0) = 0 AND COALESCE(not_on_portal, 0) = 0 ORDER BY number"
            )
        )


@cache
def sample_file(customers: int, seed: int) -> Path:
    """A sample practice database, to be copied; it is there until this process ends."""
    folder = Path(mkdtemp(prefix="porchlight-sample-"))
    atexit.register(shutil.rmtree, folder)
    file = folder / "practice.db"
    words = ["-m", "agent", "sample", str(file), "--customers", str(customers), "--seed", str(seed)]
    answer = run([*words, "--json"], environment(folder))
    assert answer.code == 0, f"agent sample: exit {answer.code}\n{answer.out}\n{answer.err}"
    return file
