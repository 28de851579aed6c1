"""An administrator's own passkeys: the list, one more, one less."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, request
from flask.typing import ResponseReturnValue

from receiver.db.unit_of_work import now
from receiver.domain.administrators import session_list
from receiver.domain.audit.trail import Deed, note
from receiver.domain.people.passkeys import (
    MOST,
    NAME_CHARACTERS,
    BadPasskey,
    keep,
    options_to_make,
    own_passkeys,
    remove,
    site_passkeys,
)
from receiver.domain.people.users import Site
from receiver.sites.admin import cookie
from receiver.sites.admin.desk import Desk
from receiver.sites.admin.guard import administrator, administrator_form, proved
from receiver.sites.admin.notices import tell
from receiver.sites.admin.own_notices import mail_notice
from receiver.sites.admin.page import shown
from receiver.sites.typed import CONTROLS
from receiver.web.browsers import browser
from receiver.web.language import gettext as _
from receiver.web.transaction import writing


@administrator(before_factor=True)
def own_passkeys_page(desk: Desk) -> ResponseReturnValue:
    """His own."""
    return _page(desk)


@administrator_form(before_factor=True)
@proved
def change_own_passkeys(desk: Desk) -> ResponseReturnValue:
    """Remove one, or keep one that the device made."""
    if "remove" in request.form:
        return _removed(desk, request.form["remove"])
    company_id, who, party = desk.company_id, desk.administrator, desk.frame.administration_party
    name = CONTROLS.sub("", request.form.get("name", "")).strip()[:NAME_CHARACTERS] or _("Passkey")
    try:
        if party is None:
            raise BadPasskey
        with writing(company_id) as session:
            keep(session, party, who.id, name, request.form.get("credential", ""), now())
            session_list.proved_by_passkey(session, company_id, cookie.token(company_id) or "")
            note(session, company_id, desk.actor, Deed("administrators.passkey-added"), now())
            mail_notice(session, desk.frame, who.id, who.email, _("A passkey was added."))
    except BadPasskey:
        return _page(desk, 400, _("That did not work. Please try again."))
    tell(_("The passkey is added: from now on you can sign in with it."))
    return redirect(desk.address("own_sign_in"), 303)


def add_to(blueprint: Blueprint) -> None:
    """Register these pages."""
    blueprint.add_url_rule("/own-sign-in/passkeys", view_func=own_passkeys_page, methods=["GET"])
    blueprint.add_url_rule("/own-sign-in/passkeys", view_func=change_own_passkeys, methods=["POST"])


def _removed(desk: Desk, mark: str) -> ResponseReturnValue:
    company_id, who = desk.company_id, desk.administrator
    with writing(company_id) as session:
        removed = remove(session, company_id, who.id, mark, Site.ADMINISTRATION)
        if removed:
            if not site_passkeys(session, company_id, who.id, Site.ADMINISTRATION):
                session_list.proved_by_no_passkey(session, company_id, who.id)
            note(session, company_id, desk.actor, Deed("administrators.passkey-removed"), now())
            mail_notice(session, desk.frame, who.id, who.email, _("A passkey was removed."))
    words = _("The passkey is removed. Delete it on your device too.")
    tell(words if removed else _("There is no such passkey any more."), done=removed)
    return redirect(desk.address("own_passkeys_page"), 303)


def _page(desk: Desk, status: int = 200, fault: str = "") -> Response:
    party, who = desk.frame.administration_party, desk.administrator
    known = own_passkeys(desk.session, desk.company_id, who.id)
    full = sum(one.site is Site.ADMINISTRATION for one in known) >= MOST
    called = _("%(name)s, administration", name=who.name)
    options = "" if party is None or full else options_to_make(party, who.id, called, known, now())
    return shown(
        desk,
        "admin/own_passkeys.html",
        "settings",
        status,
        passkeys=known,
        options=options,
        full=full,
        name=browser(),
        fault=fault,
    )
