"""What is kept how long: the last 10, and everything of 30 days, of backups and of replacements (A2, reliability
section 2)."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from agent.domain.runs import Backup, BackupKind, CopyForm
from agent.store.backups import Backups
from tests.agent.conftest import Desk

NOW = datetime(2028, 2, 29, 12, tzinfo=UTC)


def backup(days_ago: float, number: int, kind: BackupKind = "practice") -> Backup:
    """A backup made some days before `NOW`."""
    made = NOW - timedelta(days=days_ago)
    return Backup(f"{made:%Y%m%d-%H%M%S}-{number:04d}-{kind}", kind, "the office", made, "a test", 0)


def copy(target: Path) -> CopyForm:
    """A very small database."""
    with closing(sqlite3.connect(target)) as connection, connection:
        connection.execute("CREATE TABLE t (x)")
    return "file"


@pytest.fixture
def backups(tmp_path: Path) -> Backups:
    """No backups yet."""
    return Backups(tmp_path / "backups", b"k" * 32)


def ages(backups: Backups, kind: BackupKind = "practice") -> list[float]:
    """How many days old the backups are, newest first."""
    return [(NOW - one.made) / timedelta(days=1) for one in backups.all() if one.kind == kind]


def test_A2_the_last_ten_are_kept_however_old(backups: Backups) -> None:
    for number in range(13):
        backups.make(backup(1000 - number, number), copy)
    assert len(ages(backups)) == 13
    backups.make(backup(0, 99), copy)
    assert ages(backups) == [0, *range(988, 997)]


def test_A2_everything_of_thirty_days_is_kept(backups: Backups) -> None:
    for number, days in enumerate([40, 31, 30.01, 30, 29, *[5] * 15]):
        backups.make(backup(days, number), copy)
    backups.make(backup(0, 99), copy)
    assert ages(backups) == [0, *[5] * 15, 29, 30]


def test_A2_each_kind_is_counted_by_itself(backups: Backups) -> None:
    for number in range(4):
        backups.make(backup(100 + number, number, "agent"), copy)
    for number in range(12):
        backups.make(backup(90 - number, number), copy)
    backups.make(backup(0, 99), copy)
    assert len(ages(backups)) == 10
    assert len(ages(backups, "agent")) == 4


def test_A2_a_damaged_backup_is_not_listed_and_keeps_no_other_from_being_made(backups: Backups, tmp_path: Path) -> None:
    made = backups.make(backup(1, 1), copy)
    for at, place in enumerate((0, 9, 14, 40, 70)):
        file = tmp_path / "backups" / f"broken-{at}.backup"
        data = bytearray((tmp_path / "backups" / f"{made.id}.backup").read_bytes())
        data[place] ^= 0xFF
        file.write_bytes(data)
    (tmp_path / "backups" / "short.backup").write_bytes(b"PLB")
    (tmp_path / "backups" / "folder.backup").mkdir()
    newest = backups.make(backup(0, 2), copy)
    assert {one.id for one in backups.all()} >= {newest.id, made.id}


def run_ids(desk: Desk) -> list[int]:
    """Every run in the history, oldest first."""
    return sorted(one["run"] for one in desk.must("undo", "--list")["runs"])


def kept_rows(desk: Desk) -> set[int]:
    """The runs whose rows are still there."""
    with closing(sqlite3.connect(desk.home / "agent.db")) as store:
        return {one for (one,) in store.execute("SELECT DISTINCT replacement FROM replaced_pages")}


def age(desk: Desk, run: int, days: float) -> None:
    """Make a run of the journal older."""
    made = (datetime.now(UTC) - timedelta(days=days)).replace(microsecond=0).isoformat()
    with closing(sqlite3.connect(desk.home / "agent.db")) as store, store:
        store.execute("UPDATE replacements SET made = ? WHERE id = ?", (made, run))


def change(desk: Desk, number: int) -> int:
    """One more change of one customer."""
    words = ("customers", "set", "1001", "--field", "CU.City", "--value", f"City {number}")
    return int(desk.must(*words)["run"])


def test_A5_rows_of_the_last_ten_runs_and_of_thirty_days_are_kept(desk: Desk) -> None:
    runs = [change(desk, number) for number in range(13)]
    for run in runs[:3]:
        age(desk, run, 30.5)
    age(desk, runs[3], 29.5)
    last = change(desk, 99)
    # Ten runs are the last one and the nine before it; of the older ones only those of thirty days.
    assert kept_rows(desk) == {*runs[3:], last}
    assert run_ids(desk) == [*runs, last]


def test_A5_a_run_whose_rows_are_gone_says_so(desk: Desk) -> None:
    runs = [change(desk, number) for number in range(12)]
    age(desk, runs[0], 31)
    change(desk, 99)
    before = desk.dump()
    said = desk.run("undo", str(runs[0]), "--json")
    assert said.code == 3
    assert "no longer kept" in said.json["error"]["title"]
    assert "is ;" not in said.json["error"]["remedy"]
    assert desk.dump() == before
