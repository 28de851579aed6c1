"""The planned visits of one job, and what changes where one of them is moved to another day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from agent.domain.catalog import Field, Value
from agent.domain.published import line
from agent.domain.requests import PlanLine, Standing
from agent.domain.values import shown
from agent.usecases.fields import Fields

NEXT = "JB.Next Visit"
PLANNED = "WK.Planned"
_BY_HAND = "Move it by hand in the office's program."


@dataclass(frozen=True)
class Planned:
    """A visit that is planned and not yet done."""

    record_id: str
    planned: datetime
    held: str
    """As it stands there."""


@dataclass(frozen=True)
class Visits:
    """Of one job: its record id (empty where the customer has no such job any more), what it says of the next visit,
    and what is planned, the earliest first."""

    job: str
    next_field: Field | None
    next_held: Value
    planned_field: Field | None
    planned: tuple[Planned, ...]

    @classmethod
    def of(cls, fields: Fields, customer: str, number: str) -> Visits:
        """The job of this customer with this number, as it is published."""
        there = {one.name: one for one in fields.practice.catalog}
        owner, named, following = there.get("JB.Customer"), there.get("JB.Job Number"), there.get(NEXT)
        if owner is None or named is None:
            return cls("", None, None, None, ())
        wanted = [named] if following is None or following.home == "overlay" else [named, following]
        for record_id, row in fields.rows("jobs", wanted, (owner, [customer])):
            if line(shown(row[named.name])) == number:
                moment = there.get(PLANNED)
                planned = _planned(fields, there, record_id)
                return cls(record_id, following, row.get(NEXT), moment, planned)
        return cls("", None, None, None, ())

    def next(self, today: date) -> Planned | None:
        """The first that is not over."""
        return next((one for one in self.planned if one.planned.date() >= today), None)

    def moved(self, planned: datetime, day: date) -> Iterator[PlanLine]:
        """What changes where the visit that was planned for then comes on `day`, at the same time of day. Where the
        job has another one planned instead, and no more than that, it is this one that somebody moved."""
        wanted = datetime.combine(day, planned.time())
        visit = next((one for one in self.planned if one.planned == planned), None)
        came = visit is None and any(one.planned == wanted for one in self.planned)
        if visit is None and len(self.planned) == 1 and not came:
            visit = self.planned[0]
        if came or wanted == planned:
            yield _line("Planned visit", "already so", planned, wanted, now=wanted)
        elif visit is not None:
            yield self._visit(visit, planned, wanted)
        known = visit is not None or came or not self.planned
        if known and self._follows(visit.planned if visit else planned, wanted):
            later = [one.planned for one in self.planned if one is not visit and one.planned > planned]
            yield self._next(planned, min([wanted, *later]))
        elif visit is None and not came:
            why = f"No visit of this job is planned for then any more. {_BY_HAND}"
            yield _line("Planned visit", "by hand", planned, wanted, why=why)

    def _follows(self, planned: datetime, wanted: datetime) -> bool:
        """Whether the job names this very visit as its next one, where that can be written."""
        field = self.next_field
        return field is not None and field.home == "column" and self.next_held == planned and wanted != planned

    def _visit(self, visit: Planned, planned: datetime, wanted: datetime) -> PlanLine:
        field = self.planned_field
        if field is None or field.home != "column":
            why = f"{PLANNED} can't be written in this practice database. {_BY_HAND}"
            return _line("Planned visit", "by hand", planned, wanted, now=visit.planned, why=why)
        standing: Standing = "to write" if visit.planned == planned else "conflict"
        found = _line("Planned visit", standing, planned, wanted, now=visit.planned)
        return replace(found, field=field.name, record_id=visit.record_id, held=visit.held, text=shown(wanted))

    def _next(self, planned: datetime, wanted: datetime) -> PlanLine:
        held = shown(self.next_held)
        standing: Standing = "to write" if self.next_held == planned else "conflict"
        now = self.next_held if isinstance(self.next_held, datetime) else None
        found = _line("Next visit of the job", standing, planned, wanted, now=now)
        return replace(found, field=NEXT, record_id=self.job, held=held, text=shown(wanted))


def _line(
    label: str,
    standing: Standing,
    seen: datetime,
    wanted: datetime,
    *,
    now: datetime | None = None,
    why: str = "",
) -> PlanLine:
    return PlanLine(label, standing, seen=told(seen), now=told(now) if now else "", wanted=told(wanted), why=why)


def told(moment: datetime) -> str:
    """As people read it."""
    return moment.isoformat(" ", "minutes")


def _planned(fields: Fields, there: Mapping[str, Field], job: str) -> tuple[Planned, ...]:
    link, planned, posted = there.get("WK.Job"), there.get(PLANNED), there.get("WK.Posted")
    if link is None or planned is None or planned.home == "overlay":
        return ()
    wanted = [planned] if posted is None or posted.home == "overlay" else [planned, posted]
    rows = fields.rows("work", wanted, (link, [job]))
    found = [
        Planned(record_id, at, shown(at))
        for record_id, row in rows
        if isinstance(at := row[PLANNED], datetime) and not row.get("WK.Posted")
    ]
    return tuple(sorted(found, key=lambda one: one.planned))
