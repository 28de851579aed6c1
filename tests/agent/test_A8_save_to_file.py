"""Save to a file, and loading it at the receiver (feature A8): by hand what Process does over the line."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.agent.clerk import Clerk
from tests.agent.wired import paired_office
from tests.guards.recoverable import readable
from tests.support.office import Office
from tests.support.processes import Answer, run
from tests.support.small_disk import fill, small_disk

COMPANY = ("--company", "112")


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """A folder whose name holds a blank."""
    folder = tmp_path / "my stick"
    folder.mkdir()
    return folder


@pytest.fixture
def unpublished(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[Clerk]:
    """The clerk of an office that is paired and has published nothing."""
    with paired_office(tmp_path) as wired:
        yield Clerk(wired, capsys)


def save(clerk: Clerk, file: Path, *words: str) -> dict[str, Any]:
    return clerk.wired.office.must("process", "--to-file", str(file), *words)


def load(clerk: Clerk, file: Path, *words: str) -> Answer:
    return clerk.receiver.run("snapshots", "load", str(file), *COMPANY, "--json", *words)


def refused(clerk: Clerk, file: Path, told: str, *words: str) -> str:
    """The file is refused in a sentence that begins so, and nothing has changed."""
    before = clerk.snapshots()
    answer = load(clerk, file, *words)
    assert answer.code == 1, answer
    error = answer.json["error"]
    assert error["title"].startswith(told), error
    assert "Nothing was changed." in error["detail"]
    assert clerk.snapshots() == before
    return str(error["detail"])


def test_A8_an_office_without_a_line_publishes_by_hand(unpublished: Clerk, stick: Path) -> None:
    """Killed while it writes, then whole; loaded; and the next Process over the line finds nothing to do."""
    clerk, office = unpublished, unpublished.wired.office
    file = stick / "green valley.plsnapshot"
    writing = office.start("process", "--to-file", str(file))
    writing.wait_until(lambda: any(stick.iterdir()))
    writing.kill()
    (part,) = stick.iterdir()
    assert part.name != file.name and part.name.endswith(".part")

    told = save(clerk, file)
    assert told["outcome"] == "saved" and told["file"] == str(file)
    assert told["file_bytes"] == file.stat().st_size
    assert told["credentials"]["waiting"] == 0
    assert list(stick.iterdir()) == [file]
    assert file.stat().st_mode & 0o777 == 0o600
    words = set(office.passwords().values())
    assert readable(stick, words) == []
    assert b"argon2" not in file.read_bytes()
    assert not clerk.wired.proxy.sent and clerk.snapshots() == []

    clerk.receiver.told(
        "INSERT INTO administrator_sessions (company_id, token_hash, administrator, verifier_mark, step, way, browser,"
        " address, created_at, proved_at, seen_at, expires_at)"
        " VALUES (112, x'01', 'staff:Nobody Now', x'', 'in', 'typed', '', '', :at, :at, :at, :at)",
        at="2026-01-01 00:00:00",
    )
    loaded = load(clerk, file)
    assert loaded.code == 0, loaded
    assert clerk.receiver.told("SELECT count(*) FROM administrator_sessions") == [(0,)], (
        "T22: after each way to publish"
    )
    assert loaded.json["state"] == "loaded" and loaded.json["attended"] is False
    assert loaded.json["receipt"]["counts"] == told["counts"] == clerk.kinds()
    noted = clerk.receiver.told("SELECT details FROM audit WHERE action = 'snapshots.loaded'")
    assert [json.loads(details) for (details,) in noted] == [{"number": 1}]
    again = load(clerk, file)
    assert again.code == 3 and again.json["state"] == "already loaded"
    assert again.json["receipt"] == loaded.json["receipt"]

    assert clerk.process(code=3)["snapshot"] == 1
    assert clerk.process(code=3)["snapshot"] == 1
    assert clerk.snapshots() == [1]
    deeds = office.must("activity")["deeds"]
    saved = [one for one in deeds if one["what"] == f"Saved to the file {file}"]
    assert [(one["result"], one["customers"], one["portal"]) for one in saved] == [
        ("done", told["customers"], ""),
        ("stopped", None, ""),
    ]


def test_A8_one_file_after_the_other_and_never_an_older_one_unasked(clerk: Clerk, stick: Path) -> None:
    first, second, late = stick / "1", stick / "2", stick / "3"
    clerk.move("First File")
    save(clerk, first)
    shutil.copy(first, late)
    clerk.move("Second File")
    save(clerk, second, "--confirm")
    assert load(clerk, first).json["state"] == "loaded"
    done = load(clerk, second)
    assert done.json["state"] == "loaded" and done.json["attended"] is True
    assert clerk.cities() == {"Second File"}
    assert load(clerk, late).json["state"] == "already loaded"
    assert clerk.cities() == {"Second File"}

    third = stick / "third"
    clerk.move("Third File")
    save(clerk, third)
    clerk.move("Over The Line")
    assert clerk.process()["outcome"] == "published"
    detail = refused(clerk, third, "This file is older than what the portal has.")
    assert detail.count("Z") == 2
    assert clerk.cities() == {"Over The Line"}
    assert load(clerk, third, "--older").json["state"] == "loaded"
    assert clerk.cities() == {"Third File"}
    before = clerk.snapshots()
    clerk.process()
    assert len(clerk.snapshots()) == len(before) + 1
    clerk.converged("Over The Line")


def test_A8_the_very_set_that_is_published_is_no_snapshot_more(clerk: Clerk, stick: Path) -> None:
    save(clerk, stick / "same")
    before = clerk.snapshots()
    answer = load(clerk, stick / "same")
    assert answer.code == 3 and answer.json["state"] == "nothing changed"
    assert clerk.snapshots() == before


def test_A8_a_file_that_was_touched_or_is_another_is_refused(clerk: Clerk, stick: Path) -> None:
    file = stick / "good"
    clerk.move("Damaged")
    save(clerk, file)
    data, dice = file.read_bytes(), random.Random(8)
    bad = stick / "bad"
    for at in [dice.randrange(len(data)) for _ in range(4)]:
        flipped = bytearray(data)
        flipped[at] ^= 0x10
        bad.write_bytes(flipped)
        refused(clerk, bad, "This file is damaged" if at > 500 else "")
    for cut in (0, 40, 5_000, len(data) - 1):
        bad.write_bytes(data[:cut])
        refused(clerk, bad, "This file")
    bad.write_bytes(b"%PDF-1.7 a letter")
    refused(clerk, bad, "This file can't be taken.")
    gone = load(clerk, stick / "not there")
    assert gone.code == 1 and "can't be read" in gone.json["error"]["title"]

    clerk.receiver.create_company(150, "Other")
    other = clerk.receiver.run("snapshots", "load", str(file), "--company", "150", "--json")
    assert other.code == 1
    assert other.json["error"]["title"] == "This file was saved for company 112, not for company 150."
    with_another_key = stick / "elsewhere"
    with_another_key.write_bytes(data.replace(b'"company":112', b'"company":150'))
    told = clerk.receiver.run("snapshots", "load", str(with_another_key), "--company", "150", "--json")
    assert "never paired" in told.json["error"]["title"]
    assert load(clerk, file).code == 0


def test_A8_a_file_that_nobody_looked_at_is_held_where_many_would_leave(clerk: Clerk, stick: Path) -> None:
    office, before = clerk.wired.office, clerk.cities()
    office.change("UPDATE customers SET status = 'GONE' WHERE status = 'ACTIVE' AND number > '1003'")
    save(clerk, stick / "few")
    held = load(clerk, stick / "few")
    assert held.code == 4 and held.json["receipt"]["state"] == "held"
    said = clerk.receiver.run("snapshots", "load", str(stick / "few"), *COMPANY)
    assert said.code == 3
    office.change("UPDATE customers SET status = 'ACTIVE' WHERE status = 'GONE'")
    clerk.process()
    assert clerk.cities() == before


def test_A8_a_computer_that_was_removed_carries_nothing(clerk: Clerk, stick: Path) -> None:
    office = clerk.wired.office
    second = Office(office.folder.parent / "second")
    second.url = office.url
    second.init()
    words = ("--receiver", clerk.receiver.url, *COMPANY, "--code", clerk.receiver.pairing_code(112))
    second.must("pair", *words, "--device", "STOLEN")
    clerk.move("Stolen")
    second.must("process", "--to-file", str(stick / "stolen"))
    devices = clerk.receiver.must("devices", "list", *COMPANY, "--json").json["devices"]
    (stolen,) = [one["device"] for one in devices if one["name"] == "STOLEN"]
    clerk.receiver.must("devices", "revoke", stolen, *COMPANY)
    refused(clerk, stick / "stolen", 'The computer that saved this file, "STOLEN", was removed')
    clerk.process()


def test_A8_nothing_is_ever_half_written(clerk: Clerk, stick: Path) -> None:
    office, file = clerk.wired.office, stick / "kept"
    file.write_bytes(b"somebody's own")
    words = ("process", "--json", "--to-file")
    taken = office.run(*words, str(file))
    assert taken.code == 2 and "already a file" in taken.json["error"]["title"]
    assert file.read_bytes() == b"somebody's own"
    assert office.run(*words, str(stick)).json["error"]["title"].endswith("is a folder.")
    missing = office.run(*words, str(stick / "no" / "file"))
    assert missing.code == 2 and missing.json["error"]["title"].startswith("There is no folder")
    both = office.run(*words, str(file), "--dry-run")
    assert both.code == 2
    save(clerk, file, "--yes")
    assert file.read_bytes().startswith(b"PLSNAPSHOT")
    assert list(stick.iterdir()) == [file]
    closed = run(
        ["-m", "tests.support.limited", "3000", "agent", *words, str(stick / "limited"), "--home", str(office.home)],
        office.environment,
    )
    assert closed.code in (1, 5), closed
    assert list(stick.iterdir()) == [file]


if os.geteuid() == 0:

    def test_A8_a_full_disk_leaves_nothing(clerk: Clerk, tmp_path: Path) -> None:
        clerk.wired.office.change("UPDATE work SET notes = hex(randomblob(1500))")
        with small_disk(tmp_path / "disk") as folder:
            fill(folder / "ballast", leave=30_000)
            said = clerk.wired.office.run("process", "--json", "--to-file", str(folder / "file"))
            assert said.code == 5, said
            assert "became full" in said.json["error"]["title"]
            assert [one.name for one in folder.iterdir()] == ["ballast"]

    def test_A8_a_folder_that_takes_nothing_is_named(clerk: Clerk, tmp_path: Path) -> None:
        with small_disk(tmp_path / "disk") as folder:
            subprocess.run(["mount", "-o", "remount,ro", folder.parent], check=True)
            said = clerk.wired.office.run("process", "--json", "--to-file", str(folder / "file"))
            assert said.code == 1, said
            assert said.json["error"]["title"] == f"Nothing can be written into {folder}."
