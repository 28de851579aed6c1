"""Every run leaves its line: one that was killed, one that did not happen, many that were the same (A11, A16)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest

from agent.domain.activity import Deed
from agent.domain.errors import AgentError, AtWork, Cancelled, SetupError, TryLater, UsageError
from agent.domain.permissions import NotAllowed
from agent.jobs.recording import Begin, Recorder, settle, unfinished
from agent.store.activity import Activity
from agent.store.open import open_store
from agent.usecases.history import runs_by_portal
from agent.usecases.report import ProcessReport

UNCHANGED = ProcessReport("nothing changed", "P", "", 7, 12, {}, {}, {}, 1, 1, {}, 0, 0, 0, {})
PUBLISHED = ProcessReport("published", "P", "", 8, 12, {}, {"customer": {"added": 2}}, {}, 1, 1, {}, 0, 0, 0, {})
AWAY = TryLater("Nothing answers.", remedy="Wait.", wait=90)


@pytest.fixture
def activity(tmp_path: Path) -> Activity:
    """An empty list."""
    return Activity(open_store(tmp_path / "agent.db"))


def gives(report: ProcessReport) -> Callable[[Begin], ProcessReport]:
    """A Process that ends so."""

    def run(begin: Begin) -> ProcessReport:
        begin()
        return report

    return run


def raises(error: AgentError) -> Callable[[Begin], NoReturn]:
    """A Process that ends so."""

    def run(begin: Begin) -> NoReturn:
        begin()
        raise error

    return run


def scheduled(activity: Activity, *runs: Callable[[Begin], ProcessReport]) -> None:
    """The schedule makes these, one after the other."""
    recorder = Recorder(lambda: activity, lambda: "Scheduled upload", lambda: "P", unattended=True)
    for run in runs:
        try:
            recorder.around(run)
        except AgentError:
            continue


def test_A16_what_was_the_same_again_is_one_line_with_its_count(activity: Activity) -> None:
    scheduled(activity, *[gives(UNCHANGED)] * 4, *[raises(AWAY)] * 3, *[gives(PUBLISHED)] * 2, *[gives(UNCHANGED)] * 2)
    told = [(one.result, one.times, one.since is not None) for one in activity.latest(20)]
    assert told == [
        ("nothing changed", 2, True),
        ("published", 1, False),
        ("published", 1, False),
        ("try again later", 3, True),
        ("nothing changed", 4, True),
    ]
    assert {one.what for one in activity.latest(20)} == {"Scheduled upload"}
    assert activity.latest(4)[3].wait == 90
    assert runs_by_portal(activity)["P"].runs == 11


def test_A16_what_a_person_pressed_is_never_put_together(activity: Activity) -> None:
    recorder = Recorder(lambda: activity, lambda: "dana", lambda: "P")
    for _ in range(2):
        recorder.around(gives(UNCHANGED))
    scheduled(activity, gives(UNCHANGED))
    assert [(one.who, one.times) for one in activity.latest(9)] == [("", 1), ("dana", 1), ("dana", 1)]


def test_A16_a_run_that_was_killed_is_found_by_the_next(activity: Activity) -> None:
    begun: list[Deed] = []

    def killed(begin: Begin) -> ProcessReport:
        begin()
        begun.extend(activity.latest(2))
        return PUBLISHED

    Recorder(lambda: activity, lambda: "dana", lambda: "P").around(killed)
    (left,) = begun
    assert (left.result, left.who, left.portal) == ("at work", "dana", "P")
    activity.note(left, [one.id for one in activity.latest(9)])
    scheduled(activity, gives(PUBLISHED))
    newest, cut = activity.latest(2)
    assert (newest.result, cut.result, cut.who) == ("published", "stopped", "dana")
    assert "was ended" in cut.detail
    assert cut.remedy
    assert unfinished(activity) == []
    settle(activity)
    assert activity.latest(2) == [newest, cut]


@pytest.mark.parametrize(
    ("error", "result", "portal"),
    [
        (AtWork("Another one."), "put off", ""),
        (SetupError("The keyring is locked."), "paused", "P"),
        (AgentError("The layout has changed."), "failed", "P"),
        (AWAY, "try again later", "P"),
        (Cancelled("Stopped."), "stopped", "P"),
        (NotAllowed("You can't."), "failed", ""),
        (UsageError("Which portal?"), "failed", "P"),
    ],
)
def test_A11_a_run_that_did_not_happen_is_a_line_with_its_reason(
    activity: Activity, error: AgentError, result: str, portal: str
) -> None:
    error.remedy = "Do this."
    scheduled(activity, raises(error))
    (kept,) = activity.latest(9)
    assert (kept.result, kept.portal, kept.detail, kept.remedy) == (result, portal, error.title, "Do this.")
