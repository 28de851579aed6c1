"""Runs the schedule of an agent's folder: in the service, and in the window while there is no service."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from agent.domain.activity import Deed
from agent.domain.uploads import LastProcess, Plan
from agent.jobs.place import Place
from agent.jobs.progress import PolledProgress
from agent.jobs.scheduler import LOOK_SECONDS, Scheduler
from agent.jobs.uploads import Uploads
from agent.usecases.process import ProcessOptions
from agent.usecases.report import ProcessReport
from agent.wiring.desk import Desk
from agent.wiring.office import Office


@dataclass(frozen=True)
class Unattended:
    """The office as the paired device may use it; see `jobs.uploads.Office`. Made anew for each look, as each command
    does."""

    office: Office

    def plan(self) -> Plan:
        """See `jobs.uploads.Office`."""
        self.office.settle_runs()
        return self.office.timetable.plan()

    def upload(self, options: LastProcess, progress: PolledProgress) -> ProcessReport:
        """See `jobs.uploads.Office`."""
        wanted = ProcessOptions(options.history_since, options.activity_after, options.portal or None)
        return self.office.publish(wanted, progress)

    def note(self, deed: Deed) -> None:
        """See `jobs.uploads.Office`."""
        self.office.activity.note(deed)


class Host:
    """`gives_way`: whether a service that runs, or comes, does it instead."""

    def __init__(self, folder: Path, tell: Callable[[str], None], *, gives_way: bool) -> None:
        self._place = Place(folder, gives_way=gives_way)
        self._tell = tell
        self._waiting = False
        self._uploads = Uploads(lambda: Unattended(Office(folder, Desk(unattended=True))), tell)
        self._scheduler = Scheduler(self._look)

    @property
    def working(self) -> bool:
        """Whether an upload goes on here; may be asked from any thread."""
        return self._uploads.working

    def start(self) -> None:
        """From now on, until `end`."""
        self._scheduler.start()

    def stop(self) -> None:
        """Start nothing more, and stop the upload that goes on at the next good place; does not wait for it."""
        self._uploads.stop()

    def end(self) -> None:
        """Stop; returns when nothing goes on any more."""
        self.stop()
        self._scheduler.end()
        self._place.leave()

    def _look(self) -> float:
        if self._place.ours():
            self._waiting = False
            return self._uploads.look()
        if not self._waiting:
            self._waiting = True
            self._tell("Another program runs the schedule of this office just now; this one waits.")
        return LOOK_SECONDS
