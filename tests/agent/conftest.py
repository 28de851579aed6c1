"""A desk: the agent's command line in this process, on a practice database of its own."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from agent.cli.root import run
from agent.jobs.progress import PolledProgress
from agent.office.sample import make_sample
from tests.agent.clerk import Clerk
from tests.agent.wired import Wired, published_office

ACTIVE = "CU.Customer Status = ACTIVE"
PASSWORD = "CU.Customer Password"
FOREIGN = """
[company]
"CP.Name" = "Kundendienst"
[customers]
table = "Kunden"
[customers.fields]
"CU.Customer Number" = "Nr"
"CU.Customer Name" = "Name"
"CU.City" = "Ort"
"CU.Customer Status" = { constant = "ACTIVE" }
"""


@dataclass(frozen=True)
class Said:
    """What a command answered."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        """The one object of `--json`."""
        told: dict[str, Any] = json.loads(self.out)
        return told


@dataclass(frozen=True)
class Desk:
    """Somebody who types commands in the office."""

    home: Path
    practice: Path
    capture: pytest.CaptureFixture[str]

    def run(self, *words: str) -> Said:
        """`agent WORDS --home HOME`."""
        self.capture.readouterr()
        code = run([*words, "--home", str(self.home)])
        said = self.capture.readouterr()
        return Said(code, said.out, said.err)

    def must(self, *words: str) -> dict[str, Any]:
        """Like `run --json`, for what has to succeed."""
        said = self.run(*words, "--json")
        assert said.code == 0, said
        return said.json

    def rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        """What independent SQL says of the practice database."""
        with closing(sqlite3.connect(self.practice)) as connection:
            return connection.execute(sql, values).fetchall()

    def change(self, sql: str, *values: object) -> None:
        """Change the practice database as the office's own program would."""
        with closing(sqlite3.connect(self.practice)) as connection, connection:
            connection.execute(sql, values)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """As if the office's program were writing all the time."""
        with closing(sqlite3.connect(self.practice, isolation_level=None)) as connection:
            connection.execute("BEGIN EXCLUSIVE")
            yield

    def dump(self) -> list[str]:
        """Everything in the practice database."""
        with closing(sqlite3.connect(self.practice)) as connection:
            return list(connection.iterdump())

    def passwords(self) -> list[str | None]:
        """Of the active customers, in record order."""
        found = self.rows("SELECT password FROM customers WHERE upper(trim(status)) = 'ACTIVE' ORDER BY id")
        return [one[0] for one in found]

    def files(self) -> list[Path]:
        """Every file in the agent's folder."""
        return [path for path in self.home.rglob("*") if path.is_file()]


@pytest.fixture
def new_desk(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Callable[[Path], Desk]:
    """A desk with nothing set up, on the practice database named."""
    monkeypatch.setenv("PORCHLIGHT_AGENT_SECRETS", "file")
    return lambda practice: Desk(tmp_path / "home", practice, capsys)


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sample practice database; copy it before changing it."""
    path = tmp_path_factory.mktemp("sample") / "practice.db"
    make_sample(path, 30, 1, PolledProgress())
    return path


@pytest.fixture
def desk(new_desk: Callable[[Path], Desk], sample: Path, tmp_path: Path) -> Desk:
    """A desk on the sample office."""
    practice = tmp_path / "practice.db"
    practice.write_bytes(sample.read_bytes())
    made = new_desk(practice)
    made.must("init", "--database", str(practice))
    return made


@pytest.fixture
def overlay_desk(new_desk: Callable[[Path], Desk], tmp_path: Path) -> Desk:
    """A desk on a foreign database without a column for passwords, invented here."""
    practice = tmp_path / "foreign.db"
    mapping = tmp_path / "foreign.toml"
    with closing(sqlite3.connect(practice)) as connection, connection:
        connection.execute("CREATE TABLE Kunden (Nr TEXT PRIMARY KEY, Name TEXT, Ort TEXT)")
        people = [(f"K{at} ", f"Person {at}", "Bern" if at % 2 else None) for at in range(20)]
        connection.executemany("INSERT INTO Kunden VALUES (?, ?, ?)", people)
    mapping.write_text(FOREIGN, "utf-8")
    made = new_desk(practice)
    made.must("init", "--database", f"sqlite:///{practice}", "--mapping", str(mapping))
    return made


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Wired]:
    """An office that has published once, for the tests of one module."""
    with published_office(tmp_path_factory.mktemp("published")) as one:
        yield one


@pytest.fixture(scope="session")
def shared_office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Wired]:
    """An office that has published once. Tests that see to leaving it in order share it, through `clerk`."""
    with published_office(tmp_path_factory.mktemp("published")) as one:
        yield one


@pytest.fixture
def clerk(shared_office: Wired, capsys: pytest.CaptureFixture[str]) -> Clerk:
    """The clerk of that office; whatever the test before left is published."""
    shared_office.proxy.forget()
    shared_office.office.change("UPDATE work SET notes = '' WHERE length(notes) > 1000")
    one = Clerk(shared_office, capsys)
    one.process_or_nothing()
    shared_office.proxy.forget()
    return one
