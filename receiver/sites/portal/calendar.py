"""Calendar (B12): the addresses at which calendar programs read the visits of an account, and what they read there."""

from __future__ import annotations

from contextlib import suppress
from hashlib import blake2b
from typing import Final
from urllib.parse import urlsplit

import flask
from flask import Blueprint, Response, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from receiver.db.faults import DatabaseFault
from receiver.db.unit_of_work import now
from receiver.domain.calendars import feeds
from receiver.domain.calendars.ics import Stamp, written
from receiver.domain.calendars.planned import events
from receiver.domain.companies.models import CompanyState
from receiver.domain.companies.office import Office
from receiver.languages import words
from receiver.sites.frame import published_office
from receiver.sites.portal.forms import customer_form
from receiver.sites.portal.guard import customer
from receiver.sites.portal.visit import Visit
from receiver.web import access, drawn, formats
from receiver.web.language import gettext as _
from receiver.web.language import spoken
from receiver.web.pages import render
from receiver.web.parts import parts
from receiver.web.transaction import viewing, writing
from shared import records
from shared.canonical import decode_as

MADE: Final = "feed"
"""In the form cookie: the key of the form that made a feed just now, until the next page has shown its address."""


@customer
def calendar(visit: Visit) -> str:
    """The feeds of this account, and the address of the one that was made just now."""
    key = flask.session.pop(MADE, None)
    address = _address(visit, key) if isinstance(key, str) else ""
    return render(
        "portal/calendar.html",
        frame=visit.frame,
        visit=visit,
        here="account",
        address=address,
        subscription=_subscription(address),
        feeds=feeds.feeds_of(visit.connection, visit.company_id, visit.user.user_id, visit.customer.record_id),
        most=feeds.MOST,
        key=drawn.new_key(),
    )


@customer_form()
def make_feed(visit: Visit) -> ResponseReturnValue:
    """Make a feed: one for each form, however often it is sent."""
    key = drawn.sent_key()
    user_id, record_id = visit.user.user_id, visit.customer.record_id
    try:
        with writing(visit.company_id) as session:
            feeds.make(session, visit.company_id, user_id, record_id, _token(visit, key), now())
        flask.session[MADE] = key
    except feeds.TooManyFeeds:
        flash(_("There are as many calendar addresses as there may be. Stop one that you no longer need first."))
    return redirect(visit.frame.address("calendar"), 303)


@customer_form()
def stop_feed(visit: Visit) -> ResponseReturnValue:
    """Stop a feed: from now on its address shows nothing."""
    with writing(visit.company_id) as session:
        feeds.stop(session, visit.company_id, visit.user.user_id, request.form.get("feed", ""))
    flash(_("That calendar address is stopped."))
    return redirect(visit.frame.address("calendar"), 303)


@access.anybody
def feed(company_id: int, token: str) -> Response:
    """The planned visits, for a calendar program. An address that was stopped, or never was, is not found."""
    with viewing(company_id) as connection:
        found = feeds.find(connection, company_id, token)
    if found is None or found.state == CompanyState.SUSPENDED:
        abort(404)
    _note_reading(company_id, token, found)
    office = published_office(found.office) if found.office else Office("")
    said = words(found.language or str(spoken().locale)).gettext
    planned = events(company_id, decode_as(records.Customer, found.customer), said)
    body = written(office.name, formats.zone(office.time_zone), planned, Stamp(found.changed_at, found.since))
    answer = Response(body, content_type="text/calendar; charset=utf-8")
    answer.set_etag(blake2b(body, digest_size=16).hexdigest())
    answer.cache_control.private = True
    answer.cache_control.no_cache = True
    answer.make_conditional(request)
    return answer


def add_to(blueprint: Blueprint) -> None:
    """Register these pages."""
    blueprint.add_url_rule("/account/calendar", view_func=calendar, methods=["GET"])
    blueprint.add_url_rule("/account/calendar", view_func=make_feed, methods=["POST"])
    blueprint.add_url_rule("/account/calendar/stop", view_func=stop_feed, methods=["POST"])
    blueprint.add_url_rule("/feed/<token>.ics", view_func=feed, methods=["GET"])


def _note_reading(company_id: int, token: str, found: feeds.Source) -> None:
    """Once an hour; a feed that can be read is never refused for that."""
    moment = now()
    if found.read_at is None or moment - found.read_at >= feeds.TOUCH_EVERY:
        with suppress(DatabaseFault), writing(company_id) as session:
            feeds.touch(session, company_id, token, moment)


def _token(visit: Visit, key: str) -> str:
    """The token of the feed that the form with this key makes."""
    return drawn.token("calendar feed", visit.company_id, visit.user.user_id, visit.customer.record_id, key)


def _address(visit: Visit, key: str) -> str:
    return parts().settings.public_url + url_for("portal.feed", company_id=visit.company_id, token=_token(visit, key))


def _subscription(address: str) -> str:
    """The address as programs are called by it that open calendars."""
    return urlsplit(address)._replace(scheme="webcal").geturl()
