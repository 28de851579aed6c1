"""The lock files hold what pyproject.toml asks for, by hash, and no address."""

from __future__ import annotations

import pytest

from installer.lock import USES
from installer.project import ROOT, lock_file
from tests.guards.lock_files import PIN, faults, wanted


@pytest.mark.parametrize("use", USES)
def test_a_lock_is_whole_and_holds_no_address(use: str) -> None:
    asked = wanted(ROOT / "pyproject.toml", use)
    assert len(asked) > 8
    assert faults(lock_file(use).read_text(), asked) == []


def test_the_locks_agree_so_that_they_can_share_one_environment() -> None:
    everything = dict(PIN.findall(lock_file("test").read_text()))
    for use in USES:
        pins = dict(PIN.findall(lock_file(use).read_text()))
        assert pins == {name: everything[name] for name in pins}


def test_npm_lock_holds_no_address() -> None:
    assert "://" not in (ROOT / "receiver/assets/package-lock.json").read_text().replace("https://opencollective", "")
