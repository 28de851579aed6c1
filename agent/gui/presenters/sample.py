"""The portal's home as one customer would see it, in words (feature A10)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from agent.gui.looks.tokens import Tone
from agent.gui.presenters.language import Language, counted

if TYPE_CHECKING:
    from agent.domain.people import Sample
    from shared.records import Customer, Job, Visit

PLANNED = 3
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
    first = _next(customer, today)
    later = [one for one in _coming(customer) if one.when.date() >= today and one != first][:PLANNED]
    places = {one.id: one.name or one.street for one in customer.properties}
    named = [one.street or one.name for one in customer.properties if one.street or one.name]
    tone, state = _state(say, first, today) if first else _NO_STATE
    return PortalPage(
        company=sample.company.name,
        contact=" · ".join(part for part in (sample.company.phone, sample.company.hours) if part),
        customer=say("{name} · No. {number}", name=customer.name, number=sample.number),
        greeting=say("Good day, {name}", name=customer.first_name or customer.company_name or customer.name),
        served=_served(say, named) or customer.street,
        next=say.long_day(first.when.date()) if first else say("No visit is planned"),
        next_what=_at(say, first, places) if first else say("As soon as the office plans one, it stands here."),
        next_why=first.job.delay_reason if first and first.delayed else "",
        tone=tone,
        state=state,
        planned=tuple(
            Line(say.day(one.when.date()), _what(say, one.job, places), *_state(say, one, today)) for one in later
        ),
        facts=_facts(say, customer),
        done=tuple(_done(say, one) for one in sample.visits[:DONE]),
        done_rest=_rest(say, len(sample.visits) - DONE),
    )


@dataclass(frozen=True)
class Coming:
    """One planned visit of a job."""

    when: datetime
    job: Job
    delayed: bool

    @property
    def order(self) -> tuple[datetime, str]:
        """Earliest first; of one moment, by job number."""
        return self.when, self.job.number


def _coming(customer: Customer) -> list[Coming]:
    """Every planned visit, earliest first; a job's next visit and its planned ones each once."""
    found = []
    for job in customer.jobs:
        found += [Coming(when, job, job.delayed and when == job.next_visit) for when in job.times]
    return sorted(found, key=lambda one: one.order)


def _next(customer: Customer, today: date) -> Coming | None:
    """The next visit of all jobs; where only days that have passed are planned, the latest of them."""
    planned = [Coming(job.next_visit, job, job.delayed) for job in customer.jobs if job.next_visit is not None]
    ahead = [one for one in planned if one.when.date() >= today]
    if ahead:
        return min(ahead, key=lambda one: one.order)
    return max(planned, key=lambda one: one.order, default=None)


def _served(say: Language, named: list[str]) -> str:
    if len(named) < 2:
        return "".join(named)
    more = counted(say, len(named) - 1, "{count} more property", "{count} more properties")
    return say("{first} and {more}", first=named[0], more=more)


def _at(say: Language, visit: Coming, places: dict[str, str]) -> str:
    """Midnight is no time of a visit: only its day is known."""
    what = _what(say, visit.job, places)
    return what if visit.when.time() == time(0) else say("{time} · {what}", time=say.time(visit.when), what=what)


def _what(say: Language, job: Job, places: dict[str, str]) -> str:
    service = job.service or say("Job {number}", number=job.number)
    place = places.get(job.property_id, "")
    return say("{service} · {place}", service=service, place=place) if place else service


_NO_STATE: tuple[Tone, str] = ("quiet", "")


def _state(say: Language, visit: Coming, today: date) -> tuple[Tone, str]:
    if visit.delayed:
        return "warn", say("Delayed")
    return ("warn", say("date has passed")) if visit.when.date() < today else ("quiet", say("planned"))


def _facts(say: Language, customer: Customer) -> tuple[tuple[str, str], ...]:
    place = " ".join(part for part in (customer.postal_code, customer.city, customer.region) if part)
    found = (
        (say("Name"), customer.name),
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
