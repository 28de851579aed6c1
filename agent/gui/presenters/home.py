"""Home: is the portal up to date, what happened last, what happens next, what is missing (feature A16).

The status is never better than what the receiver said when it was asked last.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from agent.domain.errors import AgentError
from agent.domain.requests import NOTHING_WAITS, Waiting
from agent.domain.standing import Standing, standing
from agent.gui.looks.tokens import Tone
from agent.gui.presenters.events import Event, events
from agent.gui.presenters.kept_back import on_home, overdue
from agent.gui.presenters.language import Language, ago, counted, moment, of_receipt
from agent.gui.presenters.process import notes
from agent.gui.presenters.requests import on_home as requests_on_home
from agent.gui.presenters.schedule import Next, next_upload
from agent.gui.presenters.set_up import Missing, steps
from agent.gui.presenters.work import HomeFacts

if TYPE_CHECKING:
    from agent.domain.activity import Deed, DeedKind, Findings, Result
    from agent.domain.portals import Portal
    from agent.usecases.status import PortalStatus


@dataclass(frozen=True)
class Status:
    """The state of one portal: a colour, a shape and words that say the same. `portal_url` is empty where there is
    nothing to open yet; `standing` is None while nothing is known."""

    portal: str
    tone: Tone
    icon: str
    title: str
    sentence: str
    portal_url: str = ""
    standing: Standing | None = None
    asked: str = ""
    """How long ago the receiver was asked."""
    urgent: bool = False
    """Nothing goes on until somebody does something."""


@dataclass(frozen=True)
class Told:
    """What this window has learnt since it was opened."""

    statuses: Mapping[str, PortalStatus]
    """By portal, as the receivers answered last."""
    asked: datetime | None = None
    """When that was."""
    working: bool = False
    asking: bool = False
    trouble: AgentError | None = None
    """Why the receivers could not even be asked."""
    requests: Waiting = NOTHING_WAITS
    """What customers asked for, as last heard of."""


@dataclass(frozen=True)
class Home:
    """The whole page."""

    window: str
    place: str
    statuses: tuple[Status, ...]
    steps: tuple[Missing, ...]
    """Every step of the set-up, until something is published."""
    next: Next
    waiting: tuple[str, ...]
    """What waits for somebody."""
    unique: bool
    """Whether unique passwords would help."""
    events: tuple[Event, ...]
    trouble: AgentError | None
    obstacle: str
    """Why Process can't be opened; empty where it can."""
    fresh: bool = False
    """Whether nothing was set up yet."""
    requests: Waiting = NOTHING_WAITS
    """What customers asked for that waits."""
    asked: str = ""
    """The same in words; empty where nothing does."""


def opening(say: Language) -> Home:
    """Until the office has been looked at."""
    looking = say("The practice database and the paired portals are being looked at.")
    status = Status("", "quiet", "working", say("Opening the office"), looking)
    return _nothing_known(say, status, "")


def shut(say: Language, error: AgentError) -> Home:
    """The agent's own folder can't be used, so nothing is known."""
    status = Status("", "bad", "bad", say("The office can't be opened"), f"{error.title} {error.remedy}")
    return _nothing_known(say, status, error.title)


def _nothing_known(say: Language, status: Status, obstacle: str) -> Home:
    return Home("Porchlight", "", (status,), (), Next(""), (), False, (), None, obstacle)


def home(say: Language, facts: HomeFacts, told: Told, now: datetime, home_words: str = "") -> Home:
    """The page for these facts; `now` knows its zone, `home_words` are what a typed command needs to find this
    agent's folder."""
    listed = steps(say, facts.set_up, home_words)
    missing = [one.title for one in listed if one.step in facts.set_up.missing]
    found = _findings(facts)
    company = next((one.company_name for one in facts.portals if one.company_name), "")
    return Home(
        window=say("Porchlight — {company}", company=company) if company else "Porchlight",
        place=facts.practice.removeprefix("sqlite:///") or say("No practice database yet"),
        statuses=tuple(_status(say, one, facts, told, now) for one in facts.portals),
        steps=listed,
        next=Next(say("The set-up comes first.")) if missing else next_upload(say, facts.plan, now),
        waiting=(*_unpublished(say, facts, now), *(notes(say, found) if found else ())),
        unique=bool(found and (found.weak or found.shared)),
        events=events(say, facts.deeds, now, one_portal=len(facts.portals) < 2),
        trouble=facts.trouble or told.trouble,
        obstacle=missing[0] if missing else "",
        fresh=facts.set_up.fresh,
        requests=told.requests,
        asked=requests_on_home(say, told.requests),
    )


def _unpublished(say: Language, facts: HomeFacts, now: datetime) -> tuple[str, ...]:
    """The receiver confirms what it was sent last; what was written here since is not among it."""
    came = [runs.success.made for runs in facts.runs.values() if runs.success is not None]
    since = [one.made for one in facts.deeds if came and one.kind in _WRITING and one.result in _WRITTEN]
    if not since or max(since) <= max(came):
        return ()
    return (
        say("What was changed {when} is not on the portal before the next Process", when=moment(say, max(since), now)),
    )


_WRITING: frozenset[DeedKind] = frozenset(("replace", "restore"))
_WRITTEN: frozenset[Result] = frozenset(("done", "undo possible"))


def _findings(facts: HomeFacts) -> Findings | None:
    """What the last Process that came through found, to whichever portal it was."""
    came = [runs.success for runs in facts.runs.values() if runs.success is not None]
    return max(came, key=lambda deed: deed.id).findings if came else None


def _status(say: Language, portal: Portal, facts: HomeFacts, told: Told, now: datetime) -> Status:
    asked = told.statuses.get(portal.name)
    scheduled = any(one.result == "at work" and one.portal == portal.name and one.unattended for one in facts.deeds)
    if told.working or scheduled or any(one.result == "at work" and one.portal == portal.name for one in facts.deeds):
        sentence = _held(say, portal, now) or say("Nothing has been published yet.")
        title = say("A scheduled upload is at work") if scheduled else say("Process is at work")
        return Status(portal.name, "info", "working", title, sentence, portal.portal_url, standing="working")
    if asked is None:
        title = say("Asking the receiver") if told.asking else say("Not asked yet")
        sentence = _held(say, portal, now) or say("Nothing has been published from this computer yet.")
        return Status(portal.name, "quiet", "working", title, sentence, portal.portal_url)
    runs = facts.runs.get(portal.name)
    failure = runs.unresolved if runs else None
    stands = standing(asked.state, failure)
    tone, icon, title = _STATES.get(asked.state, ("quiet", "info", asked.state))
    sentence = _why(say, asked, now)
    if failure is not None and _outweighs(asked, failure):
        tone, icon, title = _FAILURES.get(failure.result, _LATER)
        sentence = _came_to_nothing(say, failure, now)
    return Status(
        portal=portal.name,
        tone=tone,
        icon=icon,
        title=say(title),
        sentence=sentence,
        portal_url=portal.portal_url,
        standing=stands,
        asked=say("asked {ago}", ago=ago(say, told.asked, now)) if told.asked else "",
        urgent=stands in ("failed", "paused") or asked.state in ("held", "overdue", "suspended"),
    )


_FAILED: tuple[Tone, str, str] = ("bad", "bad", "The last Process failed")
_LATER: tuple[Tone, str, str] = ("warn", "warn", "The last Process did not come through")
_PAUSED: tuple[Tone, str, str] = ("warn", "paused", "Scheduled uploads are paused")
_FAILURES: dict[Result, tuple[Tone, str, str]] = {"failed": _FAILED, "paused": _PAUSED}


def _outweighs(asked: PortalStatus, failure: Deed) -> bool:
    """Whether the failure is what a person should read first."""
    return asked.state == "up to date" or (failure.result == "failed" and asked.state not in ("refused", "no key"))


def _came_to_nothing(say: Language, failure: Deed, now: datetime) -> str:
    """When it was, why, and what to do."""
    when = moment(say, failure.made, now)
    return " ".join(part for part in (say("It was {when}.", when=when), failure.detail, failure.remedy) if part)


_STATES: dict[str, tuple[Tone, str, str]] = {
    "up to date": ("good", "check", "The portal is up to date"),
    "never published": ("warn", "info", "Nothing has been published yet"),
    "another snapshot": ("warn", "warn", "The portal shows another upload"),
    "waiting for import": ("info", "info", "Uploaded, waiting for import"),
    "pinned": ("info", "info", "The portal is pinned"),
    "held": ("warn", "warn", "The last upload is held"),
    "overdue": ("warn", "warn", "The scheduled upload is overdue"),
    "suspended": ("bad", "paused", "The portal is suspended"),
    "offline": ("warn", "offline", "The receiver can't be reached"),
    "refused": ("bad", "bad", "The receiver refuses this computer"),
    "no key": ("bad", "bad", "This computer can't use its key"),
}


def _why(say: Language, asked: PortalStatus, now: datetime) -> str:
    time = of_receipt(asked.time)
    if asked.state == "never published":
        return say("Press Process to publish your customers.")
    if asked.state == "up to date" and time:
        return say(
            "Snapshot {number} confirmed by the receiver {when}: {customers}",
            number=say.number(asked.snapshot),
            when=moment(say, time, now),
            customers=_customers(say, asked.counts),
        )
    if asked.state in ("held", "waiting for import", "pinned"):
        return on_home(say, asked, now)
    if asked.state == "overdue":
        return overdue(say, asked, now)
    if asked.state in ("offline", "refused", "no key") and time:
        last = say(
            "The last receipt is of {when}: {customers}.",
            when=moment(say, time, now),
            customers=_customers(say, asked.counts),
        )
        return f"{asked.detail} {last}"
    return asked.detail


def _held(say: Language, portal: Portal, now: datetime) -> str:
    """What our own last receipt says."""
    time = of_receipt(portal.receipt.time) if portal.receipt else None
    if portal.receipt is None or time is None:
        return ""
    customers = _customers(say, portal.receipt.counts)
    return say("The last receipt is of {when}: {customers}.", when=moment(say, time, now), customers=customers)


def _customers(say: Language, counts: Mapping[str, int]) -> str:
    return counted(say, counts.get("customer", 0), "{count} customer", "all {count} customers")
