"""What the window says, without a window (A8, A16)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from agent.domain.standing import State
from agent.gui.presenters.home import Home, Told, home
from agent.gui.presenters.language import moment
from agent.gui.presenters.process import Form, destinations, ending
from agent.gui.presenters.progress import ALMOST, Watch
from agent.gui.presenters.work import HomeFacts
from agent.jobs.progress import Position
from agent.usecases.report import Outcome
from shared.messages import Held
from tests.window.screens.still import AWAY, FACTS, NOW, PIN, PORTAL, REPORT, SECOND, STATUS


class Plain:
    """`presenters.language.Language` in English, numbers and times in one form."""

    def __call__(self, text: str, **values: object) -> str:
        """`text`, its {names} filled in."""
        return text.format(**values) if values else text

    def number(self, value: int) -> str:
        """With commas."""
        return f"{value:,}"

    def day(self, value: date) -> str:
        """ISO 8601."""
        return value.isoformat()

    def long_day(self, value: date) -> str:
        """With the English names."""
        return f"{value:%A %d %B %Y}"

    def time(self, value: datetime) -> str:
        """Hours and minutes."""
        return f"{value:%H:%M}"


say = Plain()


def shown(told: Told, facts: HomeFacts = FACTS) -> Home:
    """Home at a fixed time."""
    return home(say, facts, told, NOW, " --home /x")


@pytest.mark.parametrize(
    ("state", "tone", "title"),
    [
        ("up to date", "good", "The portal is up to date"),
        ("never published", "warn", "Nothing has been published yet"),
        ("another snapshot", "warn", "The portal shows another upload"),
        ("waiting for import", "info", "Uploaded, waiting for import"),
        ("pinned", "info", "The portal is pinned"),
        ("held", "warn", "The last upload is held"),
        ("overdue", "warn", "The scheduled upload is overdue"),
        ("suspended", "bad", "The portal is suspended"),
        ("offline", "warn", "The receiver can't be reached"),
        ("refused", "bad", "The receiver refuses this computer"),
        ("no key", "bad", "This computer can't use its key"),
    ],
)
def test_A16_only_a_receiver_that_confirms_it_is_green(state: State, tone: str, title: str) -> None:
    (status,) = shown(Told({PORTAL.name: replace(STATUS, state=state, detail="Why.")})).statuses
    assert (status.tone, status.title) == (tone, title)
    assert status.sentence


@pytest.mark.parametrize("told", [Told({}), Told({}, asking=True), Told({PORTAL.name: STATUS}, working=True)])
def test_A16_a_receiver_that_has_not_answered_is_not_green(told: Told) -> None:
    (status,) = shown(told).statuses
    assert status.tone != "good"
    assert "The last receipt is of today at 14:02: all 812 customers." in status.sentence


def test_A16_an_offline_portal_tells_the_last_receipt_and_why() -> None:
    offline = replace(STATUS, state="offline", detail=str(AWAY))
    (status,) = shown(Told({PORTAL.name: offline})).statuses
    assert str(AWAY) in status.sentence
    assert "today at 14:02" in status.sentence


def test_A16_what_is_missing_comes_with_the_command_for_this_folder() -> None:
    first, _, _, second, *_ = shown(Told({}), HomeFacts()).steps
    assert first.command == "python -m agent init --database practice.db --home /x"
    assert second.command.startswith("python -m agent pair --receiver")
    assert shown(Told({}), HomeFacts()).obstacle == first.title
    assert shown(Told({})).obstacle == ""


def test_A16_times_are_said_as_one_says_them() -> None:
    assert moment(say, datetime(2026, 6, 9, 0, 1, tzinfo=UTC), NOW) == "today at 00:01"
    assert moment(say, datetime(2026, 6, 8, 23, 59, tzinfo=UTC), NOW) == "yesterday at 23:59"
    assert moment(say, datetime(2026, 6, 7, 23, 59, tzinfo=UTC), NOW) == "2026-06-07 at 23:59"


def test_A8_both_ticks_are_needed_and_the_first_missing_one_is_named() -> None:
    assert Form().obstacle(say) == ""
    assert "Via Internet" in Form(via_internet=False).obstacle(say)
    assert "Active Customers" in Form(active=False).obstacle(say)
    dated = Form(history_since=date(2020, 1, 1), activity_after=date(2024, 1, 1))
    assert (dated.choice.history_since, dated.choice.activity_after) == (date(2020, 1, 1), date(2024, 1, 1))


def test_A8_destinations_carry_the_portals_names_and_tell_them_apart() -> None:
    first, second = destinations(say, [PORTAL, SECOND])
    assert (first.name, second.name) == ("CLIP Customer Portal", "Try-out portal")
    assert "Green Valley Lawn Care" in first.sentence
    assert PORTAL.portal_url in first.sentence


@pytest.mark.parametrize(
    ("outcome", "title", "tone"),
    [
        ("published", "CLIP Customer Portal was successfully updated", "good"),
        ("nothing changed", "Nothing has changed: CLIP Customer Portal is up to date", "good"),
        ("held", "Uploaded to CLIP Customer Portal, and held until somebody confirms it", "warn"),
        ("waiting for import", "Uploaded to CLIP Customer Portal, waiting for import", "info"),
    ],
)
def test_A8_endings(outcome: Outcome, title: str, tone: str) -> None:
    told = ending(say, replace(REPORT, outcome=outcome, held=Held(812, 211), pin=PIN), NOW)
    assert (told.title, told.tone) == (title, tone)
    assert told.sentence.startswith(
        {
            "held": "211 of 812 customers would leave",
            "waiting for import": "The portal is pinned to today at 11:02 by Ann",
        }.get(outcome, "812 customers")
    )
    assert told.notes[-2:] == ("5 customers have no portal password", "40 customers share one password")


def test_C2_an_upload_that_waits_by_the_offices_own_switch_says_so() -> None:
    waiting = replace(REPORT, outcome="waiting for import", until_import=True)
    told = ending(say, waiting, NOW)
    assert told.sentence == "Uploads wait at the portal until somebody imports them there"
    assert told.notes[0] == "It is shown after Import for New Data at the portal."
    many = ending(say, replace(waiting, held=Held(812, 211)), NOW)
    assert many.sentence.endswith("211 of 812 customers would leave")


def test_A8_changed_counts_customers_whose_password_alone_changed() -> None:
    first = replace(REPORT, difference={"customer": {"changed": 3}, "credential": {"changed": 9}})
    assert ending(say, first, NOW).sentence == "812 customers · 9 changed"


class Hands:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        """Seconds."""
        return self.now


def test_A8_progress_tells_counts_and_time_left() -> None:
    clock = Hands()
    watch = Watch(say, clock=clock)
    assert watch.look(Position("Sending", 0, 40)).parts == 0
    clock.now += 10
    seen = watch.look(Position("Sending", 10, 40))
    assert (seen.counts, seen.left, seen.parts) == ("10 of 40", "about 30 s left", 250)
    clock.now += 300
    assert watch.look(Position("Sending", 20, 40)).left == "about 6 min left"
    assert watch.look(Position("Sending", 40, 40)).left == ""


def test_A8_an_estimate_never_fills_the_bar_and_a_new_step_starts_anew() -> None:
    clock = Hands()
    watch = Watch(say, expected=100, clock=clock)
    clock.now += 50
    seen = watch.look(Position("Reading the practice database", 500, 0))
    assert (seen.counts, seen.left, seen.parts) == ("500", "", ALMOST)
    assert watch.look(Position("Sending", 1, 4)).left == ""
    assert Watch(say, clock=clock).look(Position("Reading the practice database", 7, 0)).parts is None


def test_A8_what_the_portal_shows_meanwhile_is_said_as_it_is() -> None:
    watch = Watch(say)
    assert "what it showed before" in watch.look(Position("Sending", 0, 2)).note
    assert "The data is published." in watch.look(Position("The portal is up to date; protecting passwords", 0, 9)).note
    assert "The data is published." in watch.look(Position("Sending", 0, 2)).note
