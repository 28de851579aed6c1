"""Change Schedule (B5): the visit, what is to become of it, days that would suit, and why."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Final

from flask import Blueprint, Response, abort, make_response
from flask.typing import ResponseReturnValue

from receiver.domain.requests.typed import FURTHEST, day, shown_text, text
from receiver.sites.portal.asking.form import Form, read, sent_form, shown_form
from receiver.sites.portal.asking.gone import gone
from receiver.sites.portal.asking.job_note import asked_job
from receiver.sites.portal.asking.sending import send
from receiver.sites.portal.asking.words import WANTED
from receiver.sites.portal.forms import customer_form, may_ask
from receiver.sites.portal.guard import customer
from receiver.sites.portal.visit import Visit
from receiver.sites.portal.visits import places
from receiver.web.language import gettext as _
from receiver.web.pages import render
from shared import records
from shared.outbound import Wish

DAYS: Final = ("day1", "day2", "day3")
WHOLE_JOB: Final = "job"
"""Chosen in place of a visit."""


@customer
@may_ask
def change_schedule(visit: Visit) -> Response:
    """The form; the address names the job. The next visit is chosen, where there is one."""
    job = asked_job(visit)
    if job is None:
        abort(404)
    times = job.times
    first = next((one for one in times if one.date() >= visit.frame.today), times[0] if times else None)
    return _page(visit, job, shown_form(visit, {"visit": first.isoformat() if first else WHOLE_JOB, "wanted": "move"}))


@customer_form("change_schedule")
@may_ask
def send_change(visit: Visit) -> ResponseReturnValue:
    """Ask for it."""
    form, job = sent_form(), asked_job(visit)
    if job is None:
        return gone(visit, "schedule", form.said("text"))
    (planned, days, said), faults = _read(form, visit.frame.today)
    if planned is not None and planned not in job.times:
        words = _("The office changed this visit meanwhile, so nothing was sent yet. Please choose the visit again.")
        again = Form({**form.values, "visit": ""}, visit.published, form.form_key, fault=words, faults=faults)
        return _page(visit, job, again, 409)
    faults = faults or _missing(form, job, days, said)
    if faults:
        words = _("Something is not right yet. Please look at the marked fields.")
        return _page(visit, job, form.again(words, **faults), 400)
    wish = Wish(job=job.number, service=job.service, text=said, planned=planned, days=days, wanted=form.said("wanted"))
    return send(visit, "schedule", wish, form, lambda status, words: _page(visit, job, form.again(words), status))


def add_to(blueprint: Blueprint) -> None:
    """Register these pages."""
    blueprint.add_url_rule("/schedule/change", view_func=change_schedule, methods=["GET"])
    blueprint.add_url_rule("/schedule/change", view_func=send_change, methods=["POST"])


def _read(form: Form, today: date) -> tuple[tuple[datetime | None, tuple[date, ...], str], dict[str, str]]:
    """The visit, the days without repetition, and the text; and what is wrong with the fields."""
    readers: dict[str, Callable[[str], object]] = {name: lambda written: day(written, today) for name in DAYS}
    found, faults = read(form, {"text": text, **readers})
    if form.said("wanted") not in WANTED:
        faults["wanted"] = _("Please choose what you would like.")
    planned = None
    if form.said("visit") not in ("", WHOLE_JOB):
        try:
            planned = datetime.fromisoformat(form.said("visit")).replace(tzinfo=None)
        except ValueError:
            faults["visit"] = _("Please choose one of the visits.")
    days = dict.fromkeys(one for name in DAYS if isinstance(one := found.get(name), date))
    return (planned, tuple(days), str(found.get("text", ""))), faults


def _missing(form: Form, job: records.Job, days: tuple[date, ...], said: str) -> dict[str, str]:
    """Without this the office could only ask back."""
    wanted, visit = form.said("wanted"), form.said("visit")
    if job.times and (not visit or (visit == WHOLE_JOB and wanted in ("move", "skip"))):
        return {"visit": _("Please choose one of the visits.")}
    if wanted in ("move", "more") and not days and not said:
        return {"day1": _("Please name a day, or write below when it would suit you.")}
    if wanted == "other" and not said:
        return {"text": _("Please write what you would like.")}
    return {}


def _shown_day(written: str) -> str:
    """A day as a browser takes it; nothing where it is none."""
    try:
        return date.fromisoformat(written).isoformat()
    except ValueError:
        return ""


def _page(visit: Visit, job: records.Job, form: Form, status: int = 200) -> Response:
    page = render(
        "portal/asking/schedule.html",
        frame=visit.frame,
        visit=visit,
        here="schedule",
        form=form,
        job=job,
        where=places(visit.customer)[job.property_id],
        times=job.times,
        wanted={word: _(name) for word, name in WANTED.items()},
        days={name: _shown_day(form.said(name)) for name in DAYS},
        whole_job=WHOLE_JOB,
        latest=visit.frame.today + FURTHEST,
        text=shown_text(form.said("text")),
    )
    return make_response(page, status)
