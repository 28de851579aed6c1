"""The set-up of an office that stands still."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from agent.domain.catalog import Field
from agent.domain.errors import AgentError
from agent.domain.first_steps import SetUp, Step
from agent.domain.portals import Portal
from agent.domain.replacement import Change, Plan
from agent.domain.runs import Run, RunState
from agent.domain.wish import Wish
from agent.gui.presenters.pairing import PairForm
from agent.gui.presenters.practice_place import Place
from agent.jobs.progress import PolledProgress
from agent.usecases.setup import Found

FRESH = SetUp()
CHOSEN = SetUp(
    practice="sqlite:////home/office/practice.db",
    practice_id="p",
    company_email="office@greenvalley.example",
    customers=1064,
    active=812,
    without_password=37,
)
PAIRED = replace(CHOSEN, portals=("CLIP Customer Portal",), portal_url="https://portal.example.com/112/")
PROTECTED = replace(PAIRED, without_password=0)
PUBLISHED = replace(PROTECTED, published=True)
GONE = replace(
    CHOSEN,
    customers=None,
    active=None,
    without_password=None,
    trouble=AgentError(
        "There is no practice database at /home/office/practice.db.",
        remedy="Check the path, or whether the drive it is on is connected.",
    ),
)
FOUND = Found("p", 1064, 812, {"column": 139, "overlay": 3}, ("CU.Customer Password",))
OTHER = replace(FOUND, practice_id="q")
PASSWORD = Field("CU.Customer Password", "customers", "text", 40, secret=True)
WORDS = ("maple-otter-quiet-lamp", "sunny-cedar-brisk-mint", "amber-heron-plain-drum", "fern-violet-calm-oak", "x")
NAMES = ("1007 Becker, Ulrike", "1031 Dubois, Anne", "1044 Eze, Chidi", "1058 Ito, Ken", "1070 Nowak, Jan")
PLAN = Plan(
    Wish(PASSWORD, (), unique="words", everyone=True),
    tuple(Change(str(at), name, None, WORDS[at], PASSWORD.name) for at, name in enumerate(NAMES)),
    0,
    1064,
)
RUN = Run(
    id=4,
    practice_id="p",
    made=datetime(2026, 6, 9, 14, 0, tzinfo=UTC),
    who="dana",
    set="customers",
    field=PASSWORD.name,
    home="column",
    secret=True,
    conditions="",
    changed=5,
    unchanged=0,
    backup="20260609-140000-1f3a-practice",
    state=RunState.DONE,
)


@dataclass(frozen=True)
class StillSetUp:
    """`presenters.set_up.SetUpWork` without anything behind it; the screens show by themselves how far it is."""

    def look(self) -> SetUp:
        """Everything is done."""
        return PUBLISHED

    def look_into(self, place: Place) -> Found:
        """Found."""
        return FOUND

    def choose(self, place: Place, progress: PolledProgress) -> Found:
        """Found."""
        return FOUND

    def make_sample(self, file: str, customers: int, progress: PolledProgress) -> Found:
        """Found."""
        return FOUND

    def skip(self, step: Step, progress: PolledProgress) -> None:
        """Done."""

    def pair(self, form: PairForm, progress: PolledProgress) -> Portal:
        """Nobody answers here."""
        raise AgentError("Nothing is paired here.")

    def plan_passwords(self) -> Plan:
        """Five."""
        return PLAN

    def give_passwords(self, plan: Plan, progress: PolledProgress) -> Run:
        """Done."""
        return RUN

    def take_back(self, run: int, progress: PolledProgress) -> int:
        """All of them."""
        return len(PLAN.changes)


@dataclass(frozen=True)
class StillPortals:
    """`presenters.pairing.PortalsWork` without anything behind it."""

    portals: list[Portal]

    def all(self) -> list[Portal]:
        """These."""
        return self.portals

    def forget(self, name: str, progress: PolledProgress) -> Portal:
        """The first."""
        return self.portals[0]
