"""Contact Information, edited (B4): what is saved is a request to the office, which changes its own records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from flask import Blueprint, Response, make_response
from flask.typing import ResponseReturnValue

from receiver.domain.mail.texts.marking import N_
from receiver.domain.requests import typed
from receiver.domain.requests.changes import PHONE, Compared, compared, contact_fields
from receiver.domain.requests.typed import Wrong, shown_line
from receiver.sites.portal.asking.form import Form, seen_account, sent_form, shown_form
from receiver.sites.portal.asking.sending import send
from receiver.sites.portal.asking.words import WRONG, field_name
from receiver.sites.portal.forms import customer_form, may_ask
from receiver.sites.portal.guard import customer
from receiver.sites.portal.visit import Visit
from receiver.web.language import gettext as _
from receiver.web.pages import render
from shared import records
from shared.outbound import Wish

GROUPS: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    (N_("You"), ("first_name", "name", "company_name")),
    (N_("Address"), ("street", "city", "region", "postal_code", "country")),
    (N_("How to reach you"), ("email",)),
)
"""The form; phones follow in the last group."""

FILLED_BY: Final = {
    "first_name": "given-name",
    "name": "name",
    "company_name": "organization",
    "street": "address-line1",
    "city": "address-level2",
    "region": "address-level1",
    "postal_code": "postal-code",
    "country": "country-name",
    "email": "email",
}
"""What a browser may fill in by itself."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the form; `moved` is what the office has now, where it changed that since the page was opened."""

    name: str
    label: str
    value: str
    kind: str
    fill: str
    moved: str | None
    hint: str


@customer
@may_ask
def change_contact(visit: Visit) -> Response:
    """What the office has, to be changed."""
    form = shown_form(visit, {})
    return _page(visit, seen_account(visit, form) or visit.customer, form)


@customer_form("change_contact")
@may_ask
def save_contact(visit: Visit) -> ResponseReturnValue:
    """Ask for what was changed."""
    form = sent_form()
    seen = seen_account(visit, form)
    shown = seen or visit.customer
    said, faults = _read(contact_fields(shown), form)
    if faults:
        return _page(
            visit, shown, form.again(_("Something is not right yet. Please look at the marked fields."), **faults), 400
        )
    held = contact_fields(visit.customer)
    found = compared(contact_fields(shown), held, said)
    if not found.changes:
        words = _("Nothing differs from what the office has, so nothing was sent.")
        return _page(visit, visit.customer, Form({}, visit.published, form.form_key, fault=words))
    moved = dict(found.moved) if seen else {one.field: held.get(one.field, "") for one in found.changes}
    if moved:
        return _conflict(visit, form, found, moved)
    wish = Wish(changes=found.changes)
    return send(visit, "contact", wish, form, lambda status, words: _page(visit, shown, form.again(words), status))


def add_to(blueprint: Blueprint) -> None:
    """Register these pages."""
    blueprint.add_url_rule("/contact/change", view_func=change_contact, methods=["GET"])
    blueprint.add_url_rule("/contact/change", view_func=save_contact, methods=["POST"])


def _read(shown: Mapping[str, str], form: Form) -> tuple[dict[str, str], dict[str, str]]:
    """What the form says, by field of the contract, and what is wrong, by field of the form. What was left as it was
    shown is not looked at: it is the office's."""
    said, faults = {}, {}
    for field, before in shown.items():
        name = field_of_form(field)
        written = form.values.get(name, before)
        try:
            said[field] = before if shown_line(written) == before else typed_value(field, written)
        except Wrong as wrong:
            faults[name] = _(WRONG[wrong.why])
    return said, faults


def typed_value(field: str, written: str) -> str:
    """What was typed for a field of the contract, as it is asked for. Raises `Wrong`."""
    if field == "email":
        return typed.email(written)
    if field.startswith(PHONE):
        return typed.phone(written)
    return typed.line(written, required=field == "name")


def _conflict(visit: Visit, form: Form, found: Compared, moved: Mapping[str, str]) -> Response:
    """The office changed the same meanwhile: both are shown, and nothing that was typed is lost."""
    held = contact_fields(visit.customer)
    spare = next(reversed(held))
    values = {field_of_form(one.field if one.field in held else spare): one.after for one in found.changes}
    words = _(
        "The office changed this meanwhile, so nothing was sent yet. Please look at the marked fields, then save."
    )
    again = Form(values, visit.published, form.form_key, fault=words)
    return _page(visit, visit.customer, again, 409, {field_of_form(field): value for field, value in moved.items()})


def _page(
    visit: Visit, shown: records.Customer, form: Form, status: int = 200, moved: Mapping[str, str] | None = None
) -> Response:
    fields = contact_fields(shown)
    phones = tuple(field for field in fields if field.startswith(PHONE))
    groups = []
    for title, names in GROUPS:
        shown_here = [*names, *phones] if "email" in names else names
        groups.append((_(title), [_line(field, fields[field], form, moved or {}) for field in shown_here]))
    page = render(
        "portal/asking/contact.html", frame=visit.frame, visit=visit, here="contact", form=form, groups=groups
    )
    return make_response(page, status)


def _line(field: str, before: str, form: Form, moved: Mapping[str, str]) -> Line:
    name, phone = field_of_form(field), field.startswith(PHONE)
    fresh = phone and field.endswith("/") and not before
    return Line(
        name=name,
        label=_("Another phone number") if fresh else field_name(field, _),
        value=shown_line(form.values.get(name, before)),
        kind="tel" if phone else "email" if field == "email" else "text",
        fill=FILLED_BY.get(field, "off"),
        moved=moved.get(name),
        hint=_("If you have one that is not here yet.") if fresh else "",
    )


def field_of_form(field: str) -> str:
    """The name of a field in the form: a phone number goes by its place."""
    return f"phone-{field.split('/')[1]}" if field.startswith(PHONE) else field
