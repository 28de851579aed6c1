"""A restore killed at any point leaves all of the old or all of the copy, and the next start says which (F6)."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.agent.conftest import ACTIVE, PASSWORD, Desk
from tests.support import dying

DRIVER = """
import os, signal, sqlite3, sys
from dataclasses import replace
from pathlib import Path

from agent.jobs.progress import PolledProgress
from agent.wiring.office import Office

home, point, file = sys.argv[1:]
office = Office(Path(home)).restore

def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)

def dying(copy, practice):
    if point == "before":
        die()
    if point == "middle":
        source, to = sqlite3.connect(copy), sqlite3.connect(practice)
        # So small a cache writes into the file while the transaction goes on.
        to.execute("PRAGMA cache_size = 1")
        source.backup(to, pages=40, progress=die)
    office.put_back(copy, practice)
    die()

replace(office, put_back=dying).restore(office.chosen(Path(file)), "", PolledProgress())
"""


def killed(desk: Desk, point: str, copy: Path) -> None:
    """Restore `copy`, and die there."""
    dying.killed(DRIVER, desk.home, point, str(copy))


@pytest.mark.parametrize(
    ("point", "journal", "holds"),
    [("before", "delete", False), ("middle", "delete", False), ("middle", "wal", False), ("after", "wal", True)],
)
def test_F6_a_killed_restore_is_all_or_nothing(
    desk: Desk, tmp_path: Path, point: str, journal: str, holds: bool
) -> None:
    desk.rows(f"PRAGMA journal_mode = {journal}")
    copy = tmp_path / "copy.db"
    desk.must("backup", "now", str(copy))
    before = desk.dump()
    desk.must("replace", "--field", PASSWORD, "--value", "clip", "--where", ACTIVE, "--yes")
    replaced = desk.dump()
    killed(desk, point, copy)
    left = desk.practice.with_name(f"{desk.practice.name}-journal")
    assert left.exists() is (point == "middle" and journal == "delete")
    said = desk.run("replace", "--field", "CU.City", "--value", "X", "--where", "CU.City = NOWHERE", "--yes")
    assert said.code == 3, said
    assert "was cut short" in said.err
    assert ("it holds" in said.err) is holds
    assert ("is as it was before" in said.err) is not holds
    assert desk.dump() == (before if holds else replaced)
    again = desk.run("replace", "--field", "CU.City", "--value", "X", "--where", "CU.City = NOWHERE", "--yes")
    assert "cut short" not in again.err
    if holds:
        kept = [one["id"] for one in desk.must("backup", "list")["backups"] if "before restoring" in one["reason"]]
        assert kept[0] in said.err
        desk.must("restore", kept[0], "--yes")
        assert desk.dump() == replaced


def test_F6_a_killed_restore_of_a_database_that_was_gone(desk: Desk, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    desk.must("backup", "now", str(copy))
    before = desk.dump()
    desk.practice.unlink()
    killed(desk, "before", copy)
    assert not desk.practice.exists()
    said = desk.run("restore", "--file", str(copy), "--yes")
    assert "there is no practice database yet" in said.err
    assert desk.dump() == before
