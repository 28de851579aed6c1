"""The scheduled uploads, with the real office behind them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from agent.domain.schedule import Schedule
from agent.domain.standing_service import Registered
from agent.gui.presenters.schedule import ScheduleFacts
from agent.jobs.progress import PolledProgress
from agent.wiring.hosting import Host
from agent.wiring.office import Office


@dataclass(frozen=True)
class OfficeSchedule:
    """`presenters.schedule.ScheduleWork` for the agent's folder."""

    folder: Path

    def read(self) -> ScheduleFacts:
        """Everything as it is now."""
        office = Office(self.folder)
        return ScheduleFacts(office.timetable.plan(), office.service_standing(), datetime.now().astimezone())

    def save(self, schedule: Schedule, progress: PolledProgress) -> Schedule:
        """Keep another schedule."""
        return Office(self.folder).scheduling.change(schedule)

    def install(self, progress: PolledProgress) -> Registered:
        """Let uploads run with nobody at the desk."""
        return Office(self.folder).service.install()

    def uninstall(self, progress: PolledProgress) -> Registered:
        """Let them run only while the window is open."""
        return Office(self.folder).service.uninstall()

    def hosted(self) -> Host:
        """Runs the schedule in this program; what happens is in Activity."""
        return Host(self.folder, lambda _told: None, gives_way=True)
