"""What the watch over frozen windows leaves out, and nothing else (what it finds is planted)."""

from __future__ import annotations

import gc
from pathlib import Path

import pytest

from tests.planted.window import found


@pytest.mark.parametrize("slot", ["stands_in_line", "waits_for_one_in_line"])
def test_a_window_that_stands_in_line_for_a_processor_is_not_frozen(slot: str, tmp_path: Path) -> None:
    assert found(slot, tmp_path) == []


def test_no_look_for_rubbish_goes_through_all_that_a_run_has_made() -> None:
    assert gc.get_freeze_count() > len(gc.get_objects())
