"""System > Scheduled Uploads, what Home says comes next, and the schedule that the window runs itself (A11)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, time, timedelta
from pathlib import Path

import pytest
from PySide6.QtGui import QAction

from agent.domain.schedule import Quiet, Schedule
from agent.domain.standing_service import ServiceStanding
from agent.gui.dialogs.scheduled import ScheduledDialog
from agent.gui.language import say
from agent.gui.presenters.schedule import Typed, interval, next_upload, options, preview, service
from agent.jobs.lock import SERVICE, single_instance
from agent.wiring.office import Office as Agent
from tests.support.office import Office
from tests.window.paired import paired_office
from tests.window.screens.still_schedule import (
    DAILY,
    FIRST,
    HINT,
    INSTALLED,
    LATER,
    NOW,
    OFF,
    PLAN,
    StillSchedule,
)
from tests.window.seat import Seat, texts

Sit = Callable[[Office], Seat]


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An office that has published once."""
    with paired_office(tmp_path_factory.mktemp("scheduled")) as (_receiver, office):
        office.process()
        yield office


@pytest.fixture(autouse=True)
def elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Services are installed where no computer looks."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))


def opened(seat: Seat) -> ScheduledDialog:
    """System > Scheduled Uploads, its form filled."""
    (system,) = (one for one in seat.window.menuBar().actions() if one.text() == "&System")
    menu = system.menu()
    assert menu is not None
    (entry,) = (one for one in menu.findChildren(QAction) if one.text() == "Scheduled &Uploads…")
    entry.trigger()
    dialog = seat.open(ScheduledDialog)
    seat.wait(dialog.fields.isEnabled)
    return dialog


def test_A11_the_schedule_is_changed_by_mouse_and_home_says_what_comes_next(published: Office, sit: Sit) -> None:
    seat = sit(published)
    seat.sees(seat.window.home, "every 30 minutes.")
    dialog = opened(seat)
    assert "To CLIP Customer Portal" in texts(dialog)
    seat.click(dialog.fields.by_times)
    assert not dialog.fields.every.isEnabled()
    dialog.fields.daily.setText("7:00, 25:00")
    assert not dialog.save.isEnabled()
    assert "Write the times of day" in texts(dialog)
    dialog.fields.daily.setText("07:00, 12:30")
    dialog.fields.quiet.setChecked(True)
    dialog.fields.since.setCurrentText("22:00")
    seat.click(dialog.save)
    seat.sees(seat.window.home, "daily at 07:00, 12:30.")
    seat.sees(seat.window.home, "Quiet from 22:00 to 06:00")
    told = published.must("schedule")
    assert (told["daily"], told["quiet"], told["on"]) == (["07:00", "12:30"], "22:00-06:00", True)
    dialog = opened(seat)
    assert dialog.fields.by_times.isChecked()
    seat.click(dialog.fields.on)
    assert "No upload runs by itself." in texts(dialog)
    seat.click(dialog.save)
    seat.sees(seat.window.home, "Paused: scheduled uploads are turned off.")
    assert published.must("schedule")["waiting"] == "off"
    published.must("schedule", "--every", "30", "--quiet", "none")


def test_A11_the_service_is_installed_and_removed_with_one_button(published: Office, sit: Sit, tmp_path: Path) -> None:
    seat = sit(published)
    dialog = opened(seat)
    assert dialog.remove.isHidden()
    seat.click(dialog.install)
    seat.wait(lambda: not dialog.remove.isHidden())
    (unit,) = (tmp_path / "config/systemd/user").glob("*.service")
    assert str(published.home) in unit.read_text()
    assert "The service is installed, and does not run just now." in texts(dialog)
    seat.click(dialog.remove)
    seat.wait(lambda: not dialog.install.isHidden())
    assert not unit.exists()
    dialog.reject()


def test_A11_the_window_makes_the_uploads_itself_and_gives_way_to_a_service(
    published: Office, sit: Sit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("agent.jobs.ticks.PACE", 600.0)
    published.must("schedule", "--every", "5")
    seat = sit(published)
    agent = Agent(published.home)
    with single_instance(published.home, SERVICE):
        seat.window.hosting.begin()
        seat.bot.wait(1000)
        assert not agent.activity.latest(1)[0].unattended
        assert agent.service_standing().runs == "service"
    seat.wait(lambda: agent.service_standing().runs == "window")
    seat.wait(lambda: agent.activity.latest(1)[0].result == "nothing changed")
    seat.window.hosting.end()
    (deed,) = agent.activity.latest(1)
    assert (deed.who, deed.what, deed.unattended) == ("", "Scheduled upload", True)
    assert not seat.window.hosting.working
    assert agent.service_standing().runs == "nobody"


def test_A11_what_comes_next_in_words() -> None:
    told = {
        "on": next_upload(say, PLAN, NOW),
        "daily": next_upload(say, DAILY, NOW),
        "due": next_upload(say, PLAN, NOW + timedelta(hours=2)),
        "again": next_upload(say, LATER, NOW),
        "off": next_upload(say, OFF, NOW),
        "first": next_upload(say, FIRST, NOW),
        "unknown": next_upload(say, None, NOW),
    }
    assert told["on"].line == "Scheduled upload today at 14:33, every 30 minutes."
    assert told["on"].more == "Quiet from 20:00 to 06:00 · options of the last Process"
    assert told["daily"].line == "Scheduled upload today at 17:02, daily at 07:00, 12:30, 17:00."
    assert told["due"].line == "A scheduled upload is due now, every 30 minutes."
    assert told["again"].line == "The last one did not come through; tried again today at 14:22."
    assert told["off"].line.startswith("Paused")
    assert told["first"] == told["unknown"]
    assert [interval(say, one) for one in (5, 60, 90, 120, 1440)] == [
        "5 minutes",
        "1 hour",
        "90 minutes",
        "2 hours",
        "1 day",
    ]


def test_A11_the_form_says_what_can_not_be_kept_and_when_the_next_would_be() -> None:
    facts = StillSchedule.facts
    typed = Typed.of(facts.plan.schedule)
    assert typed.schedule() == facts.plan.schedule
    assert typed.obstacle(say) == ""
    assert preview(say, facts, typed, UTC).startswith("The next upload: today at 14:3")
    assert preview(say, replace(facts, plan=FIRST), typed, UTC).startswith("Uploads begin after")
    wrong = {
        replace(typed, at_times=True, daily="noon").obstacle(say),
        replace(typed, at_times=True, daily="21:00").obstacle(say),
        replace(typed, since=time(6), until=time(6)).obstacle(say),
        replace(typed, since=time(6), until=time(5, 59)).obstacle(say),
    }
    assert len(wrong) == 4
    assert "" not in wrong
    assert Typed.of(Schedule(quiet=Quiet(time(1), time(2)))).quiet


def test_A11_options_and_service_in_words() -> None:
    assert options(say, PLAN.options)[0] == "To CLIP Customer Portal"
    assert len(options(say, replace(PLAN.options, activity_after=PLAN.options.history_since))) == 3
    assert options(say, FIRST.options)[0].startswith("They will be those")
    assert service(say, INSTALLED)[1] == HINT
    told = {service(say, ServiceStanding(one, "", running=two))[0] for one in (True, False) for two in (True, False)}
    assert len(told) == 4
