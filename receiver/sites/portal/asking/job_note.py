"""A note about a job (B5)."""

from __future__ import annotations

from flask import Blueprint, Response, abort, make_response, request
from flask.typing import ResponseReturnValue

from receiver.domain.requests.typed import shown_text, text
from receiver.sites.portal.asking.form import Form, read, sent_form, shown_form
from receiver.sites.portal.asking.gone import gone
from receiver.sites.portal.asking.sending import send
from receiver.sites.portal.forms import customer_form, may_ask
from receiver.sites.portal.guard import customer
from receiver.sites.portal.visit import Visit
from receiver.sites.portal.visits import places
from receiver.web.pages import render
from shared import records
from shared.outbound import Wish


@customer
@may_ask
def job_note(visit: Visit) -> Response:
    """An empty note; the address names the job."""
    job = asked_job(visit)
    if job is None:
        abort(404)
    return _page(visit, job, shown_form(visit, {}))


@customer_form("job_note")
@may_ask
def send_job_note(visit: Visit) -> ResponseReturnValue:
    """Send it."""
    form, job = sent_form(), asked_job(visit)
    if job is None:
        return gone(visit, "schedule", form.said("text"))
    said, faults = read(form, {"text": lambda written: text(written, required=True)})
    if faults:
        return _page(visit, job, form.again("", **faults), 400)
    wish = Wish(job=job.number, service=job.service, text=str(said["text"]))
    return send(visit, "job", wish, form, lambda status, words: _page(visit, job, form.again(words), status))


def add_to(blueprint: Blueprint) -> None:
    """Register these pages."""
    blueprint.add_url_rule("/schedule/note", view_func=job_note, methods=["GET"])
    blueprint.add_url_rule("/schedule/note", view_func=send_job_note, methods=["POST"])


def asked_job(visit: Visit) -> records.Job | None:
    """The job that the address names."""
    return next((one for one in visit.customer.jobs if one.number == request.args.get("job", "")), None)


def _page(visit: Visit, job: records.Job, form: Form, status: int = 200) -> Response:
    page = render(
        "portal/asking/job_note.html",
        frame=visit.frame,
        visit=visit,
        here="schedule",
        form=form,
        job=job,
        where=places(visit.customer)[job.property_id],
        text=shown_text(form.said("text")),
    )
    return make_response(page, status)
