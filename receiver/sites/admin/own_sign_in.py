"""My sign-in: an administrator's second factor, his passkeys, and where he is signed in."""

from __future__ import annotations

from flask import Blueprint, make_response, redirect, request
from flask.typing import ResponseReturnValue

from receiver.db.unit_of_work import now
from receiver.domain.administrators import second_factor, session_list, sessions
from receiver.domain.administrators.sign_in import candidate_with_id
from receiver.domain.audit.trail import Deed, note
from receiver.domain.people.passkeys import site_passkeys
from receiver.domain.people.users import Site
from receiver.sites.admin import cookie
from receiver.sites.admin.desk import Desk
from receiver.sites.admin.guard import administrator, administrator_form
from receiver.sites.admin.notices import tell
from receiver.sites.admin.page import shown
from receiver.web.language import gettext as _
from receiver.web.transaction import writing


@administrator(before_factor=True)
def own_sign_in(desk: Desk) -> ResponseReturnValue:
    """How he signs in, and the browsers at which he has."""
    company_id, who = desk.company_id, desk.administrator.id
    himself = candidate_with_id(desk.session, desk.company, who)
    marks = {who: himself.verifier.mark} if himself else {}
    found = session_list.running(desk.session, company_id, cookie.token(company_id) or "", marks, now())
    return shown(
        desk,
        "admin/own_sign_in.html",
        "settings",
        factor=second_factor.own(desk.session, company_id, who),
        passkeys=site_passkeys(desk.session, company_id, who, Site.ADMINISTRATION),
        sessions=found,
    )


@administrator_form(before_factor=True)
def end_own_sessions(desk: Desk) -> ResponseReturnValue:
    """End one of his sessions, all others, or all."""
    which, token = request.form.get("end", ""), cookie.token(desk.company_id) or ""
    company_id, who = desk.company_id, desk.administrator.id
    with writing(company_id) as session:
        if which == "all":
            ended = sessions.end_all(session, company_id, who)
        elif which == "others":
            ended = session_list.end_others(session, company_id, who, token)
        else:
            ended = 1 if session_list.end_one(session, company_id, which, who) else 0
        if ended:
            deed = Deed("administrators.own-sessions-ended", details={"count": ended})
            note(session, company_id, desk.actor, deed, now())
    if which == "all":
        tell(_("You are signed out everywhere."))
        answer = make_response(redirect(desk.address("sign_in_page"), 303))
        cookie.clear(answer, company_id)
        return answer
    if which == "others":
        tell(_("Done: only this browser is signed in."))
    elif ended:
        tell(_("Done: that browser is signed out."))
    else:
        tell(_("That session was over already."), done=False)
    return redirect(desk.address("own_sign_in"), 303)


def add_to(blueprint: Blueprint) -> None:
    """Register these pages."""
    blueprint.add_url_rule("/own-sign-in", view_func=own_sign_in, methods=["GET"])
    blueprint.add_url_rule("/own-sign-in/sessions", view_func=end_own_sessions, methods=["POST"])
