"""The list of what customers asked for on the portal, in words (feature row A15), and what is asked of the office."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Final, Protocol

from agent.domain.requests import Request, Waiting
from agent.domain.search import haystack, words
from agent.gui.looks.tokens import Tone
from agent.gui.presenters.customers import Emptiness, one_line
from agent.gui.presenters.language import Language, brief, counted, of_receipt
from agent.gui.presenters.request_fields import subject
from agent.jobs.progress import PolledProgress
from shared.outbound import Kind, State

if TYPE_CHECKING:
    from agent.domain.errors import AgentError
    from agent.domain.requests import Answered
    from agent.usecases.replace import Swing
    from agent.usecases.requests import Seen

NAMED: Final = 3
"""So many customers are named on Home."""


@dataclass(frozen=True)
class Key:
    """Tells a request from every other: numbers count for each portal."""

    portal: str
    number: int

    @classmethod
    def of(cls, request: Request) -> Key:
        """Of this one."""
        return cls(request.portal, request.number)


@dataclass(frozen=True)
class Heard:
    """What the portals answered: what waits now, and what was in the way."""

    waiting: Waiting
    trouble: AgentError | None = None


@dataclass(frozen=True)
class Inbox:
    """What is listed, and whether this computer is paired with a portal at all."""

    requests: tuple[Request, ...] = ()
    paired: bool = True


class RequestsWork(Protocol):
    """Every call raises `AgentError`."""

    def exchange(self) -> Heard:
        """Send what was answered, and fetch what moved, over the network. What is in the way is told, not raised."""

    def listed(self, wanted: Wanted) -> Inbox:
        """Those that are wanted, in the order of the list."""

    def show(self, key: Key, day: date | None) -> Seen:
        """One of them, with what accepting it would write; it counts as opened from now on."""

    def accept(self, key: Key, day: date | None, word: str, progress: PolledProgress, *, anyway: bool) -> Answered:
        """Write what is asked for, and tell the customer, with a `word` where there is one."""

    def decline(self, key: Key, reason: str, progress: PolledProgress) -> Answered:
        """Tell the customer that it is not done, and why."""

    def reply(self, key: Key, text: str, progress: PolledProgress) -> Answered:
        """Write to the customer."""

    def undo(self, run: int, progress: PolledProgress) -> Swing:
        """Take back what accepting wrote."""

    def photo(self, key: Key, position: int) -> bytes:
        """A photo that was sent along, over the network."""


@dataclass(frozen=True)
class Wanted:
    """Which requests: those that wait for the office, or `everything`; of those, in which `text` is found."""

    everything: bool = False
    text: str = ""

    def of(self, requests: Iterable[Request]) -> tuple[Request, ...]:
        """Those, as they are listed: first what waits, the oldest first, then the answered ones, the newest first."""
        wanted = words(self.text)
        found = [one for one in requests if (self.everything or one.open) and _holds(one, wanted)]
        found.sort(key=lambda one: (one.asked.made, one.number))
        return (*(one for one in found if one.open), *(one for one in reversed(found) if not one.open))


def _holds(request: Request, wanted: Sequence[str]) -> bool:
    if not wanted:
        return True
    asked = request.asked
    texts = [asked.customer_name, asked.user_name, asked.user_email, request.title, request.subject, asked.wish.text]
    texts += [text for one in asked.wish.changes for text in (one.before, one.after)]
    texts += [one.text for one in asked.said]
    searched = haystack(texts, (asked.customer_number, str(request.number), asked.wish.job))
    return all(one in searched for one in wanted)


@dataclass(frozen=True)
class Line:
    """One line of the list. `unread`: nobody at the office has opened it."""

    customer: str
    when: str
    subject: str
    state: str
    tone: Tone
    unread: bool

    @property
    def as_text(self) -> str:
        """For a screen reader."""
        return ", ".join(part for part in (self.state, self.customer, self.subject, self.when) if part)


def line(say: Language, request: Request, now: datetime) -> Line:
    """The request in the list."""
    tone, state = standing(say, request)
    about = subject(say, request)
    told = say("{kind}: {subject}", kind=kind(say, request), subject=about) if about else kind(say, request)
    made = of_receipt(request.asked.made)
    when = brief(say, made, now) if made else ""
    return Line(one_line(request.customer), when, told, state, tone, request.state == "sent")


def kind(say: Language, request: Request) -> str:
    """What it is called; the names are those of the portal's pages."""
    return say(_KINDS[request.kind])


_KINDS: Final[dict[Kind, str]] = {
    "contact": "Contact Information",
    "property": "Notes about a property",
    "job": "Note about a job",
    "schedule": "Change Schedule",
    "message": "Message",
}


def standing(say: Language, request: Request) -> tuple[Tone, str]:
    """How far it is, with what was answered here already counted."""
    tone, word = _STATES[request.state]
    if request.answer in ("accepted", "declined", "reply"):
        return tone, say("{state}, on its way", state=say(word))
    return tone, say(word)


_STATES: Final[dict[State, tuple[Tone, str]]] = {
    "sent": ("info", "new"),
    "seen": ("warn", "waits"),
    "accepted": ("good", "accepted"),
    "declined": ("quiet", "declined"),
    "done": ("good", "done"),
}


def filters(say: Language) -> tuple[str, str]:
    """What the list can show: what waits, or everything."""
    return say("Waiting"), say("All")


def nothing(say: Language, inbox: Inbox, wanted: Wanted) -> Emptiness:
    """In place of a list without lines."""
    if not inbox.paired:
        return Emptiness(
            say("There is no portal yet"),
            say("What customers ask for on the portal comes here once this computer is paired with one."),
        )
    if wanted.text.strip():
        return Emptiness(
            say("Nothing is found for “{wanted}”", wanted=one_line(wanted.text)),
            say("Customers, numbers and everything that was written are searched. Try fewer letters, or All."),
        )
    if wanted.everything:
        return Emptiness(
            say("Nobody has asked for anything yet"),
            say("Changes of contact information, wishes for the schedule and messages from the portal come here."),
        )
    return Emptiness(say("No request waits for you"), say("What was answered is listed under All."))


def looking(say: Language) -> Emptiness:
    """Until the list is there."""
    return Emptiness(say("Reading the requests…"), say("The list appears as soon as it is read."))


def unread_list(say: Language) -> Emptiness:
    """The list could not be read; why stands in the banner."""
    return Emptiness(say("The requests could not be read"), say("When that is mended, press F5."))


def none_chosen(say: Language) -> Emptiness:
    """In place of the details."""
    return Emptiness(say("No request is chosen"), say("Choose one in the list to see what the customer asks for."))


def as_of_before(say: Language, trouble: AgentError | None) -> str:
    """Above the list where a portal did not answer; empty where all did."""
    return say("{why} The list is as of before.", why=trouble.title) if trouble is not None else ""


def on_home(say: Language, waiting: Waiting) -> str:
    """How many wait, and whose they are; empty where none does."""
    if not waiting.open:
        return ""
    told = counted(say, waiting.open, "{count} request of a customer waits", "{count} requests of customers wait")
    names = ", ".join(one_line(one) for one in waiting.customers[:NAMED])
    if len(waiting.customers) > NAMED:
        names = say("{names} and others", names=names)
    return say("{what}: {names}", what=told, names=names)


def badge(say: Language, waiting: Waiting) -> str:
    """What a screen reader says of the number on the rail."""
    return counted(say, waiting.open, "{count} request waits", "{count} requests wait")
