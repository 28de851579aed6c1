"""The own password of a portal user who administers: changed here, for he may see no account at the portal. That of a
level-1 user is changed in the office program."""

from __future__ import annotations

from flask import Blueprint, Response, abort, redirect, request
from flask.typing import ResponseReturnValue

from receiver.db.unit_of_work import now
from receiver.domain.administrators import session_list
from receiver.domain.audit.trail import Deed, note
from receiver.domain.people.candidates import Candidate, candidates_of
from receiver.domain.people.own_password import Chosen, choose
from receiver.domain.people.password_rules import ADMINISTRATORS_CHARACTERS
from receiver.domain.people.users import PortalUser
from receiver.domain.people.verifiers import make_chosen, read_verifier
from receiver.sites.admin import cookie
from receiver.sites.admin.desk import Desk
from receiver.sites.admin.guard import administrator, administrator_form, proved
from receiver.sites.admin.notices import tell
from receiver.sites.admin.own_notices import mail_notice
from receiver.sites.admin.page import shown
from receiver.sites.portal.own_words import known_by, password_fault
from receiver.web import sessions
from receiver.web.language import gettext as _
from receiver.web.parts import parts
from receiver.web.transaction import writing


@administrator()
@proved
def own_password(desk: Desk) -> ResponseReturnValue:
    """Ask for the new one; who he is was proved with the current one."""
    return _page(desk, _own(desk))


@administrator_form()
def change_own_password(desk: Desk) -> ResponseReturnValue:
    """Let it count from now on. Where the current one was typed a while ago, it is asked for, and then the new one once
    more: a page that waits would hold it."""
    user, company_id = _own(desk), desk.company_id
    if not desk.fresh:
        return redirect(desk.address("own_password"), 303)
    password = request.form.get("password", "")
    fault = password_fault(password, known_by(desk.session, desk.frame, user), ADMINISTRATORS_CHARACTERS)
    if fault:
        return _page(desk, user, 400, fault)
    verifier = make_chosen(parts().secrets.peppers, company_id, user.user_id, password)
    with writing(company_id) as session:
        # Another tab, or another administrator, may have set one in the time that hashing took.
        held = session.get(PortalUser, (company_id, user.user_id))
        if held is None or not held.verifier or read_verifier(held.verifier).mark != user.mark:
            return redirect(desk.address("own_password"), 303)
        choose(session, company_id, Chosen(user.user_id, verifier), now(), keep=sessions.token(company_id))
        token = cookie.token(company_id) or ""
        session_list.end_others(session, company_id, user.user_id, token)
        session_list.opened_by(session, company_id, token, verifier.mark)
        note(session, company_id, desk.actor, Deed("administrators.password-changed"), now())
        mail_notice(session, desk.frame, user.user_id, desk.administrator.email, _("Your password was changed."))
    tell(_("Your new password counts from now on. All other browsers are signed out."))
    return redirect(desk.address("own_sign_in"), 303)


def add_to(blueprint: Blueprint) -> None:
    """Register these pages."""
    blueprint.add_url_rule("/own-sign-in/password", view_func=own_password, methods=["GET"])
    blueprint.add_url_rule("/own-sign-in/password", view_func=change_own_password, methods=["POST"])


def _own(desk: Desk) -> Candidate:
    """The user himself; 404 for level-1 users of the office."""
    if desk.administrator.chief:
        abort(404)
    (user,) = candidates_of(desk.session, desk.company_id, desk.published, [], [desk.administrator.id])
    return user


def _page(desk: Desk, user: Candidate, status: int = 200, fault: str = "") -> Response:
    sign_in = user.login_id or user.email
    least = ADMINISTRATORS_CHARACTERS
    return shown(desk, "admin/own_password.html", "settings", status, sign_in=sign_in, least=least, fault=fault)
