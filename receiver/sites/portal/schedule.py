"""See Schedule (B5): the jobs with Next Visit, Delayed, and all planned visits."""

from __future__ import annotations

from flask import Blueprint

from receiver.sites.portal.guard import Visit, customer
from receiver.sites.portal.visits import in_order, places
from receiver.web.pages import render


@customer
def schedule(visit: Visit) -> str:
    """One card for each job, those with the nearest visit first."""
    return render(
        "portal/schedule.html",
        frame=visit.frame,
        visit=visit,
        here="schedule",
        jobs=in_order(visit.customer.jobs),
        places=places(visit.customer),
    )


def add_to(blueprint: Blueprint) -> None:
    """Register this page."""
    blueprint.add_url_rule("/schedule", view_func=schedule)
