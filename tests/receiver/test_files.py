"""The file store: a folder as hosts have it, and a store without one."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from receiver.db.faults import StorageFull
from receiver.files import Files, new_name
from receiver.settings import SettingsError
from tests.support.small_disk import fill, small_disk

Place = Callable[[Path], str]
PLACES: dict[str, Place] = {
    "folder": lambda folder: (folder / "photos of customers ü").as_uri(),
    "memory": lambda _folder: "memory:///",
}


@pytest.mark.parametrize("place", PLACES)
def test_B7_files_are_kept_by_company_and_removed(place: str, tmp_path: Path) -> None:
    files, name = Files.at(PLACES[place](tmp_path)), new_name()
    files.keep(112, name, b"gate")
    files.keep(113, name, b"fence")
    assert (files.read(112, name), files.read(113, name), files.read(114, name)) == (b"gate", b"fence", None)
    now = datetime.now(UTC)
    assert files.older_than(112, now + timedelta(minutes=1)) == [name]
    assert files.older_than(112, now - timedelta(minutes=1)) == []
    for _ in range(2):
        files.remove(112, name)
    assert (files.read(112, name), files.older_than(112, now + timedelta(minutes=1))) == (None, [])
    assert files.read(113, name) == b"fence"


@pytest.mark.parametrize("url", ["", "photos", "ftp://files.example/x", "file:///dev/null/photos"])
def test_an_address_that_is_no_place_for_files_is_said_at_once(url: str) -> None:
    with pytest.raises(SettingsError, match="PORCHLIGHT_FILES_URL"):
        Files.at(url)


if os.geteuid() == 0:

    def test_F15_a_full_disk_is_no_bug_and_leaves_nothing_behind(tmp_path: Path) -> None:
        with small_disk(tmp_path / "disk") as disk:
            files = Files.at((disk / "files").as_uri())
            fill(disk / "ballast", leave=50_000)
            with pytest.raises(StorageFull):
                files.keep(112, new_name(), b"x" * 500_000)
            assert [one for one in (disk / "files").rglob("*") if one.is_file()] == []
            files.keep(112, new_name(), b"x" * 1_000)
