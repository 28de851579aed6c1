"""An administrator's own second factor: set up, new recovery codes, removed."""

from __future__ import annotations

from typing import Final

from flask import Blueprint, Response, abort, redirect, request
from flask.typing import ResponseReturnValue

from receiver.db.unit_of_work import now
from receiver.domain.administrators import second_factor, session_list, totp
from receiver.domain.audit.trail import Deed, note
from receiver.sites.admin import cookie
from receiver.sites.admin.desk import Desk
from receiver.sites.admin.guard import administrator, administrator_form, proved
from receiver.sites.admin.notices import tell
from receiver.sites.admin.own_notices import mail_notice
from receiver.sites.admin.page import shown
from receiver.web.language import gettext as _
from receiver.web.parts import parts
from receiver.web.qr_code import svg
from receiver.web.transaction import writing

CODE_CHARACTERS: Final = 40
GROUP: Final = 4
"""Characters of the secret that stand together, for who types it."""


@administrator(before_factor=True)
def own_factor(desk: Desk) -> ResponseReturnValue:
    """What to scan or to type, while one is being set up; else how it stands."""
    return _page(desk)


@administrator(before_factor=True)
def factor_picture(desk: Desk) -> ResponseReturnValue:
    """What to scan; there is none once the first code was typed."""
    secret = _begun(desk)
    if not secret:
        abort(404)
    drawing = svg(totp.address(secret, desk.administrator.name, desk.frame.office.name))
    return Response(drawing, content_type="image/svg+xml")


@administrator_form(before_factor=True)
@proved
def change_own_factor(desk: Desk) -> ResponseReturnValue:
    """Take the step that the form names."""
    steps = {"begin": _begin, "confirm": _confirm, "codes": _new_codes, "remove": _remove}
    step = steps.get(request.form.get("step", ""))
    return step(desk) if step is not None else abort(400)


def add_to(blueprint: Blueprint) -> None:
    """Register these pages."""
    blueprint.add_url_rule("/own-sign-in/factor", view_func=own_factor, methods=["GET"])
    blueprint.add_url_rule("/own-sign-in/factor", view_func=change_own_factor, methods=["POST"])
    blueprint.add_url_rule("/own-sign-in/factor.svg", view_func=factor_picture, methods=["GET"])


def _begin(desk: Desk) -> ResponseReturnValue:
    with writing(desk.company_id) as session:
        second_factor.begin(session, parts().secrets.peppers, desk.company_id, desk.administrator.id, now())
    return redirect(desk.address("own_factor"), 303)


def _confirm(desk: Desk) -> ResponseReturnValue:
    """From now on the other browsers of this administrator have to sign in anew, with the second factor."""
    company_id, who, typed = desk.company_id, desk.administrator, request.form.get("code", "")
    codes: list[str] = []
    with writing(company_id) as session:
        if len(typed) <= CODE_CHARACTERS:
            codes = second_factor.confirm(session, parts().secrets.peppers, company_id, who.id, typed, now())
        if codes:
            session_list.end_others(session, company_id, who.id, cookie.token(company_id) or "")
            note(session, company_id, desk.actor, Deed("administrators.factor-set-up"), now())
            mail_notice(session, desk.frame, who.id, who.email, _("A second factor was set up."))
        counts = second_factor.own(session, company_id, who.id).since is not None
    if codes:
        return shown(desk, "admin/recovery_codes.html", "settings", codes=codes, begun=True)
    if counts:
        tell(_("Your second factor is on already."), done=False)
        return redirect(desk.address("own_sign_in"), 303)
    return _page(desk, _("That code is not right. Type the 6 digits that the program shows now."), 400)


def _new_codes(desk: Desk) -> ResponseReturnValue:
    company_id, who = desk.company_id, desk.administrator
    with writing(company_id) as session:
        codes = second_factor.renew_recovery(session, parts().secrets.peppers, company_id, who.id)
        if codes:
            note(session, company_id, desk.actor, Deed("administrators.recovery-made"), now())
            mail_notice(session, desk.frame, who.id, who.email, _("New recovery codes were made."))
    if not codes:
        return redirect(desk.address("own_factor"), 303)
    return shown(desk, "admin/recovery_codes.html", "settings", codes=codes, begun=False)


def _remove(desk: Desk) -> ResponseReturnValue:
    company_id, who = desk.company_id, desk.administrator
    with writing(company_id) as session:
        if second_factor.remove(session, company_id, who.id):
            note(session, company_id, desk.actor, Deed("administrators.factor-removed"), now())
            mail_notice(session, desk.frame, who.id, who.email, _("The second factor was removed."))
            tell(_("Your second factor is removed. Delete this entry in your authenticator program too."))
    return redirect(desk.address("own_sign_in"), 303)


def _page(desk: Desk, fault: str = "", status: int = 200) -> Response:
    secret = _begun(desk)
    return shown(
        desk,
        "admin/own_factor.html",
        "settings",
        status,
        factor=second_factor.own(desk.session, desk.company_id, desk.administrator.id),
        secret=" ".join(secret[at : at + GROUP] for at in range(0, len(secret), GROUP)),
        faults={"code": fault} if fault else {},
    )


def _begun(desk: Desk) -> str:
    return second_factor.begun_secret(desk.session, parts().secrets.peppers, desk.company_id, desk.administrator.id)
