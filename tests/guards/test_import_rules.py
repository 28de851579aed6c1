"""The layers of architecture.md."""

from __future__ import annotations

from tests.guards.import_rules import broken
from tests.support.processes import ROOT


def test_imports_keep_to_the_layers() -> None:
    assert broken(ROOT) == []
