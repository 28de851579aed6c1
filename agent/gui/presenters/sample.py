"""The portal's home as one customer would see it, in words (feature A10)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from agent.gui.presenters.language import Language, counted
from agent.gui.tokens import Tone

if TYPE_CHECKING:
    from agent.domain.people import Sample
    from shared.records import Customer, Job, Visit

PLANNED = 5
DONE = 8


@dataclass(frozen=True)
class Line:
    """A planned or a done visit."""

    when: str
    what: str
    tone: Tone
    state: str


@dataclass(frozen=True)
class PortalPage:
    """What is written on the page. `state` is empty where no visit is planned."""

    company: str
    contact: str
    """How the company is reached."""
    customer: str
    greeting: str
    served: str
    next: str
    next_what: str
    next_why: str
    tone: Tone
    state: str
    planned: tuple[Line, ...]
    facts: tuple[tuple[str, str], ...]
    done: tuple[Line, ...]
    done_rest: str


def portal_page(say: Language, sample: Sample, today: date) -> PortalPage:
    """What the portal would show on that day."""
    customer = sample.customer
    visits = sorted(_visits(customer), key=lambda one: (one[0], one[1].number))
    coming = [one for one in visits if one[0].date() >= today or one[1].delayed]
    first = coming[0] if coming else None
    places = {one.id: one.street or one.name for one in customer.properties}
    named = [place for place in places.values() if place]
    return PortalPage(
        company=sample.company.name,
        contact=" · ".join(part for part in (sample.company.phone, sample.company.hours) if part),
        customer=say("{name} · No. {number}", name=_whole_name(customer), number=sample.number),
        greeting=say("Good day, {name}", name=customer.first_name or customer.company_name or customer.name),
        served=_served(say, named) or customer.street,
        next=say.long_day(first[0].date()) if first else say("No visit is planned"),
        next_what=_at(say, *first, places) if first else say("As soon as the office plans one, it stands here."),
        next_why=first[1].delay_reason if first and first[1].delayed else "",
        tone=_state(say, first[1])[0] if first else "quiet",
        state=_state(say, first[1])[1] if first else "",
        planned=tuple(
            Line(say.day(when.date()), _what(say, job, places), *_state(say, job))
            for when, job in coming[1 : 1 + PLANNED]
        ),
        facts=_facts(say, customer),
        done=tuple(_done(say, one) for one in sample.visits[:DONE]),
        done_rest=_rest(say, len(sample.visits) - DONE),
    )


def _visits(customer: Customer) -> list[tuple[datetime, Job]]:
    """Every planned visit once."""
    found = {(one.planned, job.number): (one.planned, job) for job in customer.jobs for one in job.visits}
    for job in customer.jobs:
        if job.next_visit is not None:
            found[(job.next_visit, job.number)] = (job.next_visit, job)
    return list(found.values())


def _whole_name(customer: Customer) -> str:
    first, name = customer.first_name, customer.name
    return f"{first} {name}" if first and first not in name else name


def _served(say: Language, named: list[str]) -> str:
    if len(named) < 2:
        return "".join(named)
    more = counted(say, len(named) - 1, "{count} more property", "{count} more properties")
    return say("{first} and {more}", first=named[0], more=more)


def _at(say: Language, when: datetime, job: Job, places: dict[str, str]) -> str:
    """Midnight is no time of a visit: only its day is known."""
    what = _what(say, job, places)
    return what if when.time() == time(0) else say("{time} · {what}", time=say.time(when), what=what)


def _what(say: Language, job: Job, places: dict[str, str]) -> str:
    service = job.service or say("Job {number}", number=job.number)
    place = places.get(job.property_id, "")
    return say("{service} · {place}", service=service, place=place) if place else service


def _state(say: Language, job: Job) -> tuple[Tone, str]:
    return ("warn", say("Delayed")) if job.delayed else ("quiet", say("planned"))


def _facts(say: Language, customer: Customer) -> tuple[tuple[str, str], ...]:
    place = " ".join(part for part in (customer.postal_code, customer.city, customer.region) if part)
    found = (
        (say("Name"), _whole_name(customer)),
        (say("Company"), customer.company_name),
        (say("Address"), ", ".join(part for part in (customer.street, place) if part)),
        (say("E-mail"), customer.email),
        *((phone.kind, phone.number) for phone in customer.phones),
    )
    return tuple((title, text) for title, text in found if text)


def _done(say: Language, visit: Visit) -> Line:
    when = visit.started or visit.planned
    state = say("started {time}", time=say.time(visit.started)) if visit.started else say("done")
    return Line(say.day(when.date()) if when else "", visit.service, "quiet", state)


def _rest(say: Language, more: int) -> str:
    return counted(say, more, "and {count} more visit", "and {count} more visits") if more > 0 else ""
