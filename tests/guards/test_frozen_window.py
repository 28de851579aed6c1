"""What the watch over frozen windows leaves out, and nothing else (what it finds is planted)."""

from __future__ import annotations

from pathlib import Path

from tests.planted.window import found


def test_a_window_that_stands_in_line_for_a_processor_is_not_frozen(tmp_path: Path) -> None:
    assert found("stands_in_line", tmp_path) == []
