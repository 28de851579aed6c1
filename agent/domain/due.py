"""When the next upload is due, by what happened last and by a clock that nobody can set (reliability F31, F32, R9).

The computer's clock may be wrong, and may be set while we wait. So how long ago something was is counted by the ticks
of a clock that only goes on (and that goes on while the computer sleeps); the wall clock says the rest: time of day,
quiet hours, and how long ago a run was that this program did not see.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo

from agent.domain.retry import lot, pause
from agent.domain.schedule import Schedule

NEAR = timedelta(hours=2)
"""A run that the records put so far into the future was a moment ago: the clock was set back since, for summer time
say. What is farther ahead tells nothing."""
NOTICED = timedelta(seconds=90)
"""A clock that is off by less needs no thought."""
SLACK = 1.125
"""By so much what is planned may be late, by lots and summer time, before the watchdog says that it is due."""
_GRAIN = timedelta(seconds=10)
"""What is planned after a jump of the clock is not to tremble with each look."""


@dataclass(frozen=True)
class Past:
    """What the records say, in UTC. `came`: the last Process that came through, whoever pressed it. The rest is of
    scheduled uploads since then: how many failed, when the last of them was tried, whether it needs a person, and how
    many seconds the receiver wanted to be left alone. `mark` tells the newest from another one that a clock set back
    put at the same moment."""

    came: datetime
    failures: int = 0
    tried: datetime | None = None
    person: bool = False
    wait: float = 0.0
    mark: int = 0

    @property
    def newest(self) -> datetime:
        """The last thing that happened."""
        return self.tried or self.came

    def shifted(self, by: timedelta) -> Past:
        """The same on a clock that was set by so much."""
        return replace(self, came=self.came + by, tried=self.tried + by if self.tried else None)


def planned(schedule: Schedule, past: Past, zone: tzinfo, seed: str) -> datetime:
    """When the next upload is planned, in UTC; that may have passed. What needs a person is not tried again before it
    would be due anyway."""
    if past.tried is None:
        return schedule.following(past.came, zone, seed)
    regular = schedule.following(past.tried, zone, seed)
    again = regular
    if not past.person:
        drawn = lot(seed, past.tried.isoformat())
        waited = pause(past.failures, schedule.interval.total_seconds(), drawn)
        again = min(regular, past.tried + timedelta(seconds=waited))
    again = max(again, past.tried + timedelta(seconds=past.wait))
    return schedule.outside_quiet(again, zone, seed)


class Watch:
    """Remembers when things happened by the ticks (seconds of a clock that only goes on), and tells them in terms of
    what the wall clock shows now. One for each program that waits."""

    def __init__(self) -> None:
        self._newest: tuple[datetime, int] | None = None
        self._at = 0.0
        self._looked = 0.0

    def on_the_clock(self, past: Past, longest: timedelta, now: datetime, ticks: float) -> Past:
        """`past` as the clock shows it `now`. Where that says nothing, since it lies far ahead, the last run was as
        long ago as the `longest` pause: then one run puts it right."""
        newest = (past.newest, past.mark)
        if newest != self._newest:
            age = now - past.newest
            if self._newest is not None:
                # It was noted since the last look, whatever the clock says.
                age = min(max(age, timedelta(0)), timedelta(seconds=ticks - self._looked))
            elif age < timedelta(0):
                age = timedelta(0) if age >= -NEAR else longest
            self._newest, self._at = newest, ticks - age.total_seconds()
        self._looked = ticks
        by = now - timedelta(seconds=ticks - self._at) - past.newest
        return past if abs(by) < NOTICED else past.shifted(round(by / _GRAIN) * _GRAIN)

    def left(self, schedule: Schedule, past: Past, now: datetime, ticks: float, zone: tzinfo, seed: str) -> timedelta:
        """How long until the next upload is due; none or less where it is.

        A daily time that came already is not met again by a clock that was set back a little, nor does a clock that
        was set make a second upload follow close upon one of before: only what makes up for a time that had none, by
        that clock, may be followed soon by the next daily upload, at its time. And whatever the clock does, nothing
        waits longer than the longest pause that is planned.
        """
        shown = self.on_the_clock(past, timedelta(seconds=schedule.seconds), now, ticks)
        when = planned(schedule, shown, zone, seed)
        if schedule.daily and timedelta(0) < past.newest - shown.newest <= NEAR:
            when = max(when, planned(schedule, past, zone, seed))
        if shown is not past:
            when = max(when, shown.newest + schedule.shortest / 2)
        longest = max(timedelta(seconds=schedule.seconds) * SLACK + NEAR, timedelta(seconds=past.wait))
        return min(when - now, longest - timedelta(seconds=ticks - self._at))
