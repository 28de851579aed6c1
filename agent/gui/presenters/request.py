"""One request of a customer in words: what changes, what was said, what can be done about it (feature row A15)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from agent.domain.requests import PlanLine, Request, Standing, label_of
from agent.gui.looks.tokens import Tone
from agent.gui.presenters.customers import one_line, whole
from agent.gui.presenters.language import Language, moment, of_receipt
from agent.gui.presenters.request_fields import label_in, told_in, wanted_in
from agent.gui.presenters.requests import Key, kind, standing

if TYPE_CHECKING:
    from agent.domain.errors import AgentError
    from agent.usecases.requests import Seen
    from shared.outbound import Asked


@dataclass(frozen=True)
class Row:
    """One field that the customer wants changed, with how it stands: a word and a shape besides the colour."""

    label: str
    seen: str
    now: str
    """Empty where that is not known any more."""
    wanted: str
    tone: Tone
    icon: str
    mark: str
    why: str = ""
    copied: str = field(default="", repr=False)
    """What is to be copied into the office's program."""


@dataclass(frozen=True)
class Entry:
    """Something that was said. `office` tells on which side it stands."""

    who: str
    text: str
    office: bool
    below: str = ""


@dataclass(frozen=True)
class DayChoice:
    """A day that would suit the customer; `obstacle` says why it can't be chosen."""

    day: date
    text: str
    obstacle: str = ""


@dataclass(frozen=True)
class Shown:
    """A request as it stands on the page. `decides` says whether it can be accepted and declined; a message can't."""

    key: Key
    title: str
    state: str
    tone: Tone
    facts: tuple[str, ...]
    about: str
    rows: tuple[Row, ...]
    told: str
    moves: bool
    """Whether a visit is moved, so that a day has to be chosen."""
    days: tuple[DayChoice, ...]
    day: date | None
    entries: tuple[Entry, ...]
    photos: int
    decides: bool
    answered: str
    """Why nothing is to be decided any more; empty where it is."""
    obstacle: str
    """Why it can't be accepted just now; empty where it can."""


def shown(say: Language, seen: Seen, now: datetime) -> Shown:
    """The request as it was just read."""
    request, plan = seen.request, seen.plan
    tone, state = standing(say, request)
    decides = request.kind != "message"
    answered = "" if request.open else _answered(say, request)
    return Shown(
        key=Key.of(request),
        title=titled(say, request),
        state=state,
        tone=tone,
        facts=tuple(_facts(say, request, now)),
        about=_about(say, request, now),
        rows=tuple(row_of(say, one) for one in plan.lines) or tuple(_asked_for(say, request)),
        told=whole(seen.obstacle or (told_in(say, plan.told) if decides else "")),
        moves=plan.moves,
        days=tuple(_day(say, one, now.date()) for one in plan.days),
        day=plan.day,
        entries=tuple(_entries(say, request.asked, now)),
        photos=len(request.asked.wish.photos),
        decides=decides,
        answered=answered,
        obstacle=answered or one_line(seen.obstacle) or (say("Choose a day first.") if plan.needs_day else ""),
    )


def titled(say: Language, request: Request) -> str:
    """What it is and whose."""
    return say("{kind} of {customer}", kind=kind(say, request), customer=one_line(request.customer))


def _answered(say: Language, request: Request) -> str:
    tone_and_word = standing(say, request)
    by = one_line(request.asked.answered_by)
    if by:
        return say("It is answered already: {state}, by {name}.", state=tone_and_word[1], name=by)
    return say("It is answered already: {state}.", state=tone_and_word[1])


def _facts(say: Language, request: Request, now: datetime) -> Iterator[str]:
    asked = request.asked
    made = of_receipt(asked.made)
    if made:
        yield say("asked {when}", when=moment(say, made, now))
    if not asked.own:
        yield say("by {name}, whom the customer invited", name=one_line(asked.user_name))
    if asked.user_email:
        yield one_line(asked.user_email)
    if asked.claimed_by and request.open:
        yield say("being answered at {computer}", computer=one_line(asked.claimed_by))


def _about(say: Language, request: Request, now: datetime) -> str:
    """Which property, job or visit it is about; empty where the rows say it all."""
    wish = request.asked.wish
    job = " ".join(one_line(part) for part in (wish.job, wish.service) if part)
    if request.kind == "property":
        return one_line(wish.property_name)
    if request.kind == "job":
        return job
    if request.kind != "schedule":
        return ""
    wanted = wanted_in(say, wish.wanted)
    if wish.planned is None:
        return say("{job}: {wanted}", job=job, wanted=wanted)
    return say(
        "{job}, planned {day} at {time}: {wanted}",
        job=job,
        day=say.day(wish.planned.date()),
        time=say.time(wish.planned),
        wanted=wanted,
    )


def row_of(say: Language, one: PlanLine) -> Row:
    """One field of what accepting would write."""
    tone, icon, mark = _STANDINGS[one.standing]
    nothing = say("nothing")
    return Row(
        label=label_in(say, one.label),
        seen=whole(one.seen) or nothing,
        now=whole(one.now) or nothing,
        wanted=whole(one.wanted) or nothing,
        tone=tone,
        icon=icon,
        mark=say(mark),
        copied=one.wanted if one.standing == "by hand" else "",
        why=whole(one.why)
        if one.standing != "conflict"
        else say("Somebody here changed it since the customer looked."),
    )


_STANDINGS: Final[dict[Standing, tuple[Tone, str, str]]] = {
    "to write": ("good", "check", "to be written"),
    "conflict": ("warn", "warn", "conflict"),
    "already so": ("quiet", "info", "already so"),
    "by hand": ("info", "replace", "write it by hand"),
}


def _asked_for(say: Language, request: Request) -> Iterator[Row]:
    """What was asked for, where nothing can be said any more of what would be written."""
    for one in request.asked.wish.changes:
        seen, wanted = (whole(text) or say("nothing") for text in (one.before, one.after))
        yield Row(label_in(say, label_of(one.field)), seen, "", wanted, "quiet", "info", "")


def _day(say: Language, day: date, today: date) -> DayChoice:
    return DayChoice(day, say.long_day(day), say("This day is over.") if day < today else "")


def _entries(say: Language, asked: Asked, now: datetime) -> Iterator[Entry]:
    if asked.wish.text.strip():
        yield Entry(one_line(asked.user_name or asked.customer_name), whole(asked.wish.text), office=False)
    for one in asked.said:
        time, read = of_receipt(one.time), of_receipt(one.read)
        who = say("{name}, {when}", name=one_line(one.by), when=moment(say, time, now)) if time else one_line(one.by)
        below = say("read {when}", when=moment(say, read, now)) if read else say("not read yet")
        yield Entry(who, whole(one.text), office=True, below=below)
    if asked.reason.strip():
        by = one_line(asked.answered_by)
        yield Entry(say("Declined by {name}", name=by) if by else say("Declined"), whole(asked.reason), office=True)


def photo_name(say: Language, at: int) -> str:
    """Of the photo at that place, from 0."""
    return say("Photo {number}", number=say.number(at + 1))


def photo_unread(say: Language, error: AgentError) -> str:
    """A photo could not be fetched."""
    return say("{why} Click on a photo to try again.", why=error.title)
