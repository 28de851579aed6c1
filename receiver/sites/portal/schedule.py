"""See Schedule (B5): the jobs with Next Visit, Delayed, and all planned visits."""

from __future__ import annotations

from flask import Blueprint

from receiver.domain.requests.listed import Request, waiting
from receiver.sites.portal.asking.words import KINDS, STATES
from receiver.sites.portal.guard import Visit, customer
from receiver.sites.portal.visits import in_order, places
from receiver.web.language import gettext as _
from receiver.web.pages import render


@customer
def schedule(visit: Visit) -> str:
    """One card for each job, those with the nearest visit first."""
    asked: dict[str, list[Request]] = {}
    for one in waiting(visit.connection, visit.company_id, visit.published, visit.customer):
        if one.wish.job:
            asked.setdefault(one.wish.job, []).append(one)
    return render(
        "portal/schedule.html",
        frame=visit.frame,
        visit=visit,
        here="schedule",
        jobs=in_order(visit.customer.jobs),
        places=places(visit.customer),
        asked=asked,
        kinds={kind: _(name) for kind, name in KINDS.items()},
        states={state: _(name) for state, name in STATES.items()},
    )


def add_to(blueprint: Blueprint) -> None:
    """Register this page."""
    blueprint.add_url_rule("/schedule", view_func=schedule)
