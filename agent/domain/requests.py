"""What customers asked for on the portal, as the office sees it, and what accepting it would write (row A15)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as attribute
from datetime import date
from typing import Final, Literal

from agent.domain.errors import AgentError, Exit
from agent.domain.published import one_line, plain_lines
from agent.domain.runs import Run
from agent.domain.values import counted, visible
from shared.outbound import REPLY_CHARACTERS, Action, Answer, Asked, Kind, State

TITLES: Final[Mapping[Kind, str]] = {
    "contact": "Contact Information",
    "property": "Property notes",
    "job": "Note about a job",
    "schedule": "Change Schedule",
    "message": "Message",
}
"""What each kind is called."""

WANTED: Final[Mapping[str, str]] = {
    "move": "move the visit",
    "skip": "skip this visit",
    "pause": "pause the visits",
    "more": "more visits",
    "other": "something else",
}
"""What a customer may wish for his schedule, in words."""

OPEN: Final[frozenset[State]] = frozenset({"sent", "seen"})
"""In these states a request waits for the office."""

Standing = Literal["to write", "conflict", "already so", "by hand"]
"""What accepting does to a cell: write it; overwrite what somebody changed since the customer looked; nothing, for it
holds that already; nothing, for it can only be done in the office's own program."""


@dataclass(frozen=True)
class Request:
    """A request as last heard of. `answer` is what was answered here and is not yet confirmed by the portal."""

    portal: str
    """The name of the portal it came from; numbers count for each."""
    asked: Asked = attribute(repr=False)
    answer: Action | None = None

    @property
    def number(self) -> int:
        """What people call it by."""
        return self.asked.number

    @property
    def kind(self) -> Kind:
        """What it is about."""
        return self.asked.kind

    @property
    def title(self) -> str:
        """Its kind in words."""
        return TITLES[self.asked.kind]

    @property
    def state(self) -> State:
        """How far it is, with the answer that was given here already counted."""
        if self.answer is None or self.asked.state not in OPEN:
            return self.asked.state
        if self.answer == "reply":
            return "done" if self.kind == "message" else "seen"
        return self.answer

    @property
    def open(self) -> bool:
        """Whether it waits for the office."""
        return self.state in OPEN

    @property
    def customer(self) -> str:
        """Whose account it is about: number and name."""
        return one_line(visible(f"{self.asked.customer_number} {self.asked.customer_name}")).strip()

    @property
    def subject(self) -> str:
        """What it is about, in a line: may hold what the customer typed."""
        wish = self.asked.wish
        if self.kind == "contact":
            said = ", ".join(dict.fromkeys(label_of(one.field) for one in wish.changes))
        elif self.kind == "property":
            said = wish.property_name or "The property"
        elif self.kind == "schedule":
            said = f"{wish.service or wish.job}: {WANTED.get(wish.wanted, wish.wanted)}"
        elif self.kind == "job":
            said = f"{wish.service or wish.job}: {wish.text}"
        else:
            said = wish.text
        return one_line(visible(said)).strip()


CONTACT_LABELS: Final[Mapping[str, str]] = {
    "name": "Name",
    "first_name": "First name",
    "company_name": "Company name",
    "street": "Street",
    "city": "City",
    "region": "State",
    "postal_code": "Zip code",
    "country": "Country",
    "email": "E-mail",
    "notes": "Notes",
}


def label_of(field: str) -> str:
    """A field of a change (`shared.outbound.Change`) in words."""
    if field.startswith("phones/"):
        kind = field.split("/", 2)[-1]
        return f"Phone {visible(kind)}" if kind else "Another phone number"
    return CONTACT_LABELS.get(field, visible(field))


@dataclass(frozen=True)
class PlanLine:
    """One field that the customer wants changed. The texts are as they are shown to a person: `seen` is what the
    portal had shown the customer, `now` what the practice database holds, `wanted` what it shall hold. Without
    `field` there is nothing here that could be written."""

    label: str
    standing: Standing
    seen: str = attribute(default="", repr=False)
    now: str = attribute(default="", repr=False)
    wanted: str = attribute(default="", repr=False)
    field: str = ""
    record_id: str = ""
    held: str = attribute(default="", repr=False)
    """`now` to the letter, as an edit is checked against it."""
    text: str = attribute(default="", repr=False)
    """`wanted` as it is written."""
    why: str = ""
    """Why it has to be done by hand."""


@dataclass(frozen=True)
class Plan:
    """What accepting a request would write now."""

    lines: tuple[PlanLine, ...] = ()
    told: str = ""
    """Where nothing is written, or elsewhere than one would think: so, in a sentence."""
    days: tuple[date, ...] = ()
    """Of a visit that is to be moved: the days that would suit the customer, the best first. He may have named none,
    and written when it would suit him."""
    day: date | None = None
    """The day that was chosen of them, or another one."""
    moves: bool = False
    """Whether a visit is to be moved."""

    @property
    def needs_day(self) -> bool:
        """Whether a day has to be chosen before this can be accepted."""
        return self.moves and self.day is None

    @property
    def writes(self) -> tuple[PlanLine, ...]:
        """What would be written, with what it would overwrite."""
        return tuple(one for one in self.lines if one.standing in ("to write", "conflict"))

    @property
    def conflicts(self) -> tuple[PlanLine, ...]:
        """What somebody changed since the customer looked."""
        return tuple(one for one in self.lines if one.standing == "conflict")

    @property
    def by_hand(self) -> tuple[PlanLine, ...]:
        """What has to be done in the office's own program."""
        return tuple(one for one in self.lines if one.standing == "by hand")


NOTHING: Final = Plan()
"""Nothing is written, and nothing is to be said about that."""


@dataclass(frozen=True)
class Position:
    """How far a portal was heard of; see `shared.outbound.Outbound`."""

    moved: int
    heard: int
    """The receiver's time."""


NOWHERE: Final = Position(0, 0)


@dataclass(frozen=True)
class KeptAnswer:
    """An answer that was given here and has to reach the portal, whatever happens. It is not `ready` while the write
    that belongs to it is under way."""

    portal: int
    """The id of the portal."""
    number: int
    answer: Answer = attribute(repr=False)
    ready: bool = True


@dataclass(frozen=True)
class Answered:
    """What came of accepting, declining or replying."""

    request: Request
    sent: bool
    """Whether the portal confirmed it; if not, it is sent as soon as it can be reached."""
    plan: Plan = NOTHING
    run: Run | None = None
    """With which it can be undone; None where nothing was written."""
    trouble: str = ""
    """Why it was not sent."""


@dataclass(frozen=True)
class Waiting:
    """What Home tells: how many requests wait for the office, and how many of them nobody has looked at."""

    open: int = 0
    unseen: int = 0
    customers: tuple[str, ...] = ()
    """Whose they are, the oldest first; each once."""


NOTHING_WAITS: Final = Waiting()


class Conflicts(AgentError):
    """Somebody changed in the practice database what the customer wants changed, since he looked. `plan` has both."""

    def __init__(self, plan: Plan) -> None:
        names = ", ".join(dict.fromkeys(one.label for one in plan.conflicts))
        super().__init__(
            f"Meanwhile the office changed this itself: {names}.",
            detail=" ".join(_against(one) for one in plan.conflicts) + " Nothing was written.",
            remedy="Decline with a reason, or accept with --anyway to overwrite what is there now.",
        )
        self.plan = plan


class AlreadyAnswered(AgentError):
    """Somebody at the office answered it before."""

    exit = Exit.NOTHING_TO_DO

    def __init__(self, request: Request) -> None:
        by = f" by {visible(request.asked.answered_by)}" if request.asked.answered_by else ""
        super().__init__(
            f"Request {request.number} is {request.state} already{by}.",
            detail="Nothing was done.",
            remedy=f"See it with: agent requests show {request.number}",
        )


def choose_day(plan: Plan) -> str:
    """What somebody has to do about the day."""
    if not plan.days:
        return "The customer named no day; see what he wrote. Add one with --day."
    return f"The customer would like {', '.join(map(str, plan.days))}. Add one of them, or another one, with --day."


def _against(line: PlanLine) -> str:
    return f'{line.label}: the customer saw "{line.seen}", now it is "{line.now}", he wants "{line.wanted}".'


def typed(text: str, what: str, *, needed: bool = True) -> str:
    """What somebody at the office typed to a customer, fit to be sent. Raises `AgentError` where it is too long, or
    empty where it is `needed`."""
    said = visible(plain_lines(text)).strip()
    if needed and not said:
        raise AgentError(f"{what} is empty.", detail="Nothing was sent.", remedy="Write a sentence to the customer.")
    if len(said) > REPLY_CHARACTERS:
        raise AgentError(
            f"{what} is too long: {counted(len(said), 'character')}.",
            detail="Nothing was sent.",
            remedy=f"At most {REPLY_CHARACTERS:,} are taken.",
        )
    return said


def waiting_of(requests: Sequence[Request]) -> Waiting:
    """Of these, the oldest first."""
    found = [one for one in requests if one.open]
    names = dict.fromkeys(one.customer for one in found)
    return Waiting(len(found), sum(one.state == "sent" for one in found), tuple(names))
