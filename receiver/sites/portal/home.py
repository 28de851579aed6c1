"""Home (B3): the next visit, what is new, what waits, the balance, and the way to the other pages."""

from __future__ import annotations

from typing import Final

from flask import Blueprint, url_for

from receiver.domain.looks.sections import Section
from receiver.domain.requests.models import MESSAGE, UNDONE
from receiver.domain.requests.threads import Standing, standing
from receiver.sites.portal.asking.words import KINDS, STATES
from receiver.sites.portal.guard import customer
from receiver.sites.portal.news import what_is_new
from receiver.sites.portal.visit import Visit
from receiver.sites.portal.visits import coming_visits, next_visit, places
from receiver.web.language import gettext as _
from receiver.web.language import ngettext
from receiver.web.pages import render
from shared import records

MORE: Final = 3
STANDING: Final = 40
WAITING: Final = 4
NOON, EVENING = 12, 18


@customer
def home(visit: Visit) -> str:
    """What a customer sees first."""
    today = visit.frame.today
    first = next_visit(visit.customer, today)
    later = [one for one in coming_visits(visit.customer) if one.when.date() >= today and one != first]
    found = _standing(visit)
    messages = [one for one in found if one.state in UNDONE and one.kind == MESSAGE]
    waiting = [one for one in found if one.state in UNDONE and one not in messages[1:]]
    return render(
        "portal/home.html",
        frame=visit.frame,
        visit=visit,
        here="home",
        greeting=_greeting(visit.frame.now.hour, _called(visit)),
        served=_served(visit.customer),
        next=first,
        later=later[:MORE],
        places=places(visit.customer),
        news=what_is_new(visit, found),
        waiting=waiting[:WAITING],
        messages=len(messages),
        more_waiting=max(0, len(waiting) - WAITING),
        kinds={kind: _(name) for kind, name in KINDS.items()},
        states={**{state: _(name) for state, name in STATES.items()}, "answered": _("Answered")},
        page_of=lambda one: _page_of(visit, one),
    )


def add_to(blueprint: Blueprint) -> None:
    """Register this page."""
    blueprint.add_url_rule("/", view_func=home)


def _standing(visit: Visit) -> list[Standing]:
    """What was asked for; messages where he sees them."""
    found = standing(visit.connection, visit.company_id, visit.customer.record_id, visit.before.moment, STANDING)
    return [one for one in found if one.kind != MESSAGE or visit.shows(Section.MESSAGE)]


def _page_of(visit: Visit, one: Standing) -> str:
    """Where a request stands with all that belongs to it."""
    if one.kind == MESSAGE:
        return f"{visit.frame.address('message')}#m{one.number}"
    return url_for("portal.my_request", company_id=visit.company_id, number=one.number)


def _called(visit: Visit) -> str:
    """How to greet: the first name; a firm by its name. Who looks at somebody else's account is not greeted as him."""
    customer = visit.customer
    if visit.user.record_id != customer.record_id:
        return visit.user_name
    return customer.first_name or customer.company_name or customer.name


def _greeting(hour: int, name: str) -> str:
    if hour < NOON:
        return _("Good morning, %(name)s", name=name)
    if hour < EVENING:
        return _("Good afternoon, %(name)s", name=name)
    return _("Good evening, %(name)s", name=name)


def _served(customer: records.Customer) -> str:
    """14 Maple Court and 1 more property."""
    named = [one.street or one.name for one in customer.properties if one.street or one.name]
    if not named:
        return customer.street
    more = len(named) - 1
    if not more:
        return named[0]
    return ngettext(
        "%(first)s and %(num)d more property", "%(first)s and %(num)d more properties", more, first=named[0]
    )
