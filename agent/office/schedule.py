"""Makes jobs, planned visits and the history of one customer out of raw rows."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime
from operator import itemgetter
from typing import Any, Final

from agent.office.mapping import PracticeMapping, SetSource
from agent.office.shown import Shown, ShownSet
from agent.office.streams import Raw
from agent.office.values import as_text
from shared.records import History, Job, PlannedVisit, Visit

JOB_FIELDS: Final = (
    "JB.Record Id",
    "JB.Job Number",
    "JB.Property",
    "JB.Service",
    "JB.Schedule",
    "JB.Season",
    "JB.Next Visit",
    "JB.Delayed",
    "JB.Delay Reason",
    "JB.Crew",
    "JB.Portal Note",
    "JB.Price",
)
WORK_FIELDS: Final = (
    "WK.Record Id",
    "WK.Job",
    "WK.Planned",
    "WK.Started",
    "WK.Ended",
    "WK.Crew",
    "WK.Amount",
    "WK.Notes",
    "WK.Posted",
)
AMOUNTS: Final = frozenset({"JB.Price", "WK.Amount"})
"""Fields that are read only where money is shared."""
_JOB_WORDS: Final = ("JB.Service", "JB.Schedule", "JB.Season", "JB.Delay Reason", "JB.Crew")

NO_DAY: Final = "visits without a date"
ENDED_EARLY: Final = "visits that end before they start, shown without an end"


class Schedule:
    """What one pass over the work of a customer found."""

    def __init__(self) -> None:
        self.planned: defaultdict[Any, list[PlannedVisit]] = defaultdict(list)
        self.years: defaultdict[int, list[tuple[datetime, Visit]]] = defaultdict(list)
        self.last_posted: date | None = None

    def history(self) -> tuple[tuple[int, History], ...]:
        """By year, oldest first; within a year the newest visit first, equals in the order of their work ids."""
        found = []
        for year in sorted(self.years):
            visits = self.years[year]
            visits.sort(key=itemgetter(0), reverse=True)
            found.append((year, History(tuple([visit for _, visit in visits]))))
        return tuple(found)


class ScheduleMaker:
    """Turns raw rows of jobs and work into the published bodies; amounts only where `money` is shared."""

    def __init__(self, shown: Shown, mapping: PracticeMapping, *, money: bool) -> None:
        self._shown = shown
        self._money = money
        jobs = ShownSet(shown, mapping.sets.get("jobs", SetSource("jobs")))
        self._job_number = jobs.line("JB.Job Number")
        self._job_words = [shown.remembered(jobs.line(name)) for name in _JOB_WORDS]
        self._job_note = jobs.memo("JB.Portal Note")
        self._job_next = jobs.moment("JB.Next Visit")
        self._job_delayed = shown.remembered(jobs.mark("JB.Delayed"))
        self._job_price = jobs.money("JB.Price")
        work = ShownSet(shown, mapping.sets.get("work", SetSource("work")))
        self._planned = shown.remembered(work.moment("WK.Planned"))
        self._started = work.moment("WK.Started")
        self._ended = work.moment("WK.Ended")
        self._crew = shown.remembered(work.line("WK.Crew"))
        self._amount = work.money("WK.Amount")
        self._notes = work.memo("WK.Notes")
        self._posted = shown.remembered(work.mark("WK.Posted"))

    def jobs(self, rows: list[Raw], properties: set[str]) -> dict[Any, Job]:
        """The jobs by their raw record id, in the order of their numbers, without visits."""
        to_service, to_kind, to_season, to_reason, to_crew = self._job_words
        found = {}
        for row in sorted(by_id(rows), key=lambda row: (as_text(row[2]), as_text(row[1]))):
            _, id_, number, place, service, kind, season, next_visit, delayed, reason, crew, note, price = row
            property_id = as_text(place)
            found[id_] = Job(
                self._job_number(number),
                to_service(service),
                property_id if property_id in properties else "",
                to_kind(kind),
                to_season(season),
                self._job_next(next_visit),
                self._job_delayed(delayed),
                to_reason(reason),
                to_crew(crew),
                self._job_note(note),
                self._job_price(price) if self._money else None,
            )
        return found

    def schedule(self, rows: list[Raw], jobs: dict[Any, Job], since: date) -> Schedule:
        """Planned visits by job, and the posted work of `since` and later."""
        found = Schedule()
        oldest = datetime(since.year, since.month, since.day)
        last: datetime | None = None
        # Bound once: this loop sees most rows of the database.
        to_planned, to_started, to_ended, to_posted = self._planned, self._started, self._ended, self._posted
        to_crew, to_notes, counts = self._crew, self._notes, self._shown.counts
        for _, id_, job_id, at, from_, until, crew, amount, notes, posted in by_id(rows):
            planned = to_planned(at)
            if not to_posted(posted):
                if planned is None:
                    counts[NO_DAY] += 1
                else:
                    found.planned[job_id].append(PlannedVisit(planned, to_crew(crew), as_text(id_)))
                continue
            job, started = jobs.get(job_id), to_started(from_)
            when = started or planned
            if when is None or job is None:
                counts[NO_DAY] += 1
                continue
            if last is None or when > last:
                last = when
            if when < oldest:
                continue
            ended = to_ended(until)
            if ended and started and ended < started:
                counts[ENDED_EARLY] += 1
                ended = None
            paid = self._amount(amount) if self._money else None
            visit = Visit(
                job.number, started, ended, planned, job.service, job.property_id, to_crew(crew), paid, to_notes(notes)
            )
            found.years[when.year].append((when, visit))
        found.last_posted = last.date() if last else None
        for visits in found.planned.values():
            visits.sort(key=_planned_moment)
        return found


def _planned_moment(visit: PlannedVisit) -> datetime:
    return visit.planned


def by_id(rows: list[Raw]) -> list[Raw]:
    """Rows in the order of their record ids, those with the same id by their content: so what is published does not
    depend on the order in which a database gives them. Ids of several kinds are ordered as texts."""
    if len(rows) < 2:
        return rows
    ids = [row[1] for row in rows]
    kinds = set(map(type, ids))
    if len(kinds) == 1 and None not in ids and len(set(ids)) == len(ids):
        return sorted(rows, key=itemgetter(1))
    as_it_is = kinds == {int}
    return sorted(rows, key=lambda row: (row[1] if as_it_is else as_text(row[1]), [as_text(value) for value in row]))
