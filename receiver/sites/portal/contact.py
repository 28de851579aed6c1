"""Contact Information (B4): what the office has, and what was asked to be changed."""

from __future__ import annotations

from flask import Blueprint

from receiver.domain.requests.changes import PHONE
from receiver.domain.requests.listed import Request, waiting
from receiver.sites.portal.asking.words import STATES, phone_name
from receiver.sites.portal.guard import customer
from receiver.sites.portal.visit import Visit
from receiver.web.language import gettext as _
from receiver.web.pages import render


@customer
def contact(visit: Visit) -> str:
    """Name, address, phones, e-mail, properties with their notes."""
    asked = waiting(visit.connection, visit.company_id, visit.published, visit.customer)
    return render(
        "portal/contact.html",
        frame=visit.frame,
        visit=visit,
        here="contact",
        fields=_fields(asked),
        notes=_notes(asked),
        phones=[phone_name(one.kind, _) for one in visit.customer.phones],
        states={state: _(name) for state, name in STATES.items()},
    )


def add_to(blueprint: Blueprint) -> None:
    """Register this page."""
    blueprint.add_url_rule("/contact", view_func=contact)


def _fields(asked: list[Request]) -> dict[str, list[tuple[Request, str]]]:
    """What waits for the office, and the value that was asked for, by the line of the page it stands beside."""
    found: dict[str, list[tuple[Request, str]]] = {}
    for one in asked:
        for change in one.wish.changes if one.kind == "contact" else ():
            phone = change.field.startswith(PHONE)
            line = "/".join(change.field.split("/")[:2]) if phone else LINES.get(change.field, change.field)
            line = f"{PHONE}new" if phone and not change.before else line
            found.setdefault(line, []).append((one, change.after))
    return found


def _notes(asked: list[Request]) -> dict[str, list[Request]]:
    """The same for notes, by property."""
    found: dict[str, list[Request]] = {}
    for one in asked:
        if one.kind == "property":
            found.setdefault(one.wish.property_id, []).append(one)
    return found


LINES = {
    "first_name": "name",
    "street": "address",
    "city": "address",
    "region": "address",
    "postal_code": "address",
    "country": "address",
}
"""The lines of the page that show several fields."""
