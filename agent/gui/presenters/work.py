"""What the window asks of the office. Every call may take long, and is made on a lane of `agent.jobs.runner`.

The use cases are only named here, not loaded: the window is drawn before they are.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from agent.domain.errors import AgentError
from agent.domain.first_steps import SetUp
from agent.domain.requests import Waiting
from agent.gui.presenters.backup import BackupWork
from agent.gui.presenters.customers import CustomersWork
from agent.gui.presenters.email_settings import EmailSettingsWork
from agent.gui.presenters.self_check import SelfCheckWork
from agent.gui.presenters.users import UsersWork
from agent.jobs.progress import PolledProgress

if TYPE_CHECKING:
    from agent.domain.activity import Deed
    from agent.domain.portals import Portal
    from agent.domain.uploads import Plan
    from agent.gui.presenters.activity import ActivityWork
    from agent.gui.presenters.leaving import LeavingWork
    from agent.gui.presenters.pairing import PortalsWork
    from agent.gui.presenters.preview import PreviewWork
    from agent.gui.presenters.process import Choice
    from agent.gui.presenters.replace import ReplaceWork
    from agent.gui.presenters.requests import RequestsWork
    from agent.gui.presenters.save_to_file import SavingWork
    from agent.gui.presenters.schedule import ScheduleWork
    from agent.gui.presenters.set_up import SetUpWork
    from agent.usecases.history import PortalRuns
    from agent.usecases.report import ProcessReport
    from agent.usecases.status import PortalStatus


@dataclass(frozen=True)
class HomeFacts:
    """What the agent's own folder and the practice database say. `practice` is empty where none is chosen."""

    practice: str = ""
    portals: tuple[Portal, ...] = ()
    deeds: tuple[Deed, ...] = ()
    """What happened last, newest first."""
    runs: Mapping[str, PortalRuns] = field(default_factory=dict)
    """By portal: what became of its Processes."""
    trouble: AgentError | None = None
    """Why the practice database can't be used just now."""
    plan: Plan | None = None
    """What is scheduled, where that can be read."""
    requests: Waiting = field(default_factory=Waiting)
    """What customers asked for that waits for somebody who may see it."""
    looked: SetUp | None = None
    """How far the set-up is, where that was looked at."""

    @property
    def set_up(self) -> SetUp:
        """How far the set-up is, as far as these facts say it."""
        if self.looked is not None:
            return self.looked
        published = any(one.receipt for one in self.portals)
        return SetUp(self.practice, portals=tuple(one.name for one in self.portals), published=published)


class Work(Protocol):
    """The office behind the window."""

    @property
    def set_up(self) -> SetUpWork:
        """The set-up."""

    @property
    def paired(self) -> PortalsWork:
        """The list of portals."""

    @property
    def customers(self) -> CustomersWork:
        """The Customer List."""

    @property
    def replace(self) -> ReplaceWork:
        """Global Replacement."""

    @property
    def email_settings(self) -> EmailSettingsWork:
        """System > Email Settings."""

    @property
    def backups(self) -> BackupWork:
        """Files > Backup and Files > Restore."""

    @property
    def self_check(self) -> SelfCheckWork:
        """Help > Self-check."""

    @property
    def users(self) -> UsersWork:
        """Signing in, and Set Passwords."""

    @property
    def schedule(self) -> ScheduleWork:
        """System > Scheduled Uploads."""

    def version(self) -> str:
        """Of this program; empty where it runs without having been installed."""

    @property
    def activity(self) -> ActivityWork:
        """For the page Activity."""

    @property
    def preview(self) -> PreviewWork:
        """For what will change."""

    @property
    def leaving(self) -> LeavingWork:
        """System > What Leaves the Office."""

    @property
    def requests(self) -> RequestsWork:
        """For the page Requests."""

    @property
    def saving(self) -> SavingWork:
        """For Save to a file."""

    def home(self) -> HomeFacts:
        """What is set up, and what happened. Raises `AgentError` where the agent's folder can't be used."""

    def statuses(self) -> list[PortalStatus]:
        """What each paired portal really holds, asked over the network."""

    def portals(self) -> list[Portal]:
        """The paired portals, by name."""

    def active_customers(self) -> int:
        """How many customers of the practice database are ACTIVE."""

    def process(self, choice: Choice, portal: str, progress: PolledProgress) -> ProcessReport:
        """Publish to the portal of that name. Raises `AgentError`."""
