"""The schedule of background uploads (feature row A11): every so many minutes, or daily at some times.

Times of day are the wall clock's at the office, whatever its zone is just now. What is planned is computed from what
happened, never from a timer: see `agent.domain.due`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import pairwise

from agent.domain.errors import UsageError
from agent.domain.retry import lot

DEFAULT_MINUTES = 30
SHORTEST_MINUTES, LONGEST_MINUTES = 5, 24 * 60
MOST_TIMES = 24
OPEN_MINUTES = 60
"""So much of a day the quiet hours have to leave."""

DAY = timedelta(days=1)
LATEST_START = timedelta(minutes=5)
"""A daily upload, and the first one after the quiet hours, starts up to so much later, by the device."""
LONGER = 0.05
"""An interval gets longer by up to this part, each time anew."""


@dataclass(frozen=True)
class Quiet:
    """The hours in which no upload starts: from `since`, up to but without `until`; they may pass midnight."""

    since: time
    until: time

    def holds(self, at: time) -> bool:
        """Whether this is in them."""
        if self.since < self.until:
            return self.since <= at < self.until
        return at >= self.since or at < self.until

    @property
    def minutes(self) -> int:
        """How long they are."""
        return (_minute(self.until) - _minute(self.since)) % LONGEST_MINUTES

    def __str__(self) -> str:
        return f"{self.since:%H:%M}-{self.until:%H:%M}"


@dataclass(frozen=True)
class Schedule:
    """Where there are `daily` times, they count; else one upload follows the other after `every` minutes."""

    on: bool = True
    every: int = DEFAULT_MINUTES
    daily: tuple[time, ...] = ()
    quiet: Quiet | None = None

    @property
    def interval(self) -> timedelta:
        """What usually lies between two uploads; of daily ones, the longest pause."""
        if self.daily:
            return max(later - earlier for earlier, later in pairwise(_around(self.daily)))
        return timedelta(minutes=self.every)

    @property
    def shortest(self) -> timedelta:
        """The shortest pause between two uploads that both come as planned."""
        if self.daily:
            return min(later - earlier for earlier, later in pairwise(_around(self.daily)))
        return timedelta(minutes=self.every)

    @property
    def seconds(self) -> int:
        """The longest pause that is planned between two uploads, quiet hours included; 0 where none is planned."""
        if not self.on:
            return 0
        if self.quiet is None:
            return int(self.interval.total_seconds())
        if not self.daily:
            return int((self.interval + timedelta(minutes=self.quiet.minutes)).total_seconds())
        moved = {self.quiet.until if self.quiet.holds(one) else one for one in self.daily}
        return int(replace(self, daily=tuple(sorted(moved)), quiet=None).interval.total_seconds())

    def following(self, last: datetime, zone: tzinfo, seed: str) -> datetime:
        """When the upload after one at `last` is planned, in UTC. `seed` tells this device from others."""
        if not self.daily:
            longer = self.interval * (1 + LONGER * lot(seed, last.isoformat()))
            return self.outside_quiet(last + longer, zone, seed)
        slot = next(one for one in self._slots(last.astimezone(zone).date() - DAY, zone) if one > last)
        if self._is_quiet(slot, zone):
            return self.outside_quiet(slot, zone, seed)
        late = slot + LATEST_START * lot(seed)
        return slot if self._is_quiet(late, zone) else late

    def outside_quiet(self, moment: datetime, zone: tzinfo, seed: str) -> datetime:
        """`moment`, or where that is in the quiet hours, soon after they are over."""
        if self.quiet is None or not self._is_quiet(moment, zone):
            return moment
        today = moment.astimezone(zone).date()
        ends = (_at(today + timedelta(days=days), self.quiet.until, zone) for days in range(-1, 3))
        return next(end for end in ends if end > moment) + LATEST_START * lot(seed)

    def _is_quiet(self, moment: datetime, zone: tzinfo) -> bool:
        return self.quiet is not None and self.quiet.holds(moment.astimezone(zone).time())

    def _slots(self, first: date, zone: tzinfo) -> Iterator[datetime]:
        """Every daily time from that day on. One that the clock leaps over in spring comes as much later; of two that
        it shows in autumn, the first counts."""
        for days in range(5):
            for one in self.daily:
                yield _at(first + timedelta(days=days), one, zone)


def _at(day: date, wall: time, zone: tzinfo) -> datetime:
    return datetime.combine(day, wall, zone).astimezone(UTC)


def _around(daily: tuple[time, ...]) -> list[timedelta]:
    """The times of one day, and the first of the next."""
    minutes = [timedelta(minutes=_minute(one)) for one in daily]
    return [*minutes, minutes[0] + DAY]


def _minute(wall: time) -> int:
    return wall.hour * 60 + wall.minute


def checked(schedule: Schedule) -> Schedule:
    """`schedule`, its times in order. Raises `UsageError` for one that can't be kept."""
    if not SHORTEST_MINUTES <= schedule.every <= LONGEST_MINUTES:
        raise UsageError(
            f"An upload every {schedule.every} minutes can't be scheduled.",
            remedy=f"Choose from {SHORTEST_MINUTES} minutes to {LONGEST_MINUTES} (a day).",
        )
    daily = tuple(sorted(set(schedule.daily)))
    if len(daily) > MOST_TIMES:
        raise UsageError(
            f"{len(daily)} daily times are too many: at most {MOST_TIMES} can be kept.",
            remedy="Choose an upload every so many minutes instead.",
        )
    quiet = schedule.quiet
    if quiet is not None and not 0 < quiet.minutes <= LONGEST_MINUTES - OPEN_MINUTES:
        raise UsageError(
            f"Quiet hours of {quiet} would leave no time for an upload.",
            remedy="Leave at least an hour of the day, or turn the scheduled uploads off.",
        )
    if quiet is not None and daily and all(quiet.holds(one) for one in daily):
        raise UsageError(
            "Every daily time lies in the quiet hours.",
            remedy=f"Choose a time outside of {quiet}, or other quiet hours.",
        )
    return replace(schedule, daily=daily)
