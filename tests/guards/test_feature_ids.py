"""Each landed feature has a test of its name."""

from __future__ import annotations

from tests.guards.feature_ids import untested
from tests.support.processes import ROOT


def test_each_landed_feature_has_a_test_of_its_name() -> None:
    assert untested(ROOT / "tests") == []
