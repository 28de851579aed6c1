"""What is new since the last visit, a sentence each (B13)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from flask import url_for

from receiver.domain.looks.sections import Section
from receiver.domain.people.changed import (
    Balance,
    Change,
    Delayed,
    Done,
    Dropped,
    Moved,
    Planned,
    changes,
    work_done,
    worked,
)
from receiver.domain.requests.models import MESSAGE
from receiver.domain.requests.threads import Standing
from receiver.domain.snapshots.earlier import Earlier, versions
from receiver.sites.portal.asking.words import KINDS
from receiver.sites.portal.visit import Visit
from receiver.web import formats
from receiver.web.language import gettext as _
from receiver.web.language import ngettext, spoken
from shared import records
from shared.canonical import decode_as

MOST: Final = 6
"""Sentences that are shown; more are counted."""

EACH: Final = 2
"""Visits of one service that are told one by one; more are counted."""

YEARS: Final = 2
"""The years of the history that work can have come to."""


@dataclass(frozen=True, slots=True)
class News:
    """One thing that is new."""

    text: str
    address: str
    """The page that says more; empty where this one does."""
    state: str = ""
    """What a pill beside it says: `delayed`, or the state of a request."""


@dataclass(frozen=True, slots=True)
class Told:
    """What is new since a moment, and how many things more than are shown."""

    since: str
    items: Sequence[News]
    more: int


def what_is_new(visit: Visit, standing: Sequence[Standing]) -> Told | None:
    """None where nothing can be known: on the first visit, and where the snapshot of the last one was given up."""
    before = visit.before
    if before.moment is None or not before.snapshot:
        return None
    told = [one for found in standing if (one := _of_request(visit, found, before.moment))]
    if before.snapshot < visit.published:
        earlier = versions(visit.connection, visit.company_id, before.snapshot, visit.published, _wanted(visit))
        if earlier is None and not told:
            return None
        told += _of_account(visit, earlier) if earlier else []
    return Told(_since(visit, before.moment), told[:MOST], max(0, len(told) - MOST))


def _since(visit: Visit, moment: datetime) -> str:
    frame, there = visit.frame, visit.frame.there(moment)
    if there.date() == frame.today:
        return _("New since your last visit today")
    if frame.today - there.date() < timedelta(days=7):
        return _("New since %(day)s", day=formats.weekday(spoken(), there.date()))
    return _("New since %(day)s", day=formats.long_date(spoken(), there.date(), frame.today))


def _wanted(visit: Visit) -> list[tuple[str, str]]:
    years = visit.customer.history_years[:YEARS]
    return [
        ("customer", visit.number),
        *(("history", records.history_key(visit.number, year)) for year in years),
    ]


def _of_account(visit: Visit, earlier: Earlier) -> list[News]:
    """What the snapshots say. The number belonged to somebody else then: nothing is claimed."""
    held = earlier.versions["customer", visit.number].then
    if held is None:
        return []
    before = decode_as(records.Customer, held)
    if before.record_id != visit.customer.record_id:
        return []
    frame = visit.frame
    done: list[records.Visit] = []
    for (kind, _key), body in earlier.versions.items():
        if kind == "history" and body.now is not None and body.now != body.then:
            then = decode_as(records.History, body.then).visits if body.then else ()
            now = decode_as(records.History, body.now).visits
            done += work_done(then, now, frame.there(earlier.committed_at))
    found = changes(before, visit.customer, done, frame.today)
    return [one for change in found if _may_be_told(visit, change) for one in _said(visit, change)]


def _may_be_told(visit: Visit, change: Change) -> bool:
    """Whether the user sees the section that it belongs to."""
    if isinstance(change, Balance):
        return visit.shares_balance
    return visit.shows(Section.HISTORY if isinstance(change, Done) else Section.SCHEDULE)


def _of_request(visit: Visit, found: Standing, since: datetime) -> News | None:
    """An answer that nobody has read, or what became of a request since."""
    settled = found.settled is not None and found.settled > since
    address = url_for("portal.my_request", company_id=visit.company_id, number=found.number)
    if found.kind == MESSAGE:
        if not found.unread:
            return None
        text = ngettext(
            "The office answered your message.", "The office answered your message %(num)d times.", found.unread
        )
        return News(text, f"{visit.frame.address('message')}#m{found.number}", "answered")
    what = _(KINDS[found.kind])
    if settled and found.state in ("accepted", "declined", "done"):
        return News(what, address, found.state)
    return News(_("The office wrote to you: %(what)s", what=what), address, "answered") if found.unread else None


def _said(visit: Visit, change: Change) -> list[News]:
    schedule, history = visit.frame.address("schedule"), visit.frame.address("history")
    if isinstance(change, Balance):
        return [News(_balance(visit, change), "")]
    if isinstance(change, Done):
        return [News(text, history) for text in _done(visit, change)]
    if isinstance(change, Moved):
        return [News(_moved(visit, change), schedule, "delayed" if change.delayed else "")]
    what = _service(change.job)
    if isinstance(change, Delayed):
        words = _("%(what)s on %(day)s is delayed.", what=what, day=_day(visit, change.time))
        return [News(words, schedule, "delayed")]
    if isinstance(change, Planned):
        return [News(_planned(visit, what, change), schedule)]
    return [News(_dropped(visit, what, change), schedule)]


def _moved(visit: Visit, change: Moved) -> str:
    what = _service(change.job)
    if change.before.date() == change.after.date():
        return _(
            "%(what)s on %(day)s is at %(time)s now.",
            what=what,
            day=_day(visit, change.after),
            time=formats.clock(spoken(), change.after),
        )
    return _(
        "%(what)s was moved from %(before)s to %(after)s.",
        what=what,
        before=_day(visit, change.before),
        after=_day(visit, change.after),
    )


def _planned(visit: Visit, what: str, change: Planned) -> str:
    first = _day(visit, change.times[0])
    if len(change.times) == 1:
        return _("%(what)s is planned for %(day)s.", what=what, day=first)
    return _("%(what)s has %(num)d new visits, the first on %(day)s.", what=what, num=len(change.times), day=first)


def _dropped(visit: Visit, what: str, change: Dropped) -> str:
    if len(change.times) == 1:
        return _("%(what)s on %(day)s is not planned any more.", what=what, day=_day(visit, change.times[0]))
    return _("%(num)d visits of %(what)s are not planned any more.", num=len(change.times), what=what)


def _done(visit: Visit, change: Done) -> list[str]:
    what = change.service or _("Job %(number)s", number=change.visits[0].job)
    days = [_day(visit, when) for one in change.visits if (when := worked(one)) is not None]
    if len(days) <= EACH:
        return [_("%(what)s was done on %(day)s.", what=what, day=day) for day in days]
    return [_("%(what)s was done %(num)d times, last on %(day)s.", what=what, num=len(days), day=days[0])]


def _balance(visit: Visit, change: Balance) -> str:
    currency = visit.frame.office.currency
    after = formats.money(spoken(), change.after, currency)
    if change.before is None:
        return _("Your balance is %(after)s.", after=after)
    before = formats.money(spoken(), change.before, currency)
    return _("Your balance is %(after)s; it was %(before)s.", after=after, before=before)


def _service(job: records.Job) -> str:
    return job.service or _("Job %(number)s", number=job.number)


def _day(visit: Visit, moment: datetime) -> str:
    return formats.short_date(spoken(), moment.date(), visit.frame.today)
