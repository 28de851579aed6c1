"""The Process window and "Select one destination to upload data" in words (features A8, A9)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from agent.domain.activity import Findings, moved
from agent.gui.looks.tokens import Tone
from agent.gui.presenters.kept_back import at_the_end
from agent.gui.presenters.language import Language, counted

if TYPE_CHECKING:
    from agent.domain.portals import Portal
    from agent.usecases.report import ProcessReport

VIA = "CLIP2Go Web/CLIPConnect"
TO_FILE = "Save to a file"
SELECT = "Select one destination to upload data"


@dataclass(frozen=True)
class Choice:
    """What the Process window says: both dates as feature A8 defines them."""

    history_since: date | None = None
    activity_after: date | None = None
    attended: bool = False
    """Whether the person saw what will change."""


@dataclass(frozen=True)
class Form:
    """What is ticked and typed; a date is None where its box is not ticked."""

    via_internet: bool = True
    active: bool = True
    history_since: date | None = None
    activity_after: date | None = None
    to_file: bool = False
    """Whether the second way is ticked."""

    @property
    def choice(self) -> Choice:
        """For the use case."""
        return Choice(self.history_since, self.activity_after)

    def obstacle(self, say: Language) -> str:
        """Why Process can't be pressed; empty where it can."""
        if not (self.via_internet or self.to_file):
            return say("Tick {way} under Via Internet first.", way=VIA)
        if self.via_internet and self.to_file:
            return say("Tick only one way under Via Internet.")
        if not self.active:
            return say("Tick Active Customers first: they are what the portal shows.")
        return ""


@dataclass(frozen=True)
class Destination:
    """One line of the list: the portal's name, and below it what it is."""

    name: str
    sentence: str


def destinations(say: Language, portals: list[Portal]) -> tuple[Destination, ...]:
    """The paired portals as one picks from them."""
    return tuple(
        Destination(
            one.name,
            say("{company}, company {number}\n{url}", company=one.company_name, number=one.company, url=one.portal_url),
        )
        for one in portals
    )


@dataclass(frozen=True)
class Ending:
    """How a Process ended. The window closes by itself after showing it."""

    tone: Tone
    icon: str
    title: str
    sentence: str
    notes: tuple[str, ...]


def ending(say: Language, report: ProcessReport, now: datetime) -> Ending:
    """The report of the use case in words; an outcome this release does not know is told as it is."""
    tone, icon, title = _OUTCOMES.get(report.outcome, ("info", "info", "{portal}: {outcome}"))
    shown = counted(say, report.customers, "{count} customer", "{count} customers")
    changed = say("{changed} changed", changed=say.number(moved(report.difference)))
    sentence = shown if report.outcome == "nothing changed" else f"{shown} · {changed}"
    why, next_steps = at_the_end(say, report, now)
    found = Findings(report.without_password, report.weak, report.shared, report.stayed)
    return Ending(
        tone,
        icon,
        say(title, portal=report.portal, outcome=report.outcome),
        why or sentence,
        (*next_steps, *notes(say, found)),
    )


_OUTCOMES: dict[str, tuple[Tone, str, str]] = {
    "published": ("good", "check", "{portal} was successfully updated"),
    "nothing changed": ("good", "check", "Nothing has changed: {portal} is up to date"),
    "waiting for import": ("info", "info", "Uploaded to {portal}, waiting for import"),
    "held": ("warn", "warn", "Uploaded to {portal}, and held until somebody confirms it"),
}


def notes(say: Language, found: Findings) -> tuple[str, ...]:
    """What somebody should look at some day."""
    users = [
        say(
            "{user} can't sign in to the administration site: the password is too weak for a live portal. "
            "Change it in System > Passwords > Set Passwords",
            user=user,
        )
        for user in found.stayed
    ]
    missing, weak, shared = found.without_password, found.weak, found.shared
    told = (
        (
            missing,
            counted(
                say, missing, "{count} customer has no portal password", "{count} customers have no portal password"
            ),
        ),
        (weak, counted(say, weak, "{count} password is weak", "{count} passwords are weak")),
        (shared, counted(say, shared, "{count} customer shares a password", "{count} customers share one password")),
    )
    return (*users, *(text for count, text in told if count))
