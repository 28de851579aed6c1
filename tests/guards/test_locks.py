"""The lock files hold what pyproject.toml asks for, by hash, and no address."""

from __future__ import annotations

from pathlib import Path

import pytest

from installer.lock import USES
from installer.project import ASSETS, PAGE_TOOLS, ROOT, lock_file
from tests.guards.lock_files import PIN, faults, npm_faults, wanted


@pytest.mark.parametrize("use", USES)
def test_a_lock_is_whole_and_holds_no_address(use: str) -> None:
    asked = wanted(ROOT / "pyproject.toml", use)
    assert len(asked) > 8
    assert faults(lock_file(use).read_text(), asked) == []


def test_the_locks_agree_so_that_they_can_share_one_environment() -> None:
    everything = set(PIN.findall(lock_file("test").read_text()))
    for use in USES:
        pins = set(PIN.findall(lock_file(use).read_text()))
        assert len(pins) > 8
        assert pins - everything == set()


@pytest.mark.parametrize("folder", [ASSETS, PAGE_TOOLS], ids=["assets", "page_tools"])
def test_npm_lock_holds_hashes_and_no_address(folder: Path) -> None:
    lock = (folder / "package-lock.json").read_text()
    assert lock.count("integrity") > 5
    assert npm_faults(lock) == []
