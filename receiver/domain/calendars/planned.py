"""The planned visits of an account as events of a calendar."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from typing import Final

from receiver.domain.mail.texts.marking import N_
from shared import records

IDENTITY_BYTES: Final = 16
NEXT: Final = "next"
"""Stands for the next visit of a job that is none of its planned ones: there is only one, whenever it is."""


@dataclass(frozen=True, slots=True)
class Event:
    """One planned visit. `start` is the office's own time; midnight means that no time of day is known."""

    uid: str
    start: datetime
    summary: str
    description: str
    location: str
    delayed: bool


def events(company_id: int, customer: records.Customer, said: Callable[[str], str]) -> list[Event]:
    """Every planned visit, earliest first, in the words of `said`."""
    places = {one.id: one for one in customer.properties}
    found = [
        Event(
            _uid(company_id, customer.record_id, job.number, identity),
            visit.planned,
            _summary(job, visit, said),
            _description(job, visit, said),
            _location(places.get(job.property_id)),
            _delayed(job, visit),
        )
        for job in customer.jobs
        for identity, visit in _visits(job)
    ]
    return sorted(found, key=lambda one: (one.start, one.uid))


def _visits(job: records.Job) -> Iterator[tuple[str, records.PlannedVisit]]:
    """The planned visits of a job, each with what tells it from the others of the job.

    That is the office's own id of the visit, so that a moved one stays the same event. Where the office's database has
    no ids, or one twice, it is the moment: a moved visit is then a new event, and the old one is gone. Two visits of
    one moment without ids are one, as on the pages.
    """
    times = Counter(visit.id for visit in job.visits)
    seen = set()
    for visit in job.visits:
        identity = f"visit {visit.id}" if visit.id and times[visit.id] == 1 else visit.planned.isoformat()
        if identity not in seen:
            seen.add(identity)
            yield identity, visit
    if job.next_visit is not None and job.next_visit not in {visit.planned for visit in job.visits}:
        yield NEXT, records.PlannedVisit(job.next_visit, job.crew)


def _uid(company_id: int, record_id: str, job: str, identity: str) -> str:
    """Says nothing about whose visit it is, and is the same in every feed."""
    said = "\x1f".join((str(company_id), record_id, job, identity))
    return f"{blake2b(said.encode('utf-8', 'surrogatepass'), digest_size=IDENTITY_BYTES).hexdigest()}@porchlight"


def _delayed(job: records.Job, visit: records.PlannedVisit) -> bool:
    return job.delayed and visit.planned == job.next_visit


def _summary(job: records.Job, visit: records.PlannedVisit, said: Callable[[str], str]) -> str:
    name = job.service or said(N_("Job %(number)s")) % {"number": job.number}
    return said(N_("Delayed: %(what)s")) % {"what": name} if _delayed(job, visit) else name


def _description(job: records.Job, visit: records.PlannedVisit, said: Callable[[str], str]) -> str:
    """Reason of the delay, crew, note and job number, a line each."""
    crew = visit.crew or job.crew
    lines = (
        job.delay_reason if _delayed(job, visit) else "",
        said(N_("Crew: %(crew)s")) % {"crew": crew} if crew else "",
        job.note,
        said(N_("Job %(number)s")) % {"number": job.number} if job.service else "",
    )
    return "\n".join(line for line in lines if line)


def _location(place: records.Property | None) -> str:
    if place is None:
        return ""
    town = " ".join(word for word in (place.region, place.postal_code) if word)
    return ", ".join(word for word in (place.street or place.name, place.city, town) if word)
