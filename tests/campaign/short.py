"""The short form of a registered fault, as the tests play it."""

from __future__ import annotations

from typing import Final

from tests.campaign.registry import Grounds
from tests.campaign.report import table
from tests.campaign.sync import registered

SEED: Final = 1


def holds(grounds: Grounds, name: str) -> None:
    """Play the short form of the fault with this name or id; fails with the whole table."""
    fault = registered(name)
    found = fault.played(grounds, fault.short, SEED)
    assert found.holds, table(found)
