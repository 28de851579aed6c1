"""What a customer's jobs say about coming visits, and where the work is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from shared import records


@dataclass(frozen=True, slots=True)
class Coming:
    """One planned visit of a job."""

    when: datetime
    job: records.Job
    delayed: bool

    @property
    def order(self) -> tuple[datetime, str]:
        """Earliest first; of one moment, by job number."""
        return self.when, self.job.number


def coming_visits(customer: records.Customer) -> list[Coming]:
    """Every planned visit of every job, earliest first; next visit and planned visits of a job each once."""
    found = []
    for job in customer.jobs:
        times = {visit.planned for visit in job.visits}
        if job.next_visit is not None:
            times.add(job.next_visit)
        found += [Coming(when, job, job.delayed and when == job.next_visit) for when in times]
    return sorted(found, key=lambda one: one.order)


def next_visit(customer: records.Customer, today: date) -> Coming | None:
    """The next visit of all jobs; where only days that have passed are planned, the latest of them."""
    planned = [Coming(job.next_visit, job, job.delayed) for job in customer.jobs if job.next_visit is not None]
    ahead = [one for one in planned if one.when.date() >= today]
    if ahead:
        return min(ahead, key=lambda one: one.order)
    return max(planned, key=lambda one: one.order, default=None)


def in_order(jobs: tuple[records.Job, ...]) -> list[records.Job]:
    """Jobs by their next visit; those without one last, by job number."""
    return sorted(jobs, key=lambda job: (job.next_visit is None, job.next_visit or datetime.max, job.number))


def places(customer: records.Customer) -> Mapping[str, str]:
    """How the customer calls each property, by its id: its name, else its street; empty where the office names none."""
    return defaultdict(str, {one.id: one.name or one.street for one in customer.properties})
