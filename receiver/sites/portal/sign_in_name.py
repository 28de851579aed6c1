"""Login id: a name to sign in with, beside customer number and e-mail (B2)."""

from __future__ import annotations

from typing import Final

from flask import Blueprint, Response, flash, make_response, redirect, request
from flask.typing import ResponseReturnValue

from receiver.db.unit_of_work import now
from receiver.domain.people.login_ids import BadLogin, Unusable, keep_login
from receiver.sites.portal.forms import customer_form, kept_form
from receiver.sites.portal.guard import customer
from receiver.sites.portal.own_words import known_by
from receiver.sites.portal.password import user_of
from receiver.sites.portal.sign_in_mails import mail_notice
from receiver.sites.portal.visit import Visit
from receiver.sites.typed import CONTROLS
from receiver.web.language import gettext as _
from receiver.web.pages import render
from receiver.web.transaction import writing

MOST: Final = 40
"""Characters of a login id."""


@customer
def sign_in_name(visit: Visit) -> ResponseReturnValue:
    """Ask for it."""
    typed = kept_form(visit)
    login = typed.get("login", "") if typed else visit.user.kept.login_id or ""
    return _form(visit, login, typed=typed is not None)


@customer_form("sign_in_name")
def save_sign_in_name(visit: Visit) -> ResponseReturnValue:
    """Keep it, where nobody else is known by it."""
    login = request.form.get("login", "").strip()
    user = user_of(visit)
    if login == user.login_id:
        return redirect(visit.frame.address("account"), 303)
    try:
        with writing(visit.company_id) as session:
            keep_login(session, visit.company_id, visit.published, user.user_id, login, now())
            address = known_by(visit.connection, visit.frame, user).address
            mail_notice(session, visit.frame, user.user_id, address, _("Your login id was changed."))
    except BadLogin as refused:
        return _form(visit, login, 400, _sentence(refused.why))
    flash(_("You can sign in as %(login)s from now on.", login=login) if login else _("You have no login id any more."))
    return redirect(visit.frame.address("account"), 303)


def add_to(blueprint: Blueprint) -> None:
    """Register these pages."""
    blueprint.add_url_rule("/account/sign-in-name", view_func=sign_in_name, methods=["GET"])
    blueprint.add_url_rule("/account/sign-in-name", view_func=save_sign_in_name, methods=["POST"])


def _sentence(why: Unusable) -> str:
    if why is Unusable.TAKEN:
        return _("Somebody is known by that already. Please think of another one.")
    return _("Please use 3 to 40 letters, digits, dots, hyphens and underscores, with a letter first.")


def _form(visit: Visit, login: str, status: int = 200, fault: str = "", *, typed: bool = False) -> Response:
    page = render(
        "portal/sign_in_name.html",
        frame=visit.frame,
        visit=visit,
        here="account",
        login=CONTROLS.sub("", login)[:MOST],
        faults={"login": fault} if fault else {},
        typed=typed,
    )
    return make_response(page, status)
