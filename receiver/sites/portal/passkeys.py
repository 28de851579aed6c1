"""Passkeys (B10): a list of one's own, to add and to remove; and the way in with one.

They need JavaScript and an https address. Where there is neither, nothing of them is shown.
"""

from __future__ import annotations

from flask import Blueprint, Response, flash, make_response, redirect, request
from flask.typing import ResponseReturnValue

from receiver.db.unit_of_work import now
from receiver.domain.people.attempts import forget
from receiver.domain.people.candidates import candidates_of
from receiver.domain.people.models import Way
from receiver.domain.people.passkeys import (
    MOST,
    NAME_CHARACTERS,
    BadPasskey,
    OldPage,
    OtherSite,
    keep,
    options_to_make,
    own_passkeys,
    remove,
    user_of,
)
from receiver.domain.people.session_list import way_of
from receiver.domain.people.sign_in import account_of
from receiver.domain.people.users import Site
from receiver.sites.frame import Frame, open_frame
from receiver.sites.portal import password
from receiver.sites.portal.entering import entered
from receiver.sites.portal.forms import customer_form
from receiver.sites.portal.guard import customer
from receiver.sites.portal.own_words import known_by
from receiver.sites.portal.sign_in_mails import mail_notice
from receiver.sites.portal.visit import Visit
from receiver.sites.typed import CONTROLS
from receiver.web import access, sessions
from receiver.web.browsers import browser
from receiver.web.language import gettext as _
from receiver.web.pages import render
from receiver.web.throttle import start_session
from receiver.web.transaction import viewing, writing


@customer
def passkeys(visit: Visit) -> ResponseReturnValue:
    """The user's own."""
    return _page(visit)


@customer_form()
def change_passkeys(visit: Visit) -> ResponseReturnValue:
    """Remove one, or keep one that the device made."""
    if "remove" in request.form:
        return _removed(visit, request.form["remove"])
    party, user = visit.frame.party, password.user_of(visit)
    if party is None or not _fresh(visit):
        return _page(visit, 403)
    name = CONTROLS.sub("", request.form.get("name", "")).strip()[:NAME_CHARACTERS] or _("Passkey")
    try:
        with writing(visit.company_id) as session:
            keep(session, party, user.user_id, name, request.form.get("credential", ""), now())
            address = known_by(visit.connection, visit.frame, user).address
            mail_notice(session, visit.frame, user.user_id, address, _("A passkey was added."))
    except BadPasskey:
        return _page(visit, 400, _("That did not work. Please try again."))
    flash(_("The passkey is added: from now on you can sign in with it."))
    return redirect(visit.frame.address("passkeys"), 303)


@access.anybody
def sign_in_with_passkey(company_id: int) -> ResponseReturnValue:
    """Sign in whom the device vouches for."""
    with viewing(company_id) as connection:
        frame = open_frame(connection, company_id)
    accounts = []
    try:
        if frame.party is None:
            raise BadPasskey
        with writing(company_id) as session:
            user_id = user_of(session, frame.party, request.form.get("credential", ""), now())
            found = candidates_of(session, company_id, frame.company.published, [], [user_id])
            accounts = [account_of(one) for one in found if one.active]
            if accounts:
                forget(session, company_id, [user_id])
                token = start_session(session, company_id, accounts[0], None, Way.PASSKEY)
    except OldPage:
        return _refused(frame, _("This page was open for a long time. Please try again."))
    except OtherSite:
        return _refused(frame, _("That passkey opens the administration site only. Please sign in with your password."))
    except BadPasskey:
        return _unknown(frame)
    return entered(frame, accounts[0], token, "") if accounts else _unknown(frame)


def add_to(blueprint: Blueprint) -> None:
    """Register these pages."""
    blueprint.add_url_rule("/account/passkeys", view_func=passkeys, methods=["GET"])
    blueprint.add_url_rule("/account/passkeys", view_func=change_passkeys, methods=["POST"])
    blueprint.add_url_rule("/sign-in/passkey", view_func=sign_in_with_passkey, methods=["POST"])


def _removed(visit: Visit, mark: str) -> ResponseReturnValue:
    user = password.user_of(visit)
    with writing(visit.company_id) as session:
        removed = remove(session, visit.company_id, user.user_id, mark, Site.PORTAL)
        if removed:
            address = known_by(visit.connection, visit.frame, user).address
            mail_notice(session, visit.frame, user.user_id, address, _("A passkey was removed."))
    words = _("The passkey is removed. Delete it on your device too.")
    flash(words if removed else _("There is no such passkey any more."))
    return redirect(visit.frame.address("passkeys"), 303)


def _fresh(visit: Visit) -> bool:
    """Whether the user has just signed in: nobody adds a key of his own at somebody else's open browser."""
    _way, since = way_of(visit.connection, visit.company_id, sessions.token(visit.company_id) or "")
    return now() - since < password.FRESH


def _page(visit: Visit, status: int = 200, fault: str = "") -> Response:
    frame, user_id = visit.frame, visit.user.user_id
    known = own_passkeys(visit.connection, visit.company_id, user_id)
    full = sum(one.site is Site.PORTAL for one in known) >= MOST
    options = ""
    if frame.party is not None and _fresh(visit) and not full:
        called = visit.own_number or visit.user.kept.email or visit.user_name
        options = options_to_make(frame.party, user_id, called, known, now())
    page = render(
        "portal/passkeys.html",
        frame=frame,
        visit=visit,
        here="account",
        passkeys=known,
        options=options,
        full=full,
        name=browser(),
        fault=fault,
    )
    return make_response(page, status)


def _unknown(frame: Frame) -> Response:
    return _refused(frame, _("That passkey is not known here. Please sign in with your password."))


def _refused(frame: Frame, words: str) -> Response:
    page = render("portal/sign_in.html", frame=frame, form={"identifier": "", "to": ""}, faults={}, fault=words)
    return make_response(page, 401)
