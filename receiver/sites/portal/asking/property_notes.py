"""The notes about a property: gate code, pets, what to look out for (B8). Saved, they are a request to the office."""

from __future__ import annotations

from typing import Final

from flask import Blueprint, Response, abort, make_response, request
from flask.typing import ResponseReturnValue

from receiver.domain.requests.changes import compared
from receiver.domain.requests.typed import TEXT, shown_text, text
from receiver.sites.portal.asking.form import Form, read, seen_account, sent_form, shown_form
from receiver.sites.portal.asking.gone import gone
from receiver.sites.portal.asking.sending import send
from receiver.sites.portal.forms import customer_form, may_ask
from receiver.sites.portal.guard import customer
from receiver.sites.portal.visit import Visit
from receiver.web.language import gettext as _
from receiver.web.pages import render
from shared import limits, records
from shared.outbound import Wish

ADDED: Final = 500
"""Characters that may be added to long notes."""


@customer
@may_ask
def property_notes(visit: Visit) -> Response:
    """The notes, to be changed; the address names the property."""
    found = _property(visit.customer)
    if found is None:
        abort(404)
    return _page(visit, found, shown_form(visit, {"notes": shown_text(found.notes)}))


@customer_form("property_notes")
@may_ask
def save_property_notes(visit: Visit) -> ResponseReturnValue:
    """Ask for the notes as they were typed."""
    form = sent_form()
    held, account = _property(visit.customer), seen_account(visit, form)
    if held is None:
        return gone(visit, "contact", form.said("notes"))
    seen = _property(account) if account else None
    said, faults = read(form, {"notes": lambda written: text(written, _longest(held))})
    if faults:
        return _page(visit, held, form.again("", **faults), 400)
    now, notes = shown_text(held.notes), str(said["notes"])
    found = compared({"notes": shown_text(seen.notes) if seen else now}, {"notes": now}, {"notes": notes})
    if not found.changes:
        words = _("Nothing differs from what the office has, so nothing was sent.")
        return _page(visit, held, Form({"notes": now}, visit.published, form.form_key, fault=words))
    if found.moved or seen is None:
        words = _("The office changed these notes meanwhile, so nothing was sent yet. Please compare, then save.")
        again = Form({"notes": notes}, visit.published, form.form_key, fault=words)
        return _page(visit, held, again, 409, moved=now)
    wish = Wish(changes=found.changes, property_id=held.id, property_name=held.name or held.street)
    return send(visit, "property", wish, form, lambda status, words: _page(visit, held, form.again(words), status))


def add_to(blueprint: Blueprint) -> None:
    """Register these pages."""
    blueprint.add_url_rule("/contact/notes", view_func=property_notes, methods=["GET"])
    blueprint.add_url_rule("/contact/notes", view_func=save_property_notes, methods=["POST"])


def _property(account: records.Customer) -> records.Property | None:
    """The one that the address names."""
    return next((one for one in account.properties if one.id == request.args.get("property", "")), None)


def _longest(shown: records.Property) -> int:
    """Who only adds a word to long notes of the office need not shorten them first."""
    return max(TEXT, min(len(shown_text(shown.notes)) + ADDED, limits.TEXT_CHARACTERS))


def _page(visit: Visit, shown: records.Property, form: Form, status: int = 200, moved: str | None = None) -> Response:
    page = render(
        "portal/asking/property_notes.html",
        frame=visit.frame,
        visit=visit,
        here="contact",
        form=form,
        property=shown,
        notes=shown_text(form.said("notes")),
        longest=_longest(shown),
        moved=moved,
    )
    return make_response(page, status)
