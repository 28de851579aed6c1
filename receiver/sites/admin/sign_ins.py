"""Sign-ins of administrators: who can sign in here, who is signed in, and whether each needs a second factor."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, request
from flask.typing import ResponseReturnValue

from receiver.db.unit_of_work import now
from receiver.domain.administrators import session_list
from receiver.domain.administrators.disarming import disarm
from receiver.domain.administrators.everybody import Standing, everybody
from receiver.domain.administrators.rights import Right
from receiver.domain.audit.trail import Deed, note
from receiver.domain.companies.queries import find_company
from receiver.domain.people import attempts
from receiver.sites.admin import cookie
from receiver.sites.admin.desk import Desk
from receiver.sites.admin.guard import administrator, administrator_form, proved
from receiver.sites.admin.notices import tell
from receiver.sites.admin.own_notices import mail_notice
from receiver.sites.admin.page import shown
from receiver.web.language import gettext as _
from receiver.web.parts import parts
from receiver.web.transaction import writing


@administrator(Right.SETTINGS)
def sign_ins(desk: Desk) -> ResponseReturnValue:
    """Everybody who administers, and their sessions."""
    people = everybody(desk.session, desk.company)
    names = {one.id: one.name for one in people}
    marks = {one.id: one.mark for one in people}
    found = session_list.running(desk.session, desk.company_id, cookie.token(desk.company_id) or "", marks, now())
    return shown(
        desk,
        "admin/sign_ins.html",
        "settings",
        people=people,
        sessions=[(one, names[one.administrator]) for one in found],
        unarmed=[one.name for one in people if not one.armed],
        own_armed=any(one.armed for one in people if one.id == desk.administrator.id),
    )


@administrator_form(Right.SETTINGS)
def end_sign_in(desk: Desk) -> ResponseReturnValue:
    """End a session of somebody."""
    company_id = desk.company_id
    with writing(company_id) as session:
        whose = session_list.end_one(session, company_id, request.form.get("end", ""))
        name = _name(desk, whose)
        if whose:
            note(session, company_id, desk.actor, Deed("administrators.session-ended", whose, {"user": name}), now())
    words = _("%(name)s is signed out at that browser.", name=name) if whose else _("That session was over already.")
    tell(words, done=bool(whose))
    return redirect(desk.address("sign_ins"), 303)


@administrator_form(Right.SETTINGS)
@proved
def require_factor(desk: Desk) -> ResponseReturnValue:
    """Say whether every administrator needs a second factor; level-1 users say so, and who does has one himself."""
    required = request.form.get("required") == "yes"
    if not desk.administrator.chief:
        abort(403)
    if required and not _own_armed(desk):
        tell(_("Set up your own second factor first."), done=False)
        return redirect(desk.address("own_sign_in"), 303)
    with parts().work.writing(desk.company_id) as session:
        company = find_company(session, desk.company_id)
        if company is not None and company.second_factor != required:
            company.second_factor = required
            action = "administrators.factor-required" if required else "administrators.factor-not-required"
            note(session, desk.company_id, desk.actor, Deed(action), now())
    tell(
        _("From now on every administrator needs a second factor.")
        if required
        else _("From now on the password alone is enough for who has no second factor.")
    )
    return redirect(desk.address("sign_ins"), 303)


@administrator_form(Right.SETTINGS)
@proved
def help_administrator(desk: Desk) -> ResponseReturnValue:
    """Unlock another administrator, or take the second factor from him that he has lost; level-1 users do."""
    if not desk.administrator.chief:
        abort(403)
    wanted = request.form.get("user", "")
    found = next((one for one in everybody(desk.session, desk.company) if one.id == wanted), None)
    if found is None:
        tell(_("That user does not administer any more."), done=False)
    elif request.form.get("do") == "unlock":
        _unlock(desk, found)
    elif request.form.get("do") == "disarm" and found.id != desk.administrator.id:
        _disarm(desk, found)
    else:
        abort(400)
    return redirect(desk.address("sign_ins"), 303)


def add_to(blueprint: Blueprint) -> None:
    """Register these pages."""
    blueprint.add_url_rule("/sign-ins", view_func=sign_ins, methods=["GET"])
    blueprint.add_url_rule("/sign-ins/end", view_func=end_sign_in, methods=["POST"])
    blueprint.add_url_rule("/sign-ins/required", view_func=require_factor, methods=["POST"])
    blueprint.add_url_rule("/sign-ins/help", view_func=help_administrator, methods=["POST"])


def _unlock(desk: Desk, found: Standing) -> None:
    with writing(desk.company_id) as session:
        if attempts.unlock(session, desk.company_id, found.id):
            deed = Deed("administrators.unlocked", found.id, {"user": found.name})
            note(session, desk.company_id, desk.actor, deed, now())
    tell(_("%(name)s may try again.", name=found.name))


def _disarm(desk: Desk, found: Standing) -> None:
    with writing(desk.company_id) as session:
        if disarm(session, desk.company_id, found.id).removed:
            deed = Deed("administrators.factor-taken", found.id, {"user": found.name})
            note(session, desk.company_id, desk.actor, deed, now())
            words = _("The second factor and the passkeys were removed by another administrator.")
            mail_notice(session, desk.frame, found.id, found.email, words)
    tell(_("%(name)s has no second factor and no passkey any more.", name=found.name))


def _own_armed(desk: Desk) -> bool:
    people = everybody(desk.session, desk.company)
    return any(one.armed for one in people if one.id == desk.administrator.id)


def _name(desk: Desk, administrator: str) -> str:
    """What he is called: by everybody, or by his id where he administers no more."""
    people = {one.id: one.name for one in everybody(desk.session, desk.company)}
    return people.get(administrator, administrator.partition(":")[2])
