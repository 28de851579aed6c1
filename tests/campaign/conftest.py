"""One stage for the short forms of all faults that can share it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.campaign.registry import Grounds
from tests.campaign.stage import Stage

PAUSE_SECONDS = 0.1


@pytest.fixture(scope="session")
def grounds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Grounds]:
    """Where they are played."""
    with Grounds.open(tmp_path_factory.mktemp("campaign"), pause=PAUSE_SECONDS) as one:
        yield one


@pytest.fixture
def stage(grounds: Grounds) -> Stage:
    """The stage they share."""
    return grounds.stage
