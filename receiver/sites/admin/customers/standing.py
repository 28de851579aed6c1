"""Unlocks, activates and deactivates. A deactivated customer can't sign in, whatever the office uploads, until he is
activated again."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from flask import Blueprint, Response, make_response, redirect
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from receiver.db.unit_of_work import now
from receiver.domain.administrators.rights import Right
from receiver.domain.audit.trail import Deed, note
from receiver.domain.people import activation, attempts
from receiver.domain.people.customer_list import Listed
from receiver.languages import N_
from receiver.sites.admin.customers import ticked
from receiver.sites.admin.desk import Desk
from receiver.sites.admin.guard import administrator_form
from receiver.sites.admin.notices import tell
from receiver.sites.admin.page import shown
from receiver.web.language import gettext as _
from receiver.web.language import ngettext
from receiver.web.transaction import writing

GONE: Final = N_("Those customers are not in the portal any more, so nothing was done.")


def unlocked(desk: Desk, chosen: list[Listed]) -> Response:
    """Forget the guesses at their passwords."""
    with writing(desk.company_id) as session:
        done = [one for one in chosen if attempts.forget(session, desk.company_id, [one.user_id])]
        _note(session, desk, "customers.unlocked", done)
    tell(
        ngettext("%(num)d customer was unlocked.", "%(num)d customers were unlocked.", len(done))
        if done
        else _("Nobody of them was locked."),
        done=bool(done),
    )
    return to_list(desk, chosen)


def activated(desk: Desk, chosen: list[Listed]) -> Response:
    """Let them sign in again."""
    with writing(desk.company_id) as session:
        found = activation.activate(session, desk.company_id, [one.user_id for one in chosen])
        _note(session, desk, "customers.activated", [one for one in chosen if one.user_id in found])
    tell(
        ngettext("%(num)d customer was activated.", "%(num)d customers were activated.", len(found))
        if found
        else _("Nobody of them was deactivated."),
        done=bool(found),
    )
    return to_list(desk, chosen)


def confirmation(desk: Desk, chosen: list[Listed]) -> Response:
    """Name whom it would be, and what happens to them."""
    active = [one for one in chosen if one.active]
    return shown(
        desk,
        "admin/customers/deactivate.html",
        "customers",
        chosen=active,
        already=len(chosen) - len(active),
        named=ticked.naming(active),
        alone=ticked.alone(),
        kept=ticked.kept(),
        back=ticked.back(desk, chosen),
    )


@administrator_form(Right.CUSTOMERS)
def customers_deactivate(desk: Desk) -> ResponseReturnValue:
    """Let them sign in no more; who is signed in is out."""
    chosen = ticked.named(desk)
    with writing(desk.company_id) as session:
        ids = [one.user_id for one in chosen]
        found = activation.deactivate(session, desk.company_id, ids, desk.administrator.id, now())
        _note(session, desk, "customers.deactivated", [one for one in chosen if one.user_id in found])
    tell(
        ngettext("%(num)d customer was deactivated.", "%(num)d customers were deactivated.", len(found))
        if found
        else _("They are deactivated already.")
        if chosen
        else _(GONE),
        done=bool(found),
    )
    return to_list(desk, chosen)


def add_to(blueprint: Blueprint) -> None:
    """Register it."""
    blueprint.add_url_rule("/customers/deactivate", view_func=customers_deactivate, methods=["POST"])


def to_list(desk: Desk, chosen: list[Listed]) -> Response:
    """Back to where the form came from."""
    return make_response(redirect(ticked.back(desk, chosen), 303))


def _note(session: Session, desk: Desk, action: str, customers: Collection[Listed]) -> None:
    for one in customers:
        note(session, desk.company_id, desk.actor, Deed(action, one.user_id, {"number": one.number}), now())
