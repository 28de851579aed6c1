"""Each guard finds its planted faults, and each has one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.planted.faults import FAULTS

HERE = Path(__file__).parent


@pytest.mark.usefixtures("browser")
@pytest.mark.parametrize("fault", FAULTS)
def test_planted_fault_is_found(fault: str, tmp_path: Path) -> None:
    assert FAULTS[fault].plant(tmp_path)


def test_every_guard_has_a_planted_fault() -> None:
    files = {file.stem for file in HERE.glob("[a-z]*.py") if not file.stem.startswith("test_")} - {"conftest"}
    guards = {f"tests.guards.{one}" for one in files}
    assert len(guards) > 5
    assert guards - {one.guard.__name__ for one in FAULTS.values()} == set()
