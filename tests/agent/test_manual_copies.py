"""Copies where the clerk says: remembered, read back, with a passphrase, restored anywhere (A2, F13)."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from agent.cli.root import run
from agent.domain.backups import ManualCopy
from agent.domain.errors import Cancelled
from agent.domain.permissions import AT_FIRST, Actor, NotAllowed
from agent.jobs.progress import PolledProgress
from agent.office.sample import make_sample
from agent.wiring.office import Office
from tests.agent.conftest import ACTIVE, PASSWORD, Desk, Said

WORDS = "four words nobody guesses"
REPLACE = ("replace", "--field", PASSWORD, "--value", "clip", "--where", ACTIVE, "--yes")


def given(desk: Desk, text: str, *words: str) -> Said:
    """A command that reads `text` from a file descriptor."""
    reading, writing = os.pipe()
    os.write(writing, text.encode())
    os.close(writing)
    try:
        return desk.run(*words, "--passphrase-fd", str(reading), "--json")
    finally:
        os.close(reading)


def rows(file: Path) -> list[str]:
    """Everything in a SQLite file."""
    with closing(sqlite3.connect(file)) as connection:
        return list(connection.iterdump())


def test_A2_a_copy_is_remembered_with_what_became_of_it(desk: Desk, tmp_path: Path) -> None:
    target = tmp_path / "stick" / "copy.db"
    target.parent.mkdir()
    made = desk.must("backup", "now", str(target))
    assert made["form"] == "file"
    assert rows(target) == desk.dump()
    (listed,) = desk.must("backup", "list")["copies"]
    assert (listed["id"], listed["path"], listed["size"]) == (made["id"], str(target), target.stat().st_size)
    assert (listed["state"], listed["protected"]) == ("there", False)
    with target.open("ab") as file:
        file.write(b"more")
    assert desk.must("backup", "list")["copies"][0]["state"] == "changed"
    target.unlink()
    assert desk.must("backup", "list")["copies"][0]["state"] == "gone"
    assert "gone" in desk.run("backup", "list").out
    said = desk.run("restore", made["id"], "--yes", "--json")
    assert said.json["error"]["title"] == f"The copy {target} is gone."
    desk.must("backup", "forget", made["id"])
    assert desk.must("backup", "list")["copies"] == []
    assert [one.kind for one in Office(desk.home).activity.latest(9)][:-1] == ["backup"]


def test_A2_a_copy_with_a_passphrase_opens_on_another_computer(
    desk: Desk, new_desk: Callable[[Path], Desk], tmp_path: Path
) -> None:
    before, target = desk.dump(), tmp_path / "copy.porchlight"
    made = given(desk, WORDS, "backup", "now", str(target))
    assert made.json["protected"] is True
    assert b"SQLite" not in target.read_bytes()
    another = Desk(tmp_path / "another-home", tmp_path / "another" / "practice.db", desk.capture)
    another.practice.parent.mkdir()
    extracted = tmp_path / "extracted.db"
    another.practice.write_bytes(desk.practice.read_bytes())
    another.must("init", "--database", str(another.practice))
    another.change("DELETE FROM phones")
    assert given(another, WORDS + "\n", "restore", "--file", str(target), "--yes").code == 0
    assert another.dump() == before
    assert given(another, WORDS, "backup", "extract", str(target), str(extracted)).code == 0
    assert rows(extracted) == before
    for wrong in ("four words nobody guesse", "Four words nobody guesses"):
        said = given(another, wrong, "restore", "--file", str(target), "--yes")
        assert said.code == 1
        assert said.json["error"]["title"] == "The passphrase does not open this copy."
    assert another.dump() == before
    # A passphrase is typed with one key or two, whatever the computer.
    umlaut = tmp_path / "umlaut.porchlight"
    given(desk, "grün und tür", "backup", "now", str(umlaut))
    assert given(desk, "gru\u0308n und tu\u0308r", "restore", "--file", str(umlaut), "--yes").code == 0


def test_A2_a_damaged_copy_with_a_passphrase_is_refused(desk: Desk, tmp_path: Path) -> None:
    target = tmp_path / "copy.porchlight"
    given(desk, WORDS, "backup", "now", str(target))
    desk.must(*REPLACE)
    replaced, whole = desk.dump(), target.read_bytes()
    for place in (0, 9, 14, 200, 5000, -1):
        damaged = bytearray(whole)
        damaged[place] ^= 1
        target.write_bytes(damaged)
        assert given(desk, WORDS, "restore", "--file", str(target), "--yes").code in (1, 2), place
    target.write_bytes(whole[:-2000])
    assert given(desk, WORDS, "restore", "--file", str(target), "--yes").code in (1, 2)
    assert desk.dump() == replaced


def test_A2_a_plain_file_is_restored_and_another_offices_is_not(desk: Desk, tmp_path: Path) -> None:
    before, copy = desk.dump(), tmp_path / "copy.db"
    copy.write_bytes(desk.practice.read_bytes())
    desk.must(*REPLACE)
    replaced = desk.dump()
    earlier = desk.must("restore", "--file", str(copy), "--yes")["backup"]
    assert desk.dump() == before
    desk.must("restore", earlier, "--yes")
    assert desk.dump() == replaced
    other = tmp_path / "other.db"
    make_sample(other, 12, 2, PolledProgress())
    with closing(sqlite3.connect(other)) as connection, connection:
        connection.execute("UPDATE company SET practice_id = 'another office'")
    broken, older = tmp_path / "broken.db", tmp_path / "older.db"
    broken.write_bytes(copy.read_bytes()[:9000])
    older.write_bytes(copy.read_bytes())
    with closing(sqlite3.connect(older)) as connection, connection:
        connection.execute("ALTER TABLE customers DROP COLUMN password")
    titles = {
        other: "This copy is of another office's practice database.",
        broken: "The copy is no sound database.",
        older: "This copy can't serve as the practice database.",
        tmp_path / "none.db": f"There is no file {tmp_path / 'none.db'}.",
    }
    for file, title in titles.items():
        said = desk.run("restore", "--file", str(file), "--yes", "--json")
        assert said.json["error"]["title"] == title
    assert 'column "password"' in desk.run("restore", "--file", str(older), "--yes").err
    assert desk.dump() == replaced


def test_A2_what_can_not_be_copied_leaves_nothing(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "stick"
    folder.mkdir()
    assert given(desk, "short", "backup", "now", str(folder / "a")).code == 2
    assert desk.run("backup", "now", str(folder / "a"), "--passphrase").code == 2
    progress = PolledProgress()
    progress.cancel()
    with pytest.raises(Cancelled, match="No copy was left"):
        Office(desk.home).backup.copy(folder / "a", WORDS, progress)
    monkeypatch.setattr("agent.store.sealed_copy.os.fsync", _fails)
    assert given(desk, WORDS, "backup", "now", str(folder / "a")).code == 5
    assert list(folder.iterdir()) == []
    assert desk.must("backup", "list")["copies"] == []
    assert [one.result for one in Office(desk.home).activity.latest(2)] == ["try again later", "stopped"]


def _fails(_: object) -> None:
    raise OSError(28, "No space left on device")


def test_F13_complete_means_on_the_disk(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before a copy has its name its bytes are on the disk, and before it is told the name is."""
    order: list[str] = []
    sync, rename = os.fsync, Path.rename

    def synced(descriptor: int) -> None:
        order.append(Path(f"/proc/self/fd/{descriptor}").readlink().name)
        sync(descriptor)

    def renamed(self: Path, to: Path) -> Path:
        order.append(f"{self.name} is {to.name}")
        return rename(self, to)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(Path, "rename", renamed)
    for name, text in (("a.db", ""), ("b.porchlight", WORDS)):
        order.clear()
        words = ("backup", "now", str(tmp_path / name))
        assert (given(desk, text, *words) if text else desk.run(*words)).code == 0
        part = next(one for one in order if one.endswith(".part"))
        assert order[-3:] == [part, f"{part} is {name}", tmp_path.name]


def test_A2_a_copy_that_was_killed_is_swept_away(desk: Desk, tmp_path: Path) -> None:
    office = Office(desk.home)
    part = tmp_path / ".a.db.1234.part"
    part.write_bytes(b"half")
    assert office.backup.copies.begin(_begun(office, tmp_path, part)).id
    assert run(["replace", "--field", "CU.City", "--value", "X", "--all", "--yes", "--home", str(desk.home)]) == 0
    assert not part.exists()
    assert desk.must("backup", "list")["copies"] == []


def _begun(office: Office, folder: Path, part: Path) -> ManualCopy:
    return ManualCopy(0, office.practice.practice_id, str(folder / "a.db"), datetime.now(UTC), "dana", part=str(part))


def test_A13_nothing_of_it_without_the_permission(desk: Desk, tmp_path: Path) -> None:
    target = tmp_path / "copy.db"
    made = desk.must("backup", "now", str(target))["id"]
    office = Office(desk.home)
    listed, before = office.restore.find(made), desk.dump()
    making = replace(office.backup, actor=Actor("dana", 2, permissions=AT_FIRST, ask=("Maria",)))
    restoring, progress = replace(office.restore, making=making), PolledProgress()
    tries: list[Callable[[], object]] = [
        lambda: making.plan(tmp_path),
        lambda: making.copy(tmp_path / "another.db", "", progress),
        restoring.listing,
        lambda: restoring.find(made),
        lambda: restoring.chosen(target),
        lambda: restoring.extract(listed, "", tmp_path / "another.db", progress),
        lambda: restoring.restore(listed, "", progress),
        lambda: restoring.forget(made),
    ]
    for attempt in tries:
        with pytest.raises(NotAllowed, match='would need the permission "Backup/Restore"'):
            attempt()
    assert desk.dump() == before
    assert not (tmp_path / "another.db").exists()
    assert desk.must("backup", "list")["copies"][0]["id"] == made
