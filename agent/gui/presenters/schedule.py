"""The scheduled uploads in words: System > Scheduled Uploads, and what Home says comes next (feature A11)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, tzinfo
from typing import TYPE_CHECKING, Protocol

from agent.domain.due import planned
from agent.domain.errors import UsageError
from agent.domain.schedule import Quiet, Schedule, checked
from agent.domain.schedule_words import times
from agent.gui.presenters.language import Language, counted, moment
from agent.jobs.progress import PolledProgress

if TYPE_CHECKING:
    from agent.domain.standing_service import Registered, ServiceStanding
    from agent.domain.uploads import LastProcess, Plan

OFFERED = (5, 10, 15, 30, 60, 120, 240, 480, 720, 1440)
"""Minutes; another interval that is kept is offered too."""
USUAL_TIMES = "07:00, 12:30"
USUAL_QUIET = Quiet(time(20), time(6))


class Hosted(Protocol):
    """The schedule, where the window runs it; see `agent.wiring.hosting.Host`."""

    @property
    def working(self) -> bool:
        """Whether an upload goes on here; may be asked from any thread."""

    def start(self) -> None:
        """From now on, until `end`."""

    def stop(self) -> None:
        """Start nothing more, and stop the upload that goes on at the next good place; does not wait for it."""

    def end(self) -> None:
        """Stop; returns when nothing goes on any more."""


@dataclass(frozen=True)
class ScheduleFacts:
    """What the dialog begins with."""

    plan: Plan
    service: ServiceStanding
    now: datetime
    """When it was read, in the zone of this computer."""


class ScheduleWork(Protocol):
    """What the window asks of the office. Every call raises `AgentError`."""

    def read(self) -> ScheduleFacts:
        """Everything as it is now."""

    def save(self, schedule: Schedule, progress: PolledProgress) -> Schedule:
        """Keep another schedule."""

    def install(self, progress: PolledProgress) -> Registered:
        """Let uploads run with nobody at the desk."""

    def uninstall(self, progress: PolledProgress) -> Registered:
        """Let them run only while the window is open."""

    def hosted(self) -> Hosted:
        """Runs the schedule in this program, where no service does; not yet started."""


@dataclass(frozen=True)
class Typed:
    """What the form says."""

    on: bool
    every: int
    daily: str
    at_times: bool
    """Whether the daily times count, and not the interval."""
    quiet: bool
    since: time
    until: time

    @classmethod
    def of(cls, schedule: Schedule) -> Typed:
        """What the form begins with."""
        daily = ", ".join(f"{one:%H:%M}" for one in schedule.daily)
        hours = schedule.quiet or USUAL_QUIET
        return cls(
            schedule.on,
            schedule.every,
            daily or USUAL_TIMES,
            bool(schedule.daily),
            schedule.quiet is not None,
            hours.since,
            hours.until,
        )

    def schedule(self) -> Schedule:
        """As it is kept. Raises `UsageError`."""
        hours = Quiet(self.since, self.until) if self.quiet else None
        return checked(Schedule(self.on, self.every, times(self.daily) if self.at_times else (), hours))

    def obstacle(self, say: Language) -> str:
        """Why it can't be saved; empty where it can."""
        try:
            daily = times(self.daily) if self.at_times else ()
        except UsageError:
            return say("Write the times of day with commas between them: 07:00, 12:30.")
        hours = Quiet(self.since, self.until)
        if self.quiet and daily and all(hours.holds(one) for one in daily):
            return say("Every daily time lies in the quiet hours.")
        try:
            self.schedule()
        except UsageError:
            if self.quiet and self.since == self.until:
                return say("The quiet hours begin when they end.")
            return say("The quiet hours have to leave at least an hour of the day, and the times be no more than 24.")
        return ""


def offered(say: Language, kept: int) -> list[tuple[int, str]]:
    """The intervals to choose from: minutes, and in words."""
    return [(one, interval(say, one)) for one in sorted({*OFFERED, kept})]


def interval(say: Language, minutes: int) -> str:
    """`30 minutes`, `2 hours`."""
    if minutes % 60:
        return counted(say, minutes, "{count} minute", "{count} minutes")
    return say("1 day") if minutes == 1440 else counted(say, minutes // 60, "{count} hour", "{count} hours")


def rhythm(say: Language, schedule: Schedule) -> str:
    """How often: `every 30 minutes`, `daily at 07:00, 12:30`."""
    if schedule.daily:
        return say("daily at {times}", times=", ".join(_clock(say, one) for one in schedule.daily))
    return say("every {interval}", interval=interval(say, schedule.every))


@dataclass(frozen=True)
class Next:
    """What Home says comes next: the one line, and what is said smaller below it."""

    line: str
    more: str = ""


def next_upload(say: Language, plan: Plan | None, now: datetime) -> Next:
    """When the next upload is, and by what."""
    if plan is None or plan.waiting == "first":
        return Next(say("The first upload is when you press Process. From then on they go by themselves."))
    if plan.waiting == "off" or plan.next is None:
        return Next(say("Paused: scheduled uploads are turned off."), say("The next upload is when you press Process."))
    often = rhythm(say, plan.schedule)
    more = [say("options of the last Process")]
    if quiet := plan.schedule.quiet:
        hours = say("quiet from {since} to {until}", since=_clock(say, quiet.since), until=_clock(say, quiet.until))
        more.insert(0, hours)
    below = " · ".join(more)
    if plan.past is not None and plan.past.failures and plan.next > now:
        again = say("The last one did not come through; tried again {when}.", when=moment(say, plan.next, now))
        return Next(again, f"{_first(often)} · {below}")
    if plan.next <= now:
        return Next(say("A scheduled upload is due now, {often}.", often=often), _first(below))
    line = say("Scheduled upload {when}, {often}.", when=moment(say, plan.next, now), often=often)
    return Next(line, _first(below))


def preview(say: Language, facts: ScheduleFacts, typed: Typed, zone: tzinfo) -> str:
    """When the next upload would be, if this were saved."""
    plan, now = facts.plan, facts.now
    if plan.past is None:
        return say("Uploads begin after the first Process has come through.")
    if not typed.on:
        return say("No upload runs by itself.")
    try:
        when = planned(typed.schedule(), plan.past, zone, plan.seed)
    except UsageError:
        return ""
    if when <= now.astimezone(UTC):
        return say("The next upload is due now.")
    return say("The next upload: {when}.", when=moment(say, when, now))


def options(say: Language, last: LastProcess) -> tuple[str, ...]:
    """What a scheduled upload goes by, a line each."""
    if not last.portal:
        return (say("They will be those of the first Process that comes through."),)
    lines = [say("To {portal}", portal=last.portal)]
    if last.history_since:
        lines.append(say("History Back To {day}", day=say.day(last.history_since)))
    else:
        lines.append(say("History Back To: this and the last calendar year"))
    if last.activity_after:
        lines.append(say("Customers with Activity After {day}", day=say.day(last.activity_after)))
    return tuple(lines)


def service(say: Language, standing: ServiceStanding) -> tuple[str, ...]:
    """Whether they run with nobody at the desk, and what is still to be done for it."""
    return (say(_SERVICE[standing.installed, standing.running]), *standing.hints)


_SERVICE = {
    (True, True): "They run also with nobody at the desk: the service is installed, and runs.",
    (True, False): "The service is installed, and does not run just now. Until it does, this window makes the uploads.",
    (False, True): "They run also with nobody at the desk: the service runs, but does not start with the computer.",
    (False, False): "They run while this window is open. With the service they run also with nobody at the desk.",
}


def _clock(say: Language, at: time) -> str:
    return say.time(datetime(2000, 1, 1, at.hour, at.minute))


def _first(text: str) -> str:
    return text[:1].upper() + text[1:]
