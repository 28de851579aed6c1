"""`agent backup` and `agent restore` (A2)."""

from __future__ import annotations

import sqlite3
from collections import namedtuple
from contextlib import closing
from pathlib import Path

import pytest

from tests.agent.conftest import ACTIVE, PASSWORD, Desk

REPLACE = ("replace", "--field", PASSWORD, "--value", "clip", "--where", ACTIVE, "--yes")


def test_A2_the_backup_made_before_a_replacement_brings_everything_back(desk: Desk) -> None:
    before = desk.dump()
    backup = desk.must(*REPLACE)["backup"]
    listed = desk.must("backup", "list")["backups"]
    assert [one["id"] for one in listed] == [backup]
    assert "before replacing" in listed[0]["reason"]
    replaced = desk.dump()
    earlier = desk.must("restore", backup, "--yes")["backup"]
    assert desk.dump() == before
    desk.must("restore", earlier, "--yes")
    assert desk.dump() == replaced


def test_A2_a_backup_serves_where_the_database_is_gone_or_damaged(desk: Desk) -> None:
    before = desk.dump()
    backup = desk.must(*REPLACE)["backup"]
    desk.practice.unlink()
    assert desk.must("restore", backup, "--yes")["backup"] is None
    assert desk.dump() == before
    desk.practice.write_bytes(b"no database at all" * 1000)
    desk.must("restore", backup, "--yes")
    assert desk.dump() == before
    assert len(list(desk.practice.parent.glob("practice.db.damaged-*"))) == 1


def test_A2_a_copy_where_the_clerk_says(desk: Desk, tmp_path: Path) -> None:
    target = tmp_path / "copy of the office.db"
    assert desk.must("backup", "now", str(target))["size"] == target.stat().st_size
    with closing(sqlite3.connect(target)) as connection:
        assert list(connection.iterdump()) == desk.dump()
    kept = target.read_bytes()
    assert desk.run("backup", "now", str(target)).code == 2
    assert target.read_bytes() == kept


@pytest.mark.parametrize("place", [0, 40, 3000, -1])
def test_A2_a_damaged_backup_is_refused(desk: Desk, place: int) -> None:
    backup = desk.must(*REPLACE)["backup"]
    file = desk.home / "backups" / f"{backup}.backup"
    data = bytearray(file.read_bytes())
    data[place] ^= 1
    file.write_bytes(data)
    replaced = desk.dump()
    assert desk.run("restore", backup, "--yes").code in (1, 2)
    file.write_bytes(file.read_bytes()[:-2000])
    assert desk.run("restore", backup, "--yes").code in (1, 2)
    assert desk.dump() == replaced


def test_A2_a_database_in_use_is_not_replaced(desk: Desk) -> None:
    backup = desk.must(*REPLACE)["backup"]
    with desk.locked():
        assert desk.run("restore", backup, "--yes").code == 5
    assert set(desk.passwords()) == {"clip"}


def test_A2_the_overlay_comes_back(overlay_desk: Desk) -> None:
    desk = overlay_desk
    desk.must(*REPLACE)
    backup = desk.must("replace", "--field", PASSWORD, "--value", "other", "--where", ACTIVE, "--yes")["backup"]
    desk.must("restore", backup, "--yes")
    assert desk.must("customers", "list", "--where", f"{PASSWORD} = clip")["count"] == 20


def test_F14_without_space_nothing_is_replaced(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    before = desk.dump()
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr("shutil.disk_usage", lambda _: usage(10**6, 10**6, 1000))
    said = desk.run(*REPLACE)
    assert said.code == 5
    assert "not enough space" in said.err
    assert desk.dump() == before
    assert desk.must("undo", "--list")["runs"] == []
