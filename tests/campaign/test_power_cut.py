"""The disk whose power can be cut forgets what was not synced, and nothing else (reliability F12, F13; goal R1)."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from tests.campaign import acknowledged
from tests.campaign.disk import PAGE, Disk, File, Folder
from tests.campaign.power_cut import PowerCut

SHOTS = 40


@pytest.fixture(scope="module")
def disk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PowerCut]:
    """One for all."""
    with PowerCut.open(tmp_path_factory.mktemp("disk")) as one:
        yield one


def test_R1_commits_are_lost_with_synchronous_normal_and_none_with_full(disk: PowerCut) -> None:
    normal = acknowledged.lost(disk, "NORMAL", SHOTS, 1)
    assert len(normal) > SHOTS // 4, "a disk that forgets nothing proves nothing"
    assert acknowledged.lost(disk, "FULL", SHOTS, 1) == []


def test_R1_a_name_lasts_once_its_folder_was_synced(disk: PowerCut) -> None:
    written = disk.now / "settings"
    written.write_text("half")
    disk.cut()
    with pytest.raises(OSError, match="Input/output error"):
        (disk.now / "later").write_text("later")
    disk.revive()
    assert not written.exists()
    handle = os.open(written, os.O_WRONLY | os.O_CREAT)
    os.write(handle, b"whole")
    os.fsync(handle)
    os.close(handle)
    disk.cut()
    disk.revive()
    assert not written.exists(), "its folder was not synced"


def test_R1_some_of_what_was_not_synced_may_be_there() -> None:
    made = Disk()
    kept, renamed = File(0o600, bytearray(b"a" * PAGE * 3)), File(0o600)
    kept.write(b"a" * PAGE * 3, 0)
    kept.sync()
    made.root.names.update(folder=Folder(0o700, {"kept": kept}), old=renamed)
    made.settle()
    kept.write(b"b" * PAGE * 2, 0)
    made.root.names["new"] = made.root.names.pop("old")
    seen = set()
    for seed in range(40):
        made.arm(0, 0.5, seed)
        made.hit = ""
        made.cut("a trial")
        left = made._left
        assert left is not None
        folder = left.names["folder"]
        assert isinstance(folder, Folder)
        file = folder.names["kept"]
        assert isinstance(file, File)
        seen.add((bytes(file.data[::PAGE]), tuple(sorted(left.names))))
    contents, names = {content for content, _ in seen}, {name for _, name in seen}
    assert contents == {b"aaa", b"baa", b"aba", b"bba"}
    assert names == {("folder", "old"), ("folder", "new")}
