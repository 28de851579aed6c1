"""Files and folders that may be read but not written, or not even read: a clear sentence, nothing half done (F47)."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from agent.jobs.progress import PolledProgress
from agent.office.sample import make_sample
from tests.support.processes import Answer, environment, run
from tests.support.unprivileged import ACCOUNT

REPLACE = ("replace", "--field", "CU.Customer Password", "--value", "clip", "--all", "--yes")

AS_ROOT = os.geteuid() == 0


@dataclass(frozen=True)
class Clerk:
    """Somebody whose account owns nothing but `home`; the office's folder belongs to us, or is closed to us."""

    home: Path
    folder: Path

    @property
    def practice(self) -> Path:
        """The practice database."""
        return self.folder / "practice.db"

    def run(self, *words: str) -> Answer:
        """`agent WORDS` under that account."""
        told = ["-m", "tests.support.unprivileged", *words, "--home", str(self.home), "--json"]
        return run(told, environment(self.home.parent))


@pytest.fixture
def clerk() -> Iterator[Clerk]:
    """A clerk who may do everything yet, with the practice database chosen."""
    with TemporaryDirectory(prefix="porchlight-clerk-") as name:
        top = Path(name)
        top.chmod(0o755)
        own, folder = top / "own", top / "office"
        own.mkdir()
        folder.mkdir()
        if AS_ROOT:
            shutil.chown(own, ACCOUNT)
            folder.chmod(0o777)
        made = Clerk(own / "home", folder)
        make_sample(made.practice, 5, 1, PolledProgress())
        made.practice.chmod(0o666)
        assert made.run("init", "--database", str(made.practice)).code == 0
        yield made
        for path in (own, own / "home", folder):
            if path.exists():
                path.chmod(0o755)


def dump(practice: Path) -> list[str]:
    """Everything in the practice database."""
    with closing(sqlite3.connect(practice)) as connection:
        return list(connection.iterdump())


def only_readable(clerk: Clerk) -> None:
    """The file may be read."""
    clerk.practice.chmod(0o444)


def in_a_closed_folder(clerk: Clerk) -> None:
    """The file may be written, but SQLite can't put its journal beside it."""
    clerk.folder.chmod(0o555)


@pytest.mark.parametrize(
    ("happens", "told"), [(only_readable, "may be read but not written"), (in_a_closed_folder, "The folder of")]
)
def test_A4_what_can_not_be_written_is_read_and_not_replaced(
    clerk: Clerk, happens: Callable[[Clerk], None], told: str
) -> None:
    before = dump(clerk.practice)
    happens(clerk)
    assert clerk.run("customers", "list").json["count"] == 5
    said = clerk.run(*REPLACE)
    assert said.code == 1, said
    assert told in said.json["error"]["title"]
    assert "permission" in said.json["error"]["remedy"]
    assert dump(clerk.practice) == before
    assert [one["state"] for one in clerk.run("undo", "--list").json["runs"]] in ([], ["rolled-back"])
    assert clerk.run("undo").code == 3


def test_a_write_ahead_log_in_a_closed_folder(clerk: Clerk) -> None:
    """SQLite needs to write beside such a database even to read it."""
    with closing(sqlite3.connect(clerk.practice)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
    in_a_closed_folder(clerk)
    said = clerk.run("customers", "list")
    assert said.code == 1
    assert "The folder of the practice database" in said.json["error"]["title"]
    assert "permission" in said.json["error"]["remedy"]


def test_a_practice_database_that_may_not_be_read(clerk: Clerk) -> None:
    clerk.practice.chmod(0o000)
    for words in [("customers", "list"), REPLACE, ("init", "--database", str(clerk.practice))]:
        said = clerk.run(*words)
        assert said.code == 1
        assert "can't be opened" in said.json["error"]["title"]
        assert "may read the file" in said.json["error"]["remedy"]


def test_a_home_that_can_not_be_made_or_used(clerk: Clerk) -> None:
    shutil.rmtree(clerk.home)
    clerk.home.parent.chmod(0o555)
    if AS_ROOT:
        shutil.chown(clerk.home.parent, "root")
    said = clerk.run("init", "--database", str(clerk.practice))
    assert said.code == 1
    assert "folder" in said.json["error"]["title"]
    assert "--home" in said.json["error"]["remedy"]


def test_a_home_of_somebody_else(clerk: Clerk) -> None:
    if AS_ROOT:
        shutil.chown(clerk.home, "root")
        clerk.home.chmod(0o755)
    else:
        # What is left to us where the folder can't be given away: nobody may enter it.
        clerk.home.chmod(0o000)
    said = clerk.run("customers", "list")
    assert said.code in (1, 2)
    assert str(clerk.home) in str(said.json["error"])
    assert said.json["error"]["remedy"]


@pytest.mark.parametrize("name", ["settings.toml", "agent.db", "secrets"])
def test_a_file_of_the_home_that_may_not_be_read(clerk: Clerk, name: str) -> None:
    (clerk.home / name).chmod(0o000)
    said = clerk.run("customers", "list")
    assert said.code in (1, 5), said
    assert name in said.json["error"]["title"] + said.json["error"]["detail"]
    assert said.json["error"]["remedy"]
    assert "fault of its own" not in said.json["error"]["title"]
    (clerk.home / name).chmod(0o700)
    assert clerk.run("customers", "list").code == 0


def test_a_copy_where_nothing_may_be_written(clerk: Clerk) -> None:
    clerk.folder.chmod(0o555)
    said = clerk.run("backup", "now", str(clerk.folder / "copy.db"))
    assert said.code == 1
    assert said.json["error"]["remedy"]
    assert list(clerk.folder.iterdir()) == [clerk.practice]


def test_A2_a_backup_is_not_put_over_what_may_not_be_written(clerk: Clerk) -> None:
    backup = clerk.run(*REPLACE).json["backup"]
    replaced = dump(clerk.practice)
    clerk.practice.chmod(0o444)
    said = clerk.run("restore", backup, "--yes")
    assert said.code == 1
    assert "can't be written" in said.json["error"]["title"]
    assert dump(clerk.practice) == replaced
