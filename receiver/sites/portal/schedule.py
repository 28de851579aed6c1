"""See Schedule (B5): the jobs with Next Visit, Delayed, and all planned visits."""

from __future__ import annotations

from flask import Blueprint, abort, request

from receiver.domain.requests.listed import Request, waiting
from receiver.sites.portal.asking.words import KINDS, STATES
from receiver.sites.portal.guard import customer
from receiver.sites.portal.visit import Visit
from receiver.sites.portal.visits import in_order, places
from receiver.web.language import gettext as _
from receiver.web.pages import render
from shared import records


@customer
def schedule(visit: Visit) -> str:
    """One card for each job, those with the nearest visit first; of one property where one is chosen."""
    served = _served(visit.customer)
    chosen = request.args.get("property", "")
    if chosen and chosen not in {one.id for one in served}:
        abort(404)
    asked: dict[str, list[Request]] = {}
    for one in waiting(visit.connection, visit.company_id, visit.published, visit.customer):
        if one.wish.job:
            asked.setdefault(one.wish.job, []).append(one)
    return render(
        "portal/schedule.html",
        frame=visit.frame,
        visit=visit,
        here="schedule",
        jobs=[one for one in in_order(visit.customer.jobs) if not chosen or one.property_id == chosen],
        served=served,
        chosen=chosen,
        places=places(visit.customer),
        asked=asked,
        kinds={kind: _(name) for kind, name in KINDS.items()},
        states={state: _(name) for state, name in STATES.items()},
    )


def add_to(blueprint: Blueprint) -> None:
    """Register this page."""
    blueprint.add_url_rule("/schedule", view_func=schedule)


def _served(customer: records.Customer) -> list[records.Property]:
    """The properties that there are jobs for, to choose one; none where there is only one."""
    there = {job.property_id for job in customer.jobs}
    served = [one for one in customer.properties if one.id in there]
    return served if len(served) > 1 else []
