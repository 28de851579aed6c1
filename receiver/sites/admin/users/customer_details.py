"""The details of a customer of the office, edited here: what is saved is a change request, as his own are (B4)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from flask import Response, abort, redirect, request
from flask.typing import ResponseReturnValue

from receiver.db.unit_of_work import now
from receiver.domain.audit.trail import Deed, note
from receiver.domain.mail.addresses import one_address
from receiver.domain.people.user_list import Listed
from receiver.domain.requests.changes import Compared, compared, contact_fields
from receiver.domain.requests.making import Asker, NoForm, TooManyRequests, make, new_form_key
from receiver.domain.requests.typed import Wrong, shown_line
from receiver.domain.snapshots.queries import published_records
from receiver.sites.admin.desk import Desk
from receiver.sites.admin.notices import tell
from receiver.sites.admin.page import shown
from receiver.sites.admin.users import back
from receiver.sites.admin.users.found import label
from receiver.sites.portal.asking.contact import field_of_form, typed_value
from receiver.sites.portal.asking.words import WRONG, field_name
from receiver.sites.waiting import again, set_retry_after
from receiver.web.language import gettext as _
from receiver.web.transaction import writing
from shared import records
from shared.canonical import decode_as
from shared.outbound import Wish

SEEN_DIGITS: Final = 15


@dataclass(frozen=True, slots=True)
class _Said:
    """What stands in the form, by field of the form, and what is wrong with it."""

    values: Mapping[str, str] = field(default_factory=dict)
    faults: Mapping[str, str] = field(default_factory=dict)
    moved: Mapping[str, str] = field(default_factory=dict)
    """What the office has now, where it changed that meanwhile."""
    fault: str = ""
    form_key: str = ""


def page(desk: Desk, user: Listed, said: _Said | None = None, status: int = 200) -> Response:
    """What the office has of him, to be asked for otherwise."""
    customer, said = _customer(desk, user, desk.published), said or _Said()
    if customer is None:
        abort(404)
    lines = []
    for name, before in contact_fields(customer).items():
        known = field_of_form(name)
        fresh = known.startswith("phone-") and name.endswith("/") and not before
        words = _("Another phone number") if fresh else field_name(name, _)
        lines.append((known, words, shown_line(said.values.get(known, before))))
    return shown(
        desk,
        "admin/users/edit_customer.html",
        "users",
        status,
        part=back.told(),
        to_list=back.to_list(desk),
        user=user,
        lines=lines,
        seen=desk.published,
        form_key=said.form_key or new_form_key(),
        fault=said.fault,
        faults=said.faults,
        moved=said.moved,
    )


def ask(desk: Desk, user: Listed) -> ResponseReturnValue:
    """Ask the office for what differs from what was shown."""
    values, key = request.form.to_dict(), request.form.get("form_key", "")
    number = request.form.get("seen", "")
    seen = int(number) if number.isascii() and number.isdecimal() and len(number) <= SEEN_DIGITS else 0
    held, before = _customer(desk, user, desk.published), _customer(desk, user, min(seen, desk.published))
    if held is None:
        abort(404)
    said, faults = _read(contact_fields(before or held), values)
    if faults:
        return page(desk, user, _Said(values, faults, form_key=key), 400)
    wanted = compared(contact_fields(before or held), contact_fields(held), said)
    if not wanted.changes:
        words = _("Nothing differs from what the office has, so nothing was sent.")
        return page(desk, user, _Said(fault=words), 400)
    now_there = contact_fields(held)
    moved = wanted.moved if before else {one.field: now_there.get(one.field, "") for one in wanted.changes}
    if moved:
        return _conflict(desk, user, wanted, now_there, moved, key)
    return _made(desk, user, wanted, _Said(values, form_key=key))


def _conflict(
    desk: Desk, user: Listed, wanted: Compared, held: Mapping[str, str], moved: Mapping[str, str], key: str
) -> Response:
    """The office changed the same meanwhile: both are shown, and nothing that was typed is lost."""
    spare = next(reversed(list(held)))
    typed = {field_of_form(one.field if one.field in held else spare): one.after for one in wanted.changes}
    words = _(
        "The office changed this meanwhile, so nothing was sent yet. Please look at the marked fields, then save."
    )
    there = {field_of_form(name): value for name, value in moved.items()}
    return page(desk, user, _Said(typed, moved=there, fault=words, form_key=key), 409)


def _made(desk: Desk, user: Listed, wanted: Compared, said: _Said) -> ResponseReturnValue:
    who = desk.administrator
    asker = Asker(user.user_id.partition(":")[2], user.number, user.name, who.id, who.name, one_address(who.email))
    wish = Wish(changes=wanted.changes)
    try:
        with writing(desk.company_id) as session:
            made, new = make(
                session,
                desk.company_id,
                asker,
                "contact",
                wish,
                form_key=said.form_key,
                seen=desk.published,
                now=now(),
            )
            number = made.number
            if new:
                told: dict[str, str | int] = {"user": label(user), "number": number}
                note(session, desk.company_id, desk.actor, Deed("users.change-asked", user.user_id, told), now())
    except NoForm:
        abort(400)
    except TooManyRequests as refused:
        words = _("Many requests of this customer wait for the office already. Please answer some of them first.")
        words = again(refused.until) if refused.until else words
        answer = page(desk, user, _Said(said.values, fault=words, form_key=said.form_key), 429)
        if refused.until:
            set_retry_after(answer, refused.until)
        return answer
    tell(
        _(
            "Request %(number)s is at the office. The portal shows the change with the upload after it is accepted.",
            number=number,
        )
    )
    return redirect(back.to_list(desk), 303)


def _customer(desk: Desk, user: Listed, snapshot: int) -> records.Customer | None:
    """What the office had of him in a snapshot; None where that is not known any more."""
    wanted = ("customer", user.number)
    stored = published_records(desk.session, desk.company_id, snapshot, [wanted]).get(wanted)
    held = decode_as(records.Customer, stored.body) if stored else None
    return held if held and f"record:{held.record_id}" == user.user_id else None


def _read(shown_fields: Mapping[str, str], values: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """What the form says, by field of the contract, and what is wrong, by field of the form. What was left as it was
    shown is not looked at: it is the office's."""
    said, faults = {}, {}
    for name, before in shown_fields.items():
        written = values.get(field_of_form(name), before)
        try:
            said[name] = before if shown_line(written) == before else typed_value(name, written)
        except Wrong as wrong:
            faults[field_of_form(name)] = _(WRONG[wrong.why])
    return said, faults
