"""A schedule as people type and read it: `07:00,12:30`, `20:00-06:00`."""

from __future__ import annotations

import re
from datetime import time

from agent.domain.errors import UsageError
from agent.domain.schedule import LONGEST_MINUTES, Quiet, Schedule

_CLOCK = re.compile(r"(\d{1,2}):(\d{2})")
_BETWEEN = re.compile(r"\s*[-–]\s*")
MINUTES_OF_AN_HOUR = 60


def clock(text: str) -> time:
    """`7:05` or `19:30`. Raises `UsageError`."""
    found = _CLOCK.fullmatch(text.strip())
    if found is not None:
        hour, minute = int(found[1]), int(found[2])
        if hour < 24 and minute < 60:
            return time(hour, minute)
    raise UsageError(
        f'"{text.strip()}" is not a time of day.', remedy="Write hours and minutes, from 00:00 to 23:59: 07:30."
    )


def times(text: str) -> tuple[time, ...]:
    """Daily times, with commas between them. Raises `UsageError`."""
    return tuple(sorted({clock(one) for one in text.split(",")}))


def quiet(text: str) -> Quiet | None:
    """Quiet hours with a dash between; None for `none`. Raises `UsageError`."""
    if text.strip().casefold() in ("", "none"):
        return None
    ends = _BETWEEN.split(text.strip())
    if len(ends) != 2:
        raise UsageError(f'"{text}" are no quiet hours.', remedy="Write from when to when: 20:00-06:00, or none.")
    return Quiet(clock(ends[0]), clock(ends[1]))


def rhythm(schedule: Schedule) -> str:
    """How often: `every 30 minutes`, `daily at 07:00 and 12:30`."""
    if schedule.daily:
        *first, last = [f"{one:%H:%M}" for one in schedule.daily]
        return f"daily at {', '.join(first)} and {last}" if first else f"daily at {last}"
    if schedule.every == LONGEST_MINUTES:
        return "every day"
    hours, minutes = divmod(schedule.every, MINUTES_OF_AN_HOUR)
    if minutes or not hours:
        return f"every {schedule.every} minutes"
    return "every hour" if hours == 1 else f"every {hours} hours"
