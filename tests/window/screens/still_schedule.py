"""The schedule of the office that stands still."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time

from agent.domain.activity import Deed
from agent.domain.due import Past
from agent.domain.schedule import Quiet, Schedule
from agent.domain.standing_service import Registered, ServiceStanding
from agent.domain.uploads import LastProcess, Plan
from agent.gui.presenters.schedule import Hosted, ScheduleFacts
from agent.jobs.progress import PolledProgress
from tests.window.screens.still_activity import LISTED, NAME

NOW = datetime(2026, 6, 9, 14, 20, tzinfo=UTC)
CAME = datetime(2026, 6, 9, 14, 2, tzinfo=UTC)
EVERY = Schedule(quiet=Quiet(time(20), time(6)))
PLAN = Plan(EVERY, "on", LastProcess(NAME, date(2024, 1, 1)), Past(CAME), CAME.replace(minute=33), "pc")
DAILY = replace(PLAN, schedule=Schedule(daily=(time(7), time(12, 30), time(17))), next=CAME.replace(hour=17))
OFF = replace(PLAN, schedule=replace(EVERY, on=False), waiting="off", next=None)
FIRST = Plan(Schedule(), "first", LastProcess(""))
LATER = replace(PLAN, past=Past(CAME, 2, CAME.replace(minute=18)), next=CAME.replace(minute=22))
HINT = "It ends when dana signs out, unless somebody says once: loginctl enable-linger dana"
INSTALLED = ServiceStanding(True, "porchlight-agent.service", (HINT,), running=True, runs="service")
ALONE = ServiceStanding(False, "", runs="window")


def _upload(like: Deed, number: int) -> Deed:
    return replace(like, who="", what="Scheduled upload", unattended=True, id=number)


PUBLISHED, UNCHANGED, NOT_REACHED = LISTED[0], LISTED[1], LISTED[2]
UPLOADS = (
    _upload(PUBLISHED, 19),
    replace(_upload(UNCHANGED, 18), times=14, since=CAME.replace(hour=7)),
    _upload(NOT_REACHED, 17),
    Deed("process", "", "Scheduled upload", "missed", CAME.replace(hour=6, minute=58), unattended=True, id=16),
    *LISTED[3:5],
)
AT_WORK = replace(_upload(PUBLISHED, 20), result="at work", customers=None, changed=None, findings=None)
PAUSED = replace(
    _upload(NOT_REACHED, 20),
    result="paused",
    made=CAME.replace(minute=17),
    detail="The keyring of this computer can't be used. It did not answer within 60 seconds.",
    remedy="Sign in to this computer's desktop and unlock the keyring, then try again.",
)


class StillSchedule:
    """`presenters.schedule.ScheduleWork` without anything behind it."""

    facts = ScheduleFacts(PLAN, ALONE, NOW)

    def read(self) -> ScheduleFacts:
        """As `facts` says."""
        return self.facts

    def save(self, schedule: Schedule, _progress: PolledProgress) -> Schedule:
        """It is not kept."""
        return schedule

    def install(self, _progress: PolledProgress) -> Registered:
        """Nothing is installed."""
        return INSTALLED

    uninstall = install

    def hosted(self) -> Hosted:
        """Never asked for: a still office makes no uploads."""
        raise AssertionError("the window of a still office was to make uploads")
