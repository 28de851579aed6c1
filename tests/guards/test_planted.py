"""Each guard finds its planted fault."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.planted.faults import FAULTS


@pytest.mark.parametrize("fault", FAULTS)
def test_planted_fault_is_found(fault: str, tmp_path: Path) -> None:
    assert FAULTS[fault](tmp_path)
