"""The zone of this computer, against the tables of `zoneinfo` (feature A11, F31)."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from agent.domain.local_time import local_zone


@pytest.fixture(params=["UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/Santiago"])
def zone(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The computer is set to it."""
    with monkeypatch.context() as patch:
        patch.setenv("TZ", request.param)
        yield str(request.param)
    time.tzset()


def test_F31_the_computers_zone_goes_by_its_summer_time_both_ways(zone: str) -> None:
    ours, known = local_zone(), ZoneInfo(zone)
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    while moment.year == 2026:
        assert moment.astimezone(ours).replace(tzinfo=None) == moment.astimezone(known).replace(tzinfo=None)
        wall = moment.replace(tzinfo=None)
        assert wall.replace(tzinfo=ours).astimezone(UTC) == wall.replace(tzinfo=known).astimezone(UTC)
        moment += timedelta(minutes=90)


def test_F31_another_zone_is_noticed_while_the_program_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = set()
    with monkeypatch.context() as patch:
        for name in ("Europe/Berlin", "Asia/Tokyo"):
            patch.setenv("TZ", name)
            shown.add(datetime(2026, 6, 1, tzinfo=UTC).astimezone(local_zone()).hour)
    time.tzset()
    assert shown == {2, 9}
