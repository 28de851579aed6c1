"""What Home, Activity and the preview say, without a window (A10, A16)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from agent.domain.activity import Deed, Findings, Result, Wanted
from agent.domain.standing import Standing, State
from agent.gui.presenters.activity import kind_choices, nothing, result_choices
from agent.gui.presenters.events import RESULTS, events
from agent.gui.presenters.home import Home, Told, home
from agent.gui.presenters.language import ago
from agent.gui.presenters.preview import overview, rows
from agent.gui.presenters.sample import portal_page
from agent.gui.presenters.work import HomeFacts
from agent.usecases.history import PortalRuns
from shared import records
from shared.messages import Held
from tests.window.screens.still import AWAY, FACTS, NOW, PORTAL, SECOND, STATUS
from tests.window.screens.still_activity import LISTED
from tests.window.screens.still_preview import DAY, PEOPLE, PREVIEW, SAMPLE
from tests.window.test_presenters import say

FAILURE = replace(LISTED[-1], id=20, made=NOW - timedelta(minutes=6))


def shown(facts: HomeFacts = FACTS, state: State = "up to date") -> Home:
    """Home two minutes after the receiver was asked."""
    status = replace(STATUS, state=state, detail=str(AWAY))
    return home(say, facts, Told({PORTAL.name: status}, NOW - timedelta(minutes=2)), NOW)


def ended(result: Result) -> HomeFacts:
    """The last Process did not come through."""
    failure = replace(FAILURE, result=result)
    return replace(FACTS, runs={PORTAL.name: PortalRuns(4, failure, LISTED[0], failure)})


@pytest.mark.parametrize(
    ("result", "state", "standing", "tone", "title"),
    [
        ("failed", "up to date", "failed", "bad", "The last Process failed"),
        ("failed", "offline", "failed", "bad", "The last Process failed"),
        ("failed", "held", "failed", "bad", "The last Process failed"),
        ("failed", "refused", "failed", "bad", "The receiver refuses this computer"),
        ("try again later", "up to date", "needs you", "warn", "The last Process did not come through"),
        ("try again later", "offline", "offline", "warn", "The receiver can't be reached"),
        ("try again later", "held", "needs you", "warn", "The last upload is held"),
    ],
)
def test_A16_a_failed_process_is_a_state_with_its_remedy(
    result: Result, state: State, standing: Standing, tone: str, title: str
) -> None:
    (status,) = shown(ended(result), state).statuses
    assert (status.standing, status.tone, status.title) == (standing, tone, title)
    if title.startswith("The last Process"):
        assert status.sentence == f"It was today at 14:14. {FAILURE.detail} {FAILURE.remedy}"
    assert status.urgent == (standing == "failed" or state == "held")


def test_A16_a_later_success_ends_it_and_it_is_said_when_the_receiver_was_asked() -> None:
    later = replace(LISTED[0], id=21)
    facts = replace(FACTS, runs={PORTAL.name: PortalRuns(5, later, later, FAILURE)})
    (status,) = shown(facts).statuses
    assert (status.standing, status.title, status.asked) == (
        "up to date",
        "The portal is up to date",
        "asked 2 minutes ago",
    )


@pytest.mark.parametrize(
    ("minutes", "said"),
    [(-3, "just now"), (0.9, "just now"), (1, "1 minute ago"), (59, "59 minutes ago"), (150, "2 hours ago")],
)
def test_A16_how_long_ago_is_said_in_whole_numbers(minutes: float, said: str) -> None:
    assert ago(say, NOW - timedelta(minutes=minutes), NOW) == said


def test_A16_what_the_last_success_found_waits_whatever_failed_since() -> None:
    found = shown(ended("failed"))
    assert found.waiting == ("5 customers have no portal password", "40 customers share one password")
    assert found.unique
    clean = replace(LISTED[0], findings=Findings(without_password=1))
    found = shown(replace(FACTS, runs={PORTAL.name: PortalRuns(1, clean, clean)}))
    assert (found.waiting, found.unique) == (("1 customer has no portal password",), False)


def test_A14_whose_password_is_too_weak_for_a_live_portal_is_asked_to_change_it() -> None:
    weak = replace(LISTED[0], findings=Findings(stayed=("olivia",)))
    (asked,) = shown(replace(FACTS, runs={PORTAL.name: PortalRuns(1, weak, weak)})).waiting
    assert asked.startswith("olivia can't sign in to the administration site")
    assert asked.endswith("Change it in System > Passwords > Set Passwords")


def test_A16_what_was_written_since_the_last_process_is_said_to_be_missing_on_the_portal() -> None:
    process = LISTED[0]
    later = Deed("replace", "Dana", "Edited: CU.City", "undo possible", process.made + timedelta(minutes=3), changed=1)
    runs = {PORTAL.name: PortalRuns(1, process, process)}
    for deed, missing in (
        (later, True),
        (replace(later, kind="restore", result="done"), True),
        (replace(later, result="undone"), False),
        (replace(later, kind="backup", result="done"), False),
        (replace(later, made=process.made - timedelta(minutes=3)), False),
    ):
        told = " ".join(shown(replace(FACTS, deeds=(deed, process), runs=runs)).waiting)
        assert ("is not on the portal before the next Process" in told) is missing, deed


def test_A16_every_result_has_its_word_and_the_portal_is_named_where_there_are_several() -> None:
    told = events(say, LISTED, NOW)
    assert [(one.result, one.tone) for one in told[:5]] == [
        ("published", "good"),
        ("nothing to do", "quiet"),
        ("try again later", "warn"),
        ("held", "warn"),
        ("undo possible", "info"),
    ]
    assert (told[0].when, told[0].what, told[0].customers, told[0].changed) == (
        "Today at 14:02",
        "Process to CLIP Customer Portal",
        "812",
        "7",
    )
    assert [one.undo for one in told] == [0, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0]
    assert told[0].detail == "5 customers have no portal password. 40 customers share one password"
    assert "Check the address" in told[2].as_text
    assert shown().events[0].what == "Process"
    assert shown(replace(FACTS, portals=(PORTAL, SECOND))).events[0].what == "Process to CLIP Customer Portal"


def test_A16_every_result_can_be_filtered_for_and_an_empty_list_says_why() -> None:
    first, *others = result_choices(say)
    assert first.results == frozenset()
    assert frozenset.union(*(one.results for one in others)) == set(RESULTS)
    assert len(kind_choices(say)) == 10
    assert "will be listed here" in nothing(say, Wanted())
    assert "Nothing fits" in nothing(say, Wanted(text="x"))


def test_A10_the_counts_are_one_sentence() -> None:
    told = overview(say, PREVIEW)
    assert told.moves == "2 new · 3 leave · 447 change · 2 lose access"
    assert told.passwords == "5 without a password, 40 with a weak or shared one"
    assert told.left_out == "Left out: 4 employees, 1 records marked as not on the portal"
    assert [pill.text for pill in told.pills][:2] == ["New  2", "Leave  3"]
    many = {**PEOPLE, "new password": replace(PEOPLE["new"], count=812), "no password": replace(PEOPLE["new"], count=0)}
    told = overview(say, replace(PREVIEW, people=many))
    assert told.moves == "2 new · 3 leave · 447 change · 812 get a new password · 2 lose access"
    assert told.passwords == "40 with a weak or shared password"


def test_A10_nothing_will_change_is_said_so_and_nobody_can_be_picked() -> None:
    none = {group: replace(found, count=0, first=()) for group, found in PEOPLE.items()}
    told = overview(say, replace(PREVIEW, people=none, left_out={}))
    assert told.moves == "Nothing will change: CLIP Customer Portal shows 812 customers"
    assert (told.passwords, told.left_out) == ("", "")
    assert {pill.obstacle for pill in told.pills} == {"There is nobody."}
    counted = overview(say, replace(PREVIEW, people=none, held=Held(14, 7)))
    assert counted.moves == "0 new · 0 leave · 0 change · 0 lose access"
    assert counted.counted == "At the last upload the portal counted: 7 of 14 customers would leave"


def test_A10_who_is_gone_has_no_name_and_who_is_not_named_is_counted() -> None:
    people, rest = rows(say, PREVIEW, "leave")
    assert [one.name for one in people] == ["Petrov", "no longer in the practice database", "Okafor"]
    assert rest == ""
    assert rows(say, PREVIEW, "change")[1] == "The first 2 of 447."


def test_A10_a_sample_page_says_what_the_portal_says() -> None:
    page = portal_page(say, SAMPLE, DAY)
    assert (page.next, page.state, page.tone) == ("Thursday 11 June 2099", "Delayed", "warn")
    assert page.next_what == "08:00 · Leaf removal · 14 Maple Court"
    assert page.next_why == "Moved from Tuesday: heavy rain"
    assert [one.what for one in page.planned] == ["Gutter cleaning · 14 Maple Court", "Winter check · Lake House"]
    assert page.served == "14 Maple Court and 1 more property"
    assert page.done[0].state == "started 08:10"
    assert page.done[0].what == "Mowing <b>& edging</b>"


def test_A10_a_page_without_visits_says_so() -> None:
    page = portal_page(say, replace(SAMPLE, customer=records.Customer(record_id="r", name="Solo"), visits=()), DAY)
    assert (page.next, page.state, page.planned, page.done) == ("No visit is planned", "", (), ())
    assert page.greeting == "Good day, Solo"


def test_A10_a_page_where_only_days_that_passed_are_planned_says_so() -> None:
    jobs = tuple(records.Job(str(day), service="Mowing", next_visit=datetime(2099, 6, day, 9)) for day in (1, 4))
    customer = records.Customer(record_id="r", name="Solo", jobs=jobs)
    page = portal_page(say, replace(SAMPLE, customer=customer), date(2099, 6, 9))
    assert (page.next, page.state, page.planned) == ("Thursday 04 June 2099", "date has passed", ())
