"""A practice database that is not what it was (F36, F37): an unattended Process asks, one that a person has confirmed
goes on, and what is published then is what it is known by."""

from __future__ import annotations

import json

import pytest
from msgspec.structs import replace

from agent.cli.root import run
from agent.domain.likeness import Likeness, holds, strangeness
from tests.agent.clerk import Clerk

BEFORE = Likeness(
    types={"jobs": {"jobs.next_visit": "dates", "jobs.service": "texts"}},
    filled={"jobs": True, "users": False},
    statuses=("ACTIVE", "On hold", "Prospect"),
    latest="2026-03-20 08:00:00",
    writes=0,
)


def test_F36_one_that_a_person_has_looked_at_is_published(clerk: Clerk) -> None:
    office = clerk.wired.office
    phones = office.rows("SELECT id, customer_id, kind, number FROM phones")
    clerk.move("Upgraded")
    office.change("DELETE FROM phones")
    try:
        error = clerk.process(code=1)["error"]
        assert 'The set "phones" has no rows any more.' in error["detail"]
        assert "agent process --confirm" in error["remedy"]
        assert not clerk.wired.proxy.seen
        assert run(["process", "--confirm", "--json", "--home", str(office.home)]) == 0
        assert json.loads(clerk.capture.readouterr().out)["outcome"] == "published"
        clerk.converged("Upgraded")
    finally:
        # The office is shared: others need its numbers.
        for one in phones:
            office.change("INSERT INTO phones (id, customer_id, kind, number) VALUES (?, ?, ?, ?)", *one)


@pytest.mark.parametrize(
    ("now", "told"),
    [
        (replace(BEFORE, types={"jobs": {"jobs.next_visit": "numbers", "jobs.service": "texts"}}), '"jobs.next_visit"'),
        (replace(BEFORE, filled={"jobs": False, "users": False}), '"jobs"'),
        (replace(BEFORE, statuses=("ACTIVE", "Aktiv")), '"Aktiv"'),
        (replace(BEFORE, latest="2026-03-18 17:00:00"), "2026-03-18"),
    ],
    ids=["type", "empty", "status", "older"],
)
def test_F36_F37_what_is_strange_is_named(now: Likeness, told: str) -> None:
    assert [told in one for one in strangeness(BEFORE, now)] == [True]


@pytest.mark.parametrize(
    "now",
    [
        replace(BEFORE, types={"jobs": {"jobs.service": "texts", "jobs.colour": "bytes"}}),
        replace(BEFORE, filled={"jobs": True, "users": True, "phones": False}),
        replace(BEFORE, statuses=("active ", "INACTIVE", "ON HOLD", "PATTERN", "")),
        replace(BEFORE, statuses=()),
        replace(BEFORE, latest="2026-03-19 17:00:00"),
        replace(BEFORE, latest=""),
    ],
    ids=["columns", "sets", "known statuses", "free texts", "a visit taken back", "no visits"],
)
def test_F36_F37_what_happens_every_day_is_not_strange(now: Likeness) -> None:
    assert strangeness(BEFORE, now) == []


def test_F37_a_file_that_counts_its_writes_is_older_only_where_it_counts_fewer() -> None:
    before, now = replace(BEFORE, writes=9), replace(BEFORE, latest="2026-01-01 08:00:00", writes=10)
    assert strangeness(before, now) == []
    assert strangeness(before, replace(now, writes=8))


def test_F36_types_of_different_databases_hold_the_same() -> None:
    kinds = {"VARCHAR(20)": "texts", "Nullable(String)": "texts", "timestamp without time zone": "dates"}
    kinds |= {"NUMERIC(12, 2)": "numbers", "BIGINT": "numbers", "BOOLEAN": "yes or no", "BYTEA": "bytes", "GEO": "GEO"}
    assert {one: holds(one) for one in kinds} == kinds
