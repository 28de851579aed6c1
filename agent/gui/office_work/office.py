"""The real office behind the window. Loaded on a lane, after the window is drawn: it brings the databases with it.

Each call opens the office anew, as each command does, so that what another command set up meanwhile is seen at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from agent.domain.activity import Wanted
from agent.domain.errors import AgentError
from agent.domain.permissions import Permission
from agent.domain.portals import Portal
from agent.domain.requests import Waiting
from agent.domain.uploads import Plan
from agent.gui.office_work.activity import OfficeActivity
from agent.gui.office_work.backup import OfficeBackups
from agent.gui.office_work.customers import OfficeCustomers
from agent.gui.office_work.email_settings import EmailSettingsOffice
from agent.gui.office_work.leaving import OfficeLeaving
from agent.gui.office_work.portals import PortalsOffice
from agent.gui.office_work.preview import OfficePreview
from agent.gui.office_work.replace import OfficeReplace
from agent.gui.office_work.requests import OfficeRequests, waiting
from agent.gui.office_work.saving import OfficeSaving
from agent.gui.office_work.schedule import OfficeSchedule
from agent.gui.office_work.self_check import OfficeSelfCheck
from agent.gui.office_work.set_up import SetUpOffice
from agent.gui.office_work.users import OfficeUsers
from agent.gui.presenters.events import SHOWN
from agent.gui.presenters.process import Choice
from agent.gui.presenters.work import HomeFacts
from agent.jobs.progress import PolledProgress
from agent.usecases.history import last_runs
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

    @property
    def customers(self) -> OfficeCustomers:
        """The Customer List."""
        return OfficeCustomers(self.folder)

    @property
    def replace(self) -> OfficeReplace:
        """Global Replacement."""
        return OfficeReplace(self.folder)

    @property
    def email_settings(self) -> EmailSettingsOffice:
        """System > Email Settings."""
        return EmailSettingsOffice(self.folder)

    @property
    def backups(self) -> OfficeBackups:
        """Files > Backup and Files > Restore."""
        return OfficeBackups(self.folder)

    @property
    def self_check(self) -> OfficeSelfCheck:
        """Help > Self-check."""
        return OfficeSelfCheck(self.folder)

    @property
    def users(self) -> OfficeUsers:
        """Signing in, and Set Passwords."""
        return OfficeUsers(self.folder)

    @property
    def schedule(self) -> OfficeSchedule:
        """System > Scheduled Uploads."""
        return OfficeSchedule(self.folder)

    def version(self) -> str:
        """Of this program; empty where it runs without having been installed."""
        try:
            return version("porchlight")
        except PackageNotFoundError:
            return ""

    @property
    def activity(self) -> OfficeActivity:
        """For the page Activity."""
        return OfficeActivity(self.folder)

    @property
    def preview(self) -> OfficePreview:
        """For what will change."""
        return OfficePreview(self.folder)

    @property
    def leaving(self) -> OfficeLeaving:
        """System > What Leaves the Office."""
        return OfficeLeaving(self.folder)

    @property
    def requests(self) -> OfficeRequests:
        """For the page Requests."""
        return OfficeRequests(self.folder)

    @property
    def saving(self) -> OfficeSaving:
        """For Save to a file."""
        return OfficeSaving(self.folder)

    def home(self) -> HomeFacts:
        """What is set up, and what happened."""
        office = Office(self.folder)
        office.settle_runs()
        chosen = office.home.settings.practice
        portals = tuple(office.portals.all())
        looked = office.first_steps.look(count=False)
        plan = _plan(office)
        deeds = office.history.page(Wanted(), SHOWN).deeds
        runs = last_runs(office.activity, {portal.name for portal in portals})
        if chosen is None:
            return HomeFacts("", portals, deeds, runs, plan=plan, looked=looked)
        trouble = None
        try:
            office.replace.runs()
        except AgentError as error:
            trouble = error
        waits = Waiting() if trouble is not None or not portals else waiting(office)
        return HomeFacts(chosen.url, portals, deeds, runs, trouble, plan, waits, looked)

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
        """Publish to the portal of that name; whatever comes of it is noted in Activity."""
        options = ProcessOptions(choice.history_since, choice.activity_after, portal, choice.attended)
        return Office(self.folder).publish(options, progress)


def _plan(office: Office) -> Plan | None:
    """What can't be read is no plan; System > Scheduled Uploads says why."""
    try:
        return office.timetable.plan()
    except AgentError:
        return None
