"""The real office behind the window. Loaded on a lane, after the window is drawn: it brings the databases with it.

Each call opens the office anew, as each command does, so that what another command set up meanwhile is seen at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from agent.domain.errors import AgentError
from agent.domain.permissions import Permission
from agent.domain.portals import Portal
from agent.gui.office_work.users import OfficeUsers
from agent.gui.presenters.work import Choice, HomeFacts
from agent.jobs.progress import PolledProgress
from agent.usecases.process import ProcessOptions
from agent.usecases.report import ProcessReport
from agent.usecases.setup import look
from agent.usecases.status import PortalStatus, portal_statuses
from agent.wiring.office import Office


@dataclass(frozen=True)
class OfficeWork:
    """`presenters.work.Work` for the agent's folder."""

    folder: Path

    @property
    def users(self) -> OfficeUsers:
        """Signing in, and Set Passwords."""
        return OfficeUsers(self.folder)

    def version(self) -> str:
        """Of this program; empty where it runs without having been installed."""
        try:
            return version("porchlight")
        except PackageNotFoundError:
            return ""

    def home(self) -> HomeFacts:
        """What is set up, and what happened."""
        office = Office(self.folder)
        chosen = office.home.settings.practice
        portals = tuple(office.portals.all())
        if chosen is None:
            return HomeFacts(portals=portals)
        try:
            return HomeFacts(chosen.url, portals, tuple(office.replace.runs()))
        except AgentError as trouble:
            return HomeFacts(chosen.url, portals, trouble=trouble)

    def statuses(self) -> list[PortalStatus]:
        """What each paired portal really holds."""
        office = Office(self.folder)
        return portal_statuses(office.portals, office.connect)

    def portals(self) -> list[Portal]:
        """The paired portals, by name."""
        return Office(self.folder).portals.all()

    def active_customers(self) -> int:
        """How many customers of the practice database are ACTIVE."""
        office = Office(self.folder)
        office.actor.require(Permission.PROCESS)
        return look(office.fields).active

    def process(self, choice: Choice, portal: str, progress: PolledProgress) -> ProcessReport:
        """Publish to the portal of that name, with the one lock of the agent's folder held."""
        office = Office(self.folder)
        with office.alone(progress):
            options = ProcessOptions(choice.history_since, choice.activity_after, to=portal)
            return office.process.run(options, progress)
