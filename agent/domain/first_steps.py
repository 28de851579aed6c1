"""What has to be done before an office's portal shows anything, and how far that is (design: a wizard at first start).

Everything here follows from how things are; no number of a step is kept anywhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from agent.domain.errors import AgentError


class Step(StrEnum):
    """The steps, in their order."""

    PRACTICE = "practice"
    COMPANY = "company"
    USERS = "users"
    PAIR = "pair"
    PASSWORDS = "passwords"
    PROCESS = "process"


StepState = Literal["done", "open", "skipped"]

OPTIONAL = (Step.USERS,)
"""What an office may do without; that it decided so is kept."""
NEEDED = (Step.PRACTICE, Step.COMPANY, Step.PAIR)
"""Without these nothing can be published."""


@dataclass(frozen=True)
class SetUp:
    """How far the set-up of one agent folder is."""

    practice: str = ""
    """Where the practice database is; empty where none is chosen."""
    practice_id: str = ""
    trouble: AgentError | None = None
    """Why the practice database can't be used just now."""
    company_email: str = ""
    """Where customers write to; empty where the office has not said it, or where nobody looked."""
    portals: tuple[str, ...] = ()
    """The names of those paired for this practice database."""
    portal_url: str = ""
    """Where customers go, at the first of these."""
    elsewhere: int = 0
    """How many portals are paired for other practice databases."""
    customers: int | None = None
    """How many customers there are, None where nobody counted; the same goes for the next two."""
    active: int | None = None
    without_password: int | None = None
    """How many ACTIVE customers have no portal password."""
    activated: bool = False
    """Whether passwords are activated, so that everybody signs in."""
    skipped: frozenset[Step] = frozenset()
    """What somebody decided to do without."""
    published: bool = False
    """Whether a receiver has confirmed a Process from here."""

    def state(self, step: Step) -> StepState:
        """Whether a step is done."""
        if self._done(step):
            return "done"
        return "skipped" if step in self.skipped else "open"

    def _done(self, step: Step) -> bool:
        match step:
            case Step.PRACTICE:
                return bool(self.practice) and self.trouble is None
            case Step.COMPANY:
                return bool(self.company_email) or self.published
            case Step.USERS:
                return self.activated
            case Step.PAIR:
                return bool(self.portals)
            case Step.PASSWORDS:
                # Nobody counts any more once customers sign in: Process tells of those without a password.
                return self.published if self.without_password is None else not self.without_password
            case Step.PROCESS:
                return self.published

    @property
    def open(self) -> tuple[Step, ...]:
        """What is still to be done, in order."""
        return tuple(step for step in Step if self.state(step) == "open")

    @property
    def missing(self) -> tuple[Step, ...]:
        """What has to be done before anything can be published."""
        return tuple(step for step in self.open if step in NEEDED)

    @property
    def fresh(self) -> bool:
        """Whether nothing was set up yet."""
        return not self.practice and not self.portals and not self.elsewhere
