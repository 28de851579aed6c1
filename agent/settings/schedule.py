"""The schedule in `settings.toml`."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from agent.domain.errors import SetupError, UsageError
from agent.domain.schedule import Schedule, checked
from agent.domain.schedule_words import clock, quiet
from agent.settings.declared import ScheduleSettings
from agent.settings.home import Home


@dataclass(frozen=True)
class KeptSchedule:
    """See `usecases.timetable.Schedules`."""

    home: Home

    def get(self) -> Schedule:
        """See `Schedules`. Somebody may have edited the file."""
        kept = self.home.settings.schedule
        try:
            daily = tuple(clock(one) for one in kept.daily)
            return checked(Schedule(kept.on, kept.every, daily, quiet(kept.quiet)))
        except UsageError as error:
            raise SetupError(
                "The schedule in the settings can't be used.",
                detail=error.title,
                remedy="Set it anew: System > Scheduled Uploads, or agent schedule",
            ) from error

    def readable(self) -> Schedule:
        """See `Schedules`."""
        try:
            return self.get()
        except SetupError:
            return Schedule()

    def keep(self, schedule: Schedule) -> None:
        """See `Schedules`."""
        daily = tuple(f"{one:%H:%M}" for one in schedule.daily)
        made = ScheduleSettings(schedule.on, schedule.every, daily, str(schedule.quiet or ""))
        self.home.save(msgspec.structs.replace(self.home.settings, schedule=made))
