"""Requests that come late or in another order, and that come again: the portal never goes back (F25, F26, R4)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.agent.clerk import Clerk
from tests.agent.wired import paired_office
from tests.support.proxy import LOST_REQUEST, Message


@pytest.fixture
def beginner(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[Clerk]:
    """The clerk of an office that is paired and has published nothing."""
    with paired_office(tmp_path) as wired:
        yield Clerk(wired, capsys)


def stale(answer: Message) -> None:
    """The request came too late, and the answer says so."""
    assert answer.status == 409, answer
    assert json.loads(answer.body)["code"] == "stale"


def test_F26_a_first_set_that_arrives_late_changes_nothing(beginner: Clerk) -> None:
    proxy = beginner.wired.proxy
    beginner.move("First Try")
    proxy.plan(LOST_REQUEST, "POST", "/snapshots", count=3)
    beginner.process(code=5)
    late = proxy.lost()
    assert len(late) == 3
    beginner.move("Published")
    beginner.process()
    for one in late:
        stale(proxy.replay(one))
    assert beginner.cities() == {"Published"}
    beginner.converged("Published")
