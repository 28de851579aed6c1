"""The schedule of background uploads, and what it asks of the office."""

from __future__ import annotations

import os
from functools import cached_property

from agent.domain.local_time import local_zone
from agent.domain.standing_service import Runs, ServiceStanding
from agent.jobs.lock import SCHEDULE, SERVICE, held
from agent.jobs.registering.here import ServiceHere
from agent.settings import sealed_file
from agent.settings.schedule import KeptSchedule
from agent.settings.secrets import FILE
from agent.store.last_process import LastProcesses
from agent.usecases.standing_service import StandingService
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

    @property
    def service(self) -> StandingService:
        """Installs and removes the service."""
        return StandingService(self._registration(), self.activity, self.actor)

    def service_standing(self) -> ServiceStanding:
        """Whether there is a service, and who runs the schedule now."""
        folder = self.home.folder
        running, somebody = held(folder, SERVICE), held(folder, SCHEDULE)
        runs: Runs = "service" if running else "window" if somebody else "nobody"
        return ServiceStanding(**vars(self._registration().look()), running=running, runs=runs)

    def _registration(self) -> ServiceHere:
        passphrase = sealed_file.VARIABLE if os.environ.get(sealed_file.VARIABLE) else ""
        keyring = self.home.settings.secrets not in ("", FILE)
        return ServiceHere(self.home.folder, keyring, passphrase)

    @cached_property
    def last_process(self) -> LastProcesses:
        """The options that the schedule goes on with."""
        return LastProcesses(self.store)
