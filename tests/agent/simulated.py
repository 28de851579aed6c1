"""An office whose days pass in an instant: the real schedule and its looks, on clocks that a test moves."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from agent.domain.activity import Deed
from agent.domain.due import Past, planned
from agent.domain.errors import TryLater
from agent.domain.schedule import Schedule
from agent.domain.uploads import LastProcess, Plan
from agent.jobs.progress import PolledProgress
from agent.jobs.uploads import Clocks, Uploads
from agent.usecases.report import ProcessReport

STEP = 150.0
"""Seconds between two looks, at most; the real one looks more often."""
REPORT = ProcessReport("published", "P", "", 1, 1, {}, {}, {}, 1, 1, {}, 0, 0, 0, {})


@dataclass
class Days:
    """`ticks` only go on; `wall` is what the computer's clock shows. `runs` are the ticks and the wall clock's time of
    every upload that came through, `tries` the ticks of all."""

    schedule: Schedule
    wall: datetime
    past: Past
    zone: tzinfo = UTC
    seed: str = "an office"
    ticks: float = 1e6
    reachable: bool = True
    noting: bool = True
    """Whether records can be kept."""
    runs: list[tuple[float, datetime]] = field(default_factory=list)
    tries: list[float] = field(default_factory=list)
    missed: list[Deed] = field(default_factory=list)
    told: list[str] = field(default_factory=list)

    @classmethod
    def begin(cls, schedule: Schedule, wall: datetime, zone: str = "UTC", seed: str = "an office") -> Days:
        """An upload came through just now."""
        return cls(schedule, wall, Past(wall), ZoneInfo(zone), seed)

    def start(self) -> Uploads:
        """The program that makes the uploads is started."""
        return Uploads(lambda: self, self.told.append, Clocks(lambda: self.wall, lambda: self.ticks, lambda: self.zone))

    def plan(self) -> Plan:
        """As `Timetable.plan`."""
        due = planned(self.schedule, self.past, self.zone, self.seed)
        return Plan(self.schedule, "on", LastProcess("P"), self.past, due, self.seed)

    def upload(self, _options: LastProcess, _progress: PolledProgress) -> ProcessReport:
        """As `Office.publish`: it takes three seconds, and what comes of it is known afterwards."""
        self.pass_by(3)
        self.tries.append(self.ticks)
        if not self.reachable:
            self.past = replace(self.past, failures=self.past.failures + 1, tried=self.wall, mark=len(self.tries))
            raise TryLater("Nothing answers.")
        self.runs.append((self.ticks, self.wall))
        if self.noting:
            self.past = Past(self.wall, mark=len(self.tries))
        return REPORT

    def note(self, deed: Deed) -> None:
        """What was missed."""
        self.missed.append(deed)

    def pass_by(self, seconds: float) -> None:
        """Time goes on, and nobody looks."""
        self.ticks += seconds
        self.wall += timedelta(seconds=seconds)

    def live(self, uploads: Uploads, seconds: float) -> None:
        """So much time goes by with the program at work."""
        end = self.ticks + seconds
        while self.ticks < end:
            wait = uploads.look()
            self.pass_by(min(max(wait, 1.0), STEP, max(end - self.ticks, 1.0)))

    def set_clock(self, by: timedelta) -> None:
        """Somebody sets the clock, or it was wrong."""
        self.wall += by

    @property
    def pauses(self) -> list[float]:
        """Seconds between one run and the next."""
        return [later - earlier for (earlier, _), (later, _) in zip(self.runs, self.runs[1:], strict=False)]

    @property
    def shown(self) -> list[str]:
        """The runs as the office's wall clock showed them."""
        return [f"{wall.astimezone(self.zone):%m-%d %H:%M}" for _, wall in self.runs]
