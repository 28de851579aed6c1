"""The real office behind the window. Loaded on a lane, after the window is drawn: it brings the databases with it.

Each call opens the office anew, as each command does, so that what another command set up meanwhile is seen at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from agent.domain.errors import AgentError
from agent.domain.portals import Portal
from agent.gui.office_work.portals import PortalsOffice
from agent.gui.office_work.set_up import SetUpOffice
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
    def set_up(self) -> SetUpOffice:
        """The set-up."""
        return SetUpOffice(self.folder)

    @property
    def paired(self) -> PortalsOffice:
        """The list of portals."""
        return PortalsOffice(self.folder)

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
        looked = office.first_steps.look(count=False)
        if chosen is None:
            return HomeFacts(portals=portals, looked=looked)
        try:
            return HomeFacts(chosen.url, portals, tuple(office.replace.runs()), looked=looked)
        except AgentError as trouble:
            return HomeFacts(chosen.url, portals, trouble=trouble, looked=looked)

    def statuses(self) -> list[PortalStatus]:
        """What each paired portal really holds."""
        office = Office(self.folder)
        return portal_statuses(office.portals, office.connect)

    def portals(self) -> list[Portal]:
        """The paired portals, by name."""
        return Office(self.folder).portals.all()

    def active_customers(self) -> int:
        """How many customers of the practice database are ACTIVE."""
        return look(Office(self.folder).fields).active

    def process(self, choice: Choice, portal: str, progress: PolledProgress) -> ProcessReport:
        """Publish to the portal of that name, with the one lock of the agent's folder held."""
        office = Office(self.folder)
        with office.alone(progress):
            options = ProcessOptions(choice.history_since, choice.activity_after, to=portal)
            return office.process.run(options, progress)
