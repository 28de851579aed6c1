"""What was done is kept and told, whatever came of it: `agent activity` and `agent status` (A16)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NoReturn

import pytest

from agent.domain.activity import Deed, DeedKind, Result, Wanted
from agent.domain.errors import AgentError, Cancelled, PracticeError, TryLater, UsageError
from agent.domain.permissions import Actor, NotAllowed, Permission
from agent.domain.standing import Standing, State, standing
from agent.jobs.lock import single_instance
from agent.jobs.recording import Begin, Recorder
from agent.store.activity import KEPT_DEEDS, Activity
from agent.store.open import open_store
from agent.usecases.history import History, PortalRuns, last_runs, runs_by_portal
from tests.agent.clerk import Clerk
from tests.agent.conftest import Desk

NOW = datetime(2026, 6, 9, 14, 0, tzinfo=UTC)


@pytest.fixture
def activity(tmp_path: Path) -> Activity:
    """An empty list in a real store."""
    return Activity(open_store(tmp_path / "agent.db"))


def desk_of(clerk: Clerk) -> Desk:
    """Where the clerk types."""
    office = clerk.wired.office
    return Desk(office.home, office.practice, clerk.capture)


def paged(history: History, count: int) -> list[Deed]:
    """Everything, so many at a time."""
    page = history.page(Wanted(), count)
    found = [*page.deeds]
    while page.rest is not None:
        page = history.page(Wanted(), count, page.rest)
        found += page.deeds
    return found


def deed(result: Result, minutes: int = 0, kind: DeedKind = "process", portal: str = "P") -> Deed:
    """Something that was done so many minutes after two."""
    return Deed(kind, "dana", "Process", result, NOW + timedelta(minutes=minutes), portal=portal, remedy="Do this.")


def test_A16_every_process_is_noted_however_it_ended(clerk: Clerk) -> None:
    office = desk_of(clerk)
    office.change("UPDATE customers SET name = name || '!' WHERE status = 'ACTIVE'")
    assert office.run("process").code == 0
    assert office.run("process").code == 3
    with single_instance(office.home):
        assert office.run("process").code == 5
    clerk.wired.receiver.end()
    try:
        assert office.run("process").code == 5
        told = office.run("status", "--json")
    finally:
        clerk.wired.receiver.serve()
    deeds = office.must("activity", "--kind", "process", "--limit", "4")["deeds"]
    assert [one["result"] for one in deeds] == ["try again later", "try again later", "nothing changed", "published"]
    assert "at work" in deeds[1]["detail"]
    assert deeds[1]["remedy"] == "Wait until it is done, then try again."
    shown = clerk.wired.told["customers"]
    assert [(one["customers"], one["portal"]) for one in deeds[2:]] == [(shown, "CLIP Customer Portal")] * 2
    assert deeds[3]["changed"] == shown
    assert deeds[3]["findings"]["without_password"] == clerk.wired.told["without_password"]

    (portal,) = told.json["portals"]
    assert (told.code, portal["state"], portal["standing"]) == (5, "offline", "offline")
    assert portal["last_error"]["what"] == deeds[0]["detail"]
    assert portal["last_error"]["remedy"]
    assert not portal["last_error"]["resolved"]
    assert portal["last_success"].startswith(deeds[2]["made"].removesuffix("Z"))
    assert portal["runs"] >= 4

    (portal,) = office.must("status")["portals"]
    assert (portal["state"], portal["standing"]) == ("up to date", "needs you")
    assert office.run("process").code == 3
    (portal,) = office.must("status")["portals"]
    assert (portal["standing"], portal["last_error"]["resolved"]) == ("up to date", True)


def test_A16_a_typing_error_is_no_run_and_a_dry_run_neither(clerk: Clerk) -> None:
    office = desk_of(clerk)
    before = office.must("activity")
    assert office.run("process", "--to", "Elsewhere").code == 2
    office.must("process", "--dry-run")
    assert office.must("activity") == before


def test_A16_replacements_stand_among_the_deeds_and_only_the_newest_can_be_undone(clerk: Clerk) -> None:
    office = desk_of(clerk)
    where = ("--where", "CU.Customer Status = ACTIVE", "--yes", "--set", "customers")
    for city in ("Bern", "Basel"):
        office.must("replace", "--field", "CU.City", "--value", city, *where)
    found = office.must("activity", "--kind", "replace")["deeds"]
    assert [one["result"] for one in found[:2]] == ["undo possible", "done"]
    assert found[0]["what"] == "Global Replacement: CU.City"
    whole = clerk.agent.history.page(Wanted(), 1000).deeds
    assert paged(clerk.agent.history, 1) == paged(clerk.agent.history, 3) == [*whole]
    assert {one.kind for one in whole} >= {"process", "replace"}
    office.must("undo")
    assert office.must("activity", "--kind", "replace")["deeds"][0]["result"] == "undone"
    office.must("undo")


@pytest.mark.parametrize(
    ("error", "result"),
    [(Cancelled("Stopped."), "stopped"), (TryLater("Busy."), "try again later"), (AgentError("Broken."), "failed")],
)
def test_A16_a_run_that_raised_is_noted_with_what_to_do(activity: Activity, error: AgentError, result: Result) -> None:
    error.remedy = "Call Ann."

    def fails(_begin: Begin) -> NoReturn:
        raise error

    with pytest.raises(AgentError):
        Recorder(lambda: activity, lambda: "dana", lambda: "P").around(fails)
    (kept,) = activity.latest(5)
    assert (kept.result, kept.detail, kept.remedy, kept.who, kept.portal) == (
        result,
        error.title,
        "Call Ann.",
        "dana",
        "P",
    )


def test_A16_the_list_is_paged_filtered_and_searched_without_loss(activity: Activity) -> None:
    for at in range(25):
        activity.note(deed("failed" if at % 5 == 0 else "published", at, "backup" if at % 3 == 0 else "process"))
    history = History(activity)
    assert [one.made.minute for one in paged(history, 4)] == [*range(24, -1, -1)]
    failed = history.page(Wanted(results=frozenset({"failed"}), kinds=frozenset({"backup"})), 10).deeds
    assert [one.made.minute for one in failed] == [15, 0]
    assert history.page(Wanted(text="DO THIS"), 3).rest is not None
    assert history.page(Wanted(text="nowhere"), 3).deeds == ()


def test_A16_only_the_newest_thousands_are_kept(activity: Activity, monkeypatch: pytest.MonkeyPatch) -> None:
    assert KEPT_DEEDS >= 20_000
    monkeypatch.setattr("agent.store.activity.KEPT_DEEDS", 3)
    for at in range(5):
        activity.note(deed("published", at))
    assert [one.made.minute for one in activity.back()] == [4, 3, 2]


def test_A16_a_failure_counts_until_something_came_through(activity: Activity) -> None:
    for at, result in enumerate[Result](("published", "failed", "stopped")):
        activity.note(deed(result, at))
    activity.note(deed("published", 9, portal="Another"))
    runs = runs_by_portal(activity)["P"]
    assert (runs.runs, runs.last.result) == (3, "stopped")
    assert runs.unresolved is not None
    activity.note(deed("nothing changed", 10))
    assert runs_by_portal(activity)["P"].unresolved is None
    assert last_runs(activity, {"P"}) == {"P": PortalRuns(1, *activity.latest(1) * 2)}


@pytest.mark.parametrize(
    ("state", "failure", "expected"),
    [
        ("up to date", None, "up to date"),
        ("up to date", "failed", "failed"),
        ("up to date", "try again later", "needs you"),
        ("offline", None, "offline"),
        ("offline", "try again later", "offline"),
        ("offline", "failed", "failed"),
        ("suspended", None, "paused"),
        ("held", None, "needs you"),
        ("refused", "try again later", "failed"),
    ],
)
def test_A16_the_standing_is_never_better_than_the_worse_of_both(
    state: State, failure: Result | None, expected: Standing
) -> None:
    assert standing(state, deed(failure) if failure else None) == expected


def test_A16_who_may_not_process_says_nothing_about_the_portal(activity: Activity) -> None:
    actor = Actor("nils", level=3, permissions=())

    def may_not(_begin: Begin) -> NoReturn:
        actor.require(Permission.PROCESS)
        raise AssertionError("it was allowed")

    with pytest.raises(NotAllowed):
        Recorder(lambda: activity, lambda: "nils", lambda: "P").around(may_not)
    (kept,) = activity.latest(1)
    assert (kept.who, kept.result) == ("nils", "failed")
    assert runs_by_portal(activity) == {}


def test_A16_a_failure_is_noted_also_where_nobody_can_tell_who_it_was(activity: Activity) -> None:
    def away() -> NoReturn:
        raise PracticeError("The practice database is away.", remedy="Put it back.")

    with pytest.raises(PracticeError):
        Recorder(lambda: activity, away, lambda: "P").around(lambda _begin: away())
    (kept,) = activity.latest(1)
    assert (kept.who, kept.portal, kept.remedy) == ("", "P", "Put it back.")


def test_A16_words_that_do_not_fit_are_not_noted(activity: Activity) -> None:
    def typed_wrong(begin: Begin) -> NoReturn:
        begin()
        raise UsageError("No such portal.")

    with pytest.raises(UsageError):
        Recorder(lambda: activity, lambda: "", lambda: "").around(typed_wrong)
    assert activity.latest(1) == []
