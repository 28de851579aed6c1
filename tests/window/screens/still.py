"""An office that stands still: facts made up here, so that pictures of the windows stay the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from agent.domain.errors import TryLater
from agent.domain.portals import Portal
from agent.gui.presenters.process import Choice
from agent.gui.presenters.work import HomeFacts
from agent.jobs.progress import PolledProgress
from agent.usecases.history import PortalRuns
from agent.usecases.report import ProcessReport
from agent.usecases.status import PortalStatus
from shared.messages import Pin, Receipt
from tests.window.screens.still_activity import LISTED, StillActivity
from tests.window.screens.still_backups import StillBackups
from tests.window.screens.still_customers import StillCustomers
from tests.window.screens.still_email_settings import StillEmailSettings
from tests.window.screens.still_leaving import StillLeaving
from tests.window.screens.still_preview import StillPreview
from tests.window.screens.still_replace import StillReplace
from tests.window.screens.still_requests import WAITING, StillRequests
from tests.window.screens.still_saving import StillSaving
from tests.window.screens.still_schedule import PLAN, StillSchedule
from tests.window.screens.still_self_check import StillSelfCheck
from tests.window.screens.still_set_up import StillPortals, StillSetUp
from tests.window.screens.users import StillUsers

NOW = datetime(2026, 6, 9, 14, 20, tzinfo=UTC)
RECEIPT = Receipt(
    snapshot=218,
    time="2026-06-09T14:02:00Z",
    digest="",
    counts={"customer": 812, "credential": 807},
    difference={"customer": {"added": 2, "changed": 5}},
)
PORTAL = Portal(
    id=1,
    name="CLIP Customer Portal",
    url="https://portal.example.com",
    company=112,
    company_name="Green Valley Lawn Care",
    device="office-pc",
    practice_id="p",
    portal_url="https://portal.example.com/112/",
    receipt=RECEIPT,
)
SECOND = replace(PORTAL, id=2, name="Try-out portal", url="https://try.example.com", receipt=None)
STATUS = PortalStatus(
    name=PORTAL.name,
    url=PORTAL.url,
    company=PORTAL.company,
    company_name=PORTAL.company_name,
    portal_url=PORTAL.portal_url,
    state="up to date",
    snapshot=218,
    time=RECEIPT.time,
    counts=RECEIPT.counts,
)
PIN = Pin(snapshot=216, time="2026-06-09T11:02:00Z", by="Ann", since="2026-06-09T13:40:00Z")
AWAY = TryLater(
    "The receiver at https://portal.example.com can't be reached.",
    detail="Nothing answers there.",
    remedy="Check the address and the internet connection, then try again.",
)
FACTS = HomeFacts(
    "sqlite:////home/office/practice.db",
    (PORTAL,),
    LISTED[:6],
    {PORTAL.name: PortalRuns(3, LISTED[0], LISTED[0])},
    plan=PLAN,
    requests=WAITING,
)
REPORT = ProcessReport(
    outcome="published",
    portal=PORTAL.name,
    portal_url=PORTAL.portal_url,
    snapshot=219,
    customers=812,
    counts=RECEIPT.counts,
    difference={"customer": {"added": 12, "removed": 3, "changed": 47}},
    left_out={},
    requests=3,
    bytes_sent=48_000,
    seconds={},
    weak=0,
    shared=40,
    without_password=5,
    credentials={},
)


class StillWork:
    """An office that stands still: `presenters.work.Work` without anything behind it."""

    @property
    def set_up(self) -> StillSetUp:
        """As the screens of the set-up need it."""
        return StillSetUp()

    @property
    def paired(self) -> StillPortals:
        """Two."""
        return StillPortals([PORTAL, SECOND])

    activity = StillActivity()
    schedule = StillSchedule()
    preview = StillPreview()
    saving = StillSaving()
    leaving = StillLeaving()
    requests = StillRequests.made()

    @property
    def customers(self) -> StillCustomers:
        """Forty."""
        return StillCustomers()

    @property
    def replace(self) -> StillReplace:
        """Seven customers and three jobs."""
        return StillReplace()

    @property
    def email_settings(self) -> StillEmailSettings:
        """As `email_settings` says."""
        return StillEmailSettings()

    @property
    def backups(self) -> StillBackups:
        """Copies of all kinds."""
        return StillBackups()

    @property
    def self_check(self) -> StillSelfCheck:
        """Something of each state."""
        return StillSelfCheck()

    @property
    def users(self) -> StillUsers:
        """Nobody has to sign in."""
        return StillUsers()

    def version(self) -> str:
        """The first."""
        return "0.1.0"

    def home(self) -> HomeFacts:
        """Green Valley, published."""
        return FACTS

    def statuses(self) -> list[PortalStatus]:
        """Up to date."""
        return [STATUS]

    def portals(self) -> list[Portal]:
        """Two, so that one has to be picked."""
        return [PORTAL, SECOND]

    def active_customers(self) -> int:
        """As on Home."""
        return 812

    def process(self, choice: Choice, portal: str, progress: PolledProgress) -> ProcessReport:
        """As `REPORT` says."""
        return REPORT
