"""Every feature that has landed has a test named after its row of the feature table."""

from __future__ import annotations

import re
from pathlib import Path

LANDED = (
    "A1",
    "A2",
    "A3",
    "A4",
    "A5",
    "A6",
    "A7",
    "A8",
    "A9",
    "A10",
    "A11",
    "A12",
    "A13",
    "A14",
    "A15",
    "A16",
    "A17",
    "A18",
    "A19",
    "A20",
    "B1",
    "B2",
    "B3",
    "B4",
    "B5",
    "B6",
    "B7",
    "B8",
    "B9",
    "B10",
    "B11",
    "B12",
    "B13",
    "B14",
    "B15",
    "B16",
    "C1",
    "C2",
    "C3",
    "C4",
    "C5",
    "C6",
    "C7",
    "C8",
    "C9",
    "C10",
    "C11",
    "H1",
    "I1",
    "I2",
)
"""A row joins this list when it lands, wholly or as far as its issue says."""


def untested(tests: Path, landed: tuple[str, ...] = LANDED) -> list[str]:
    """The landed features that no test below `tests` is named after."""
    names = set()
    for file in tests.rglob("test_*.py"):
        names.update(re.findall(r"^ *def test_([A-I]\d+)_", file.read_text(), re.MULTILINE))
    return [one for one in landed if one not in names]
