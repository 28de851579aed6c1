"""A disk at the office is full: nothing is started or everything is as before, the sentence says what to do, and what
was half written is gone (F14)."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.agent.clerk import Clerk
from tests.agent.conftest import ACTIVE, PASSWORD, Desk, Said
from tests.support.processes import run
from tests.support.small_disk import fill, small_disk

REPLACE = ("replace", "--field", PASSWORD, "--value", "clip", "--where", ACTIVE, "--yes")
MANY_PASSWORDS = """
from agent.store.passwords import Marker
from agent.store.roster import Roster
roster = Roster(Marker(bytes(32)))
for number in range(50_000):
    roster.add("credential", str(number), str(number), "a password", weak=False)
"""


def full(said: Said) -> None:
    """The command says that there is no space, and that waiting may help."""
    assert said.code == 5, said
    error = said.json["error"]
    assert "disk" in error["title"] and ("full" in error["title"] or "space" in error["title"]), error
    assert "space" in error["remedy"]


if os.geteuid() == 0:

    @pytest.fixture
    def disk(tmp_path: Path) -> Iterator[Path]:
        """A folder on a disk of a megabyte."""
        with small_disk(tmp_path / "disk") as folder:
            yield folder

    @pytest.fixture
    def desk_on(disk: Path, desk: Desk) -> Callable[[str], Desk]:
        """The desk, with its agent's folder or its practice database on that disk, which has no space left."""

        def moved(what: str) -> Desk:
            home, practice = desk.home, desk.practice
            if what == "home":
                home = Path(shutil.move(desk.home, disk / "home"))
            else:
                practice = Path(shutil.move(desk.practice, disk / "practice.db"))
            there = Desk(home, practice, desk.capture)
            there.must("init", "--database", str(practice))
            fill(disk / "ballast")
            return there

        return moved

    @pytest.mark.parametrize("what", ["home", "practice"])
    def test_F14_nothing_is_replaced(desk_on: Callable[[str], Desk], disk: Path, what: str) -> None:
        desk = desk_on(what)
        before, files = desk.dump(), {path.name for path in desk.files()}
        if what == "practice":
            # The rows that become longer need new pages.
            full(desk.run("replace", "--field", "CU.Notes", "--value", "longer " * 500, "--all", "--yes", "--json"))
        else:
            full(desk.run(*REPLACE, "--json"))
        assert desk.dump() == before
        assert what == "practice" or {path.name for path in desk.files()} - files <= {"work.lock"}
        assert not list(desk.home.glob("backups/.work-*"))
        (disk / "ballast").unlink()
        desk.must("undo", "--list")
        assert desk.dump() == before

    def test_F14_no_half_copy_is_left(desk: Desk, disk: Path) -> None:
        fill(disk / "ballast")
        full(desk.run("backup", "now", str(disk / "copy.db"), "--json"))
        assert [path.name for path in disk.iterdir()] == ["ballast"]

    def test_F14_nothing_is_set_up(desk: Desk, disk: Path) -> None:
        fill(disk / "ballast")
        there = Desk(disk / "home", desk.practice, desk.capture)
        full(there.run("init", "--database", str(desk.practice), "--json"))
        (disk / "ballast").unlink()
        there.must("init", "--database", str(desk.practice))
        assert there.must("customers", "list")["count"] == 30

    def test_F14_nothing_is_published(clerk: Clerk, disk: Path) -> None:
        office, before = clerk.wired.office, clerk.cities()
        # What other tests of this office left, its backups and payloads, would fill the disk by itself.
        left = shutil.ignore_patterns("agent.db*", "backups")
        home = Path(shutil.copytree(office.home, disk / "home", ignore=left))
        with closing(sqlite3.connect(office.home / "agent.db")) as store:
            store.execute("DELETE FROM payloads")
            store.commit()
            store.execute("VACUUM INTO ?", (str(home / "agent.db"),))
        there = Desk(home, office.practice, clerk.capture)
        there.run("process")
        fill(disk / "ballast")
        office.change("UPDATE work SET notes = hex(randomblob(1000))")
        clerk.move("No Space")
        full(there.run("process", "--json"))
        assert clerk.cities() == before
        assert not clerk.wired.proxy.of("POST", "/commit")
        (disk / "ballast").unlink()
        clerk.process()
        clerk.converged("No Space")

    def test_F14_the_folder_for_temporary_files_is_full(clerk: Clerk, disk: Path) -> None:
        """Where the passwords of a large office wait, sealed. SQLite looks for that folder once, when it is loaded."""
        fill(disk / "ballast")
        answer = run(["-c", MANY_PASSWORDS], clerk.wired.office.environment | {"SQLITE_TMPDIR": str(disk)})
        assert "TryLater: The disk for temporary files is full." in answer.err
        assert [path.name for path in disk.iterdir()] == ["ballast"]


def test_F14_a_file_may_not_grow(clerk: Clerk) -> None:
    """As under a quota."""
    office, before = clerk.wired.office, clerk.cities()
    office.change("UPDATE work SET notes = hex(randomblob(3000))")
    clerk.move("Quota")
    with closing(sqlite3.connect(office.home / "agent.db")) as store:
        store.execute("VACUUM")  # Room left inside the file would be used first.
    limit = (office.home / "agent.db").stat().st_size + 200_000
    answer = run(
        ["-m", "tests.support.limited", str(limit), "agent", "process", "--json", "--home", str(office.home)],
        office.environment,
    )
    full(Said(answer.code, answer.out, answer.err))
    assert clerk.cities() == before
    clerk.process()
    clerk.converged("Quota")
