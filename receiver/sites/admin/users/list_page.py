"""User List (C7): everybody who can sign in, those who are activated first; and Go."""

from __future__ import annotations

from collections.abc import Collection

from flask import Blueprint, Response, redirect, request
from flask.typing import ResponseReturnValue

from receiver.db.unit_of_work import now
from receiver.domain.administrators.rights import Right
from receiver.domain.audit.trail import Deed, note
from receiver.domain.people.activation import activate, deactivate
from receiver.domain.people.user_list import Listed, user_page
from receiver.sites.admin.desk import Desk
from receiver.sites.admin.guard import administrator, administrator_form
from receiver.sites.admin.notices import tell
from receiver.sites.admin.page import popping_up, shown
from receiver.sites.admin.users import asked, back, found, removing
from receiver.sites.admin.users.asked import WORDS_CHARACTERS, Asked
from receiver.sites.admin.users.found import label, may_change
from receiver.sites.admin.users.words import RIGHTS, WHO
from receiver.web.language import gettext as _
from receiver.web.language import ngettext
from receiver.web.transaction import writing

ACTIVATE, DEACTIVATE = "activate", "deactivate"


@administrator(Right.USERS)
def users(desk: Desk) -> ResponseReturnValue:
    """All of them, or those that are asked for."""
    return _page(desk, asked.read(request.args))


@administrator_form(Right.USERS)
def users_go(desk: Desk) -> ResponseReturnValue:
    """Do with those that are ticked what was chosen; removing them is asked about first."""
    shown_before, chosen = asked.read(request.form), found.ticked(desk)
    status, delete = request.form.get("status", ""), request.form.get("delete") == "yes"
    fault = _fault(desk, chosen, status, delete=delete)
    if fault:
        return _page(desk, shown_before, 400, fault, {one.user_id for one in chosen}, status, delete=delete)
    if delete:
        return removing.confirmation(desk, chosen, tell=False)
    ids = [one.user_id for one in chosen]
    with writing(desk.company_id) as session:
        for one in chosen:
            found.check_still(session, desk, one)
        if status == ACTIVATE:
            # Guesses at their passwords are forgotten with it.
            done = activate(session, desk.company_id, ids) + [one.user_id for one in chosen if one.locked]
        else:
            done = deactivate(session, desk.company_id, ids, desk.administrator.id, now())
        for one in chosen:
            if one.user_id in done:
                deed = Deed(f"users.{status}d", one.user_id, {"user": label(one)})
                note(session, desk.company_id, desk.actor, deed, now())
    words = _activated(len(set(done))) if status == ACTIVATE else _deactivated(len(done))
    tell(words, done=bool(done))
    return redirect(desk.address("users", **shown_before.query()), 303)


def add_to(blueprint: Blueprint) -> None:
    """Register these pages."""
    blueprint.add_url_rule("/users", view_func=users, methods=["GET"])
    blueprint.add_url_rule("/users/go", view_func=users_go, methods=["POST"])


def _fault(desk: Desk, chosen: list[Listed], status: str, *, delete: bool) -> str:
    """Why nothing is done; empty where something can be."""
    if not chosen:
        return _("Nobody is ticked. Tick the users first, then choose and press Go.")
    if delete and status:
        return _("Choose either a status or Delete checked users, not both.")
    if not delete and status not in (ACTIVATE, DEACTIVATE):
        return _("Choose first what to do: a status, or Delete checked users.")
    beyond = [one.name for one in chosen if not may_change(desk, one)]
    if beyond:
        return _("Only a level 1 user of the office does that to an administrator: %(names)s", names=", ".join(beyond))
    return ""


def _page(
    desk: Desk,
    asked_for: Asked,
    status: int = 200,
    fault: str = "",
    ticked: Collection[str] = (),
    chosen: str = "",
    *,
    delete: bool = False,
) -> Response:
    page = user_page(desk.session, desk.company, asked_for.wanted)
    answer = shown(
        desk,
        "admin/users/list.html",
        "users",
        400 if asked_for.fault else status,
        page=page,
        asked=asked_for.at(page.number),
        address_of=lambda number: desk.address("users", **asked_for.query(number)),
        part=back.part(asked_for.at(page.number)),
        who=WHO,
        rights=RIGHTS,
        may_change=lambda one: may_change(desk, one),
        longest=WORDS_CHARACTERS,
        fault=fault,
        ticked=ticked,
        chosen=chosen,
        delete=delete,
    )
    return popping_up(answer)


def _activated(count: int) -> str:
    if not count:
        return _("Nobody of them was deactivated or locked.")
    return ngettext("%(num)d user was activated.", "%(num)d users were activated.", count)


def _deactivated(count: int) -> str:
    if not count:
        return _("They are deactivated already.")
    return ngettext(
        "%(num)d user was deactivated, and stays so whatever the office uploads.",
        "%(num)d users were deactivated, and stay so whatever the office uploads.",
        count,
    )
