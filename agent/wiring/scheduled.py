"""The schedule of background uploads, and what it asks of the office."""

from __future__ import annotations

from functools import cached_property

from agent.domain.local_time import local_zone
from agent.settings.schedule import KeptSchedule
from agent.store.last_process import LastProcesses
from agent.usecases.timetable import Scheduling, Timetable
from agent.wiring.publishing import Publishing


class Scheduled(Publishing):
    """Everything is made when first asked for."""

    @cached_property
    def timetable(self) -> Timetable:
        """What is scheduled."""
        return Timetable(
            schedules=KeptSchedule(self.home),
            last=self.last_process,
            portals=self.portals,
            activity=self.activity,
            seed=self.home.settings.id,
            zone=local_zone,
        )

    @property
    def scheduling(self) -> Scheduling:
        """Changes it."""
        return Scheduling(KeptSchedule(self.home), self.activity, self.actor)

    @cached_property
    def last_process(self) -> LastProcesses:
        """The options that the schedule goes on with."""
        return LastProcesses(self.store)
