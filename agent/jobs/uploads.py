"""The scheduled uploads: one look tells whether one is due, and makes it (feature row A11; reliability F31, F32)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Protocol

from agent.domain.activity import Deed, Result
from agent.domain.due import Past, Watch
from agent.domain.errors import AgentError, Cancelled
from agent.domain.local_time import local_zone
from agent.domain.retry import LONGEST_SECONDS, lot, pause
from agent.domain.uploads import LastProcess, Plan
from agent.jobs import faults
from agent.jobs.progress import PolledProgress
from agent.jobs.recording import SCHEDULED
from agent.jobs.ticks import ticks
from agent.usecases.report import ProcessReport

LATE = timedelta(minutes=3)
"""What starts later than this after it was due was missed, and is made up for."""
SLEPT_SECONDS = 180.0
"""So long between two looks: the computer slept."""
WAKING_SECONDS = 5.0
"""After a start or a sleep the network comes first."""
SPREAD_SECONDS = 60.0
"""And not all offices that are opened at eight come in the same second."""
IDLE_SECONDS = 60.0

SLEPT = "while this computer slept"
WAS_OFF = "while this computer was off, or nothing ran the schedule"
WAS_BUSY = "while nothing could be started"


class Office(Protocol):
    """What the schedule asks of the office, which is opened anew for each look."""

    def plan(self) -> Plan:
        """The schedule and what is known for it. Raises `AgentError`."""

    def upload(self, options: LastProcess, progress: PolledProgress) -> ProcessReport:
        """Process, as the paired device. Raises `AgentError`; whatever comes of it is noted."""

    def note(self, deed: Deed) -> None:
        """Keep it in Activity. Raises `AgentError`."""


@dataclass(frozen=True)
class Clocks:
    """What time it is: `now` in UTC by the computer's clock, `ticks` by one that nobody can set."""

    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ticks: Callable[[], float] = ticks
    zone: Callable[[], tzinfo] = local_zone


class Uploads:
    """`tell` is told in a line what happened."""

    def __init__(self, opened: Callable[[], Office], tell: Callable[[str], None], clocks: Clocks | None = None) -> None:
        self._opened = opened
        self._tell = tell
        self._clocks = clocks or Clocks()
        self._watch = Watch()
        self._looked: float | None = None
        self._not_before = 0.0
        self._why = WAS_BUSY
        self._unnoted = 0
        self._trouble = ""
        self._stopped = False
        self._progress: PolledProgress | None = None

    @property
    def working(self) -> bool:
        """Whether an upload goes on; may be asked from any thread."""
        return self._progress is not None

    def stop(self) -> None:
        """Start no more uploads, and stop the one that goes on at the next good place; from any thread."""
        self._stopped = True
        if (progress := self._progress) is not None:
            progress.cancel()

    def look(self) -> float:
        """Make the upload that is due, if one is; gives the seconds until it is to be looked again. Raises nothing."""
        try:
            office = self._opened()
            plan = office.plan()
        except Exception as error:
            self._say_once(str(faults.told(error)))
            return IDLE_SECONDS
        self._trouble = ""
        now, moment = self._clocks.now(), self._clocks.ticks()
        self._wake(plan, moment)
        if plan.waiting != "on" or plan.past is None:
            return IDLE_SECONDS
        zone = self._clocks.zone()
        rest = self._watch.left(plan.schedule, plan.past, now, moment, zone, plan.seed)
        wait = max(rest.total_seconds(), self._not_before - moment)
        if wait > 0 or self._stopped:
            return wait
        if -rest > LATE:
            self._note(office, _missed(now + rest, now, self._why, zone))
        elif (wanted := _put_off(plan, zone)) is not None:
            self._note(office, _missed(wanted, now, "in the quiet hours", zone, "put off"))
        self._why = WAS_BUSY
        self._upload(office, plan, plan.past)
        return 0.0

    def _wake(self, plan: Plan, moment: float) -> None:
        """After a start or a sleep, some seconds are waited."""
        first = self._looked is None
        if first or moment - (self._looked or 0.0) > SLEPT_SECONDS:
            self._why = WAS_OFF if first else SLEPT
            waking = WAKING_SECONDS + SPREAD_SECONDS * lot(plan.seed, "waking")
            self._not_before = max(self._not_before, moment + waking)
        self._looked = moment

    def _upload(self, office: Office, plan: Plan, past: Past) -> None:
        progress = self._progress = PolledProgress()
        self._tell("A scheduled upload begins.")
        try:
            report = office.upload(plan.options, progress)
            self._tell(f'"{report.portal}": {report.outcome}, {report.customers:,} customers.')
        except Cancelled as stopped:
            self._tell(str(stopped))
        except Exception as error:
            self._tell(f"It did not come through. {faults.told(error)}")
        finally:
            self._progress = None
        self._looked = self._clocks.ticks()
        self._mind_what_was_not_noted(past)

    def _mind_what_was_not_noted(self, past: Past) -> None:
        """Where not even the record can be kept (the disk is full), nothing but this program knows of the try."""
        try:
            noted = self._opened().plan().past
        except Exception:
            noted = past
        self._unnoted = self._unnoted + 1 if noted == past else 0
        if self._unnoted:
            self._not_before = self._clocks.ticks() + pause(self._unnoted, LONGEST_SECONDS, 0.0)

    def _note(self, office: Office, deed: Deed) -> None:
        self._tell(deed.detail)
        try:
            office.note(deed)
        except AgentError as error:
            self._tell(str(error))

    def _say_once(self, trouble: str) -> None:
        if trouble != self._trouble:
            self._tell(trouble)
        self._trouble = trouble


def _put_off(plan: Plan, zone: tzinfo) -> datetime | None:
    """The daily time that fell into the quiet hours; None where none did, or a try of it failed already."""
    kept, past = plan.schedule, plan.past
    if past is None or past.tried is not None or not kept.daily or kept.quiet is None:
        return None
    wanted = replace(kept, quiet=None).following(past.came, zone, plan.seed)
    return wanted if kept.outside_quiet(wanted, zone, plan.seed) != wanted else None


def _missed(due: datetime, now: datetime, why: str, zone: tzinfo, result: Result = "missed") -> Deed:
    there, here = due.astimezone(zone), now.astimezone(zone)
    since = f"{there:%H:%M}" if there.date() == here.date() else f"{there:%Y-%m-%d %H:%M}"
    detail = f"It was due at {since}, {why}. One upload at {here:%H:%M} makes up for it."
    return Deed("process", "", SCHEDULED, result, now.replace(microsecond=0), detail=detail, unattended=True)
