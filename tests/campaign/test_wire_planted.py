"""The rules about the wire find the faults they are there for: those are planted, and have to be told."""

from __future__ import annotations

import pytest

from shared import limits
from tests.campaign.cut import repeated_bytes
from tests.campaign.passages import Passage
from tests.campaign.registry import Grounds
from tests.campaign.stage import Stage
from tests.campaign.wire.any_order import played
from tests.campaign.wire.pages import reading
from tests.campaign.wire.planted import RepeatsAsNew, published_row_by_row
from tests.campaign.wire.restart import lost_parts

PART = limits.PART_BYTES


def passed(up: int, status: int = 204, path: str = "/api/v1/snapshots/2/parts/1") -> Passage:
    """A part of which so many bytes went up."""
    return Passage("PUT", path, up=up, up_size=PART, down=300, down_size=300, status=status)


def test_R3_readers_see_a_receiver_that_publishes_row_by_row(grounds: Grounds) -> None:
    stage: Stage = grounds.stage
    stage.edit(0)
    stage.process(lambda _seconds: None)
    with reading(stage) as hands, published_row_by_row(stage):
        for hand in hands:
            hand.say({"watch": [stage.edition, stage.edition], "pages": 8})
            hand.say({"rest": True})
        told = [hand.answer() for hand in hands]
    assert all(one["pages"] >= 8 for one in told)
    assert all(any(f"[{stage.edition - 1}, {stage.edition}]" in fault for fault in one["faults"]) for one in told), told


def test_R4_a_network_that_repeats_under_another_key_is_found(grounds: Grounds) -> None:
    shots, _ = played(grounds.portal, RepeatsAsNew, 600, seed=1)
    assert any("twice" in fault or "went back" in fault for fault in shots[-1].faults), shots


@pytest.mark.parametrize(
    ("log", "most"),
    [([passed(PART)], 0), ([passed(100, 0), passed(PART)], 100), ([passed(PART), passed(PART), passed(9)], PART + 9)],
    ids=["once", "cut", "repeated"],
)
def test_R5_bytes_that_passed_twice_are_counted(log: list[Passage], most: int) -> None:
    assert repeated_bytes(log) == most


def test_F11_a_part_that_was_acknowledged_and_comes_again_is_told() -> None:
    assert lost_parts([passed(PART), passed(PART)]) == [f"{passed(1).path} was sent again after it was acknowledged"]
    assert lost_parts([passed(PART, 503), passed(PART), passed(PART, path="/api/v1/snapshots/2/parts/2")]) == []
