"""Signing in and out (B2)."""

from __future__ import annotations

from typing import Final

import flask
from flask import Blueprint, Response, abort, flash, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from receiver.db.unit_of_work import now
from receiver.domain.people import sessions as people
from receiver.domain.people.attempts import TooManyAttempts
from receiver.domain.people.sign_in import IDENTIFIER_CHARACTERS, Account
from receiver.sites.portal import choice, waiting
from receiver.sites.portal.frame import Frame, open_frame
from receiver.web import access, sessions
from receiver.web.forgery import session_form
from receiver.web.language import gettext as _
from receiver.web.pages import render
from receiver.web.throttle import opened_accounts, start_session
from receiver.web.transaction import viewing, writing
from shared import limits

AFTERWARDS: Final = ("", "contact", "schedule", "history")
"""The pages that a sign-in may lead to, by their words in the address; the empty word is home."""


@access.anybody
def sign_in_page(company_id: int) -> ResponseReturnValue:
    """Ask for number or e-mail, and password; whoever is signed in already goes home."""
    token = sessions.token(company_id)
    with viewing(company_id) as connection:
        frame = open_frame(connection, company_id)
        if token and people.find(connection, company_id, token, now()):
            return redirect(url_for("portal.home", company_id=company_id), 303)
    return _form(frame, "", _afterwards(request.args.get("to", "")))


@access.anybody
def sign_in(company_id: int) -> ResponseReturnValue:
    """Check what was typed."""
    if any(len(request.form.getlist(name)) > 1 for name in ("identifier", "password")):
        abort(400)
    identifier, password = request.form.get("identifier", ""), request.form.get("password", "")
    to = _afterwards(request.form.get("to", ""))
    with viewing(company_id) as connection:
        frame = open_frame(connection, company_id)
    faults = _faults(identifier, password)
    if faults:
        return _form(frame, identifier[:IDENTIFIER_CHARACTERS], to, 400, faults=faults)
    try:
        opened = opened_accounts(frame.company, identifier, password)
    except TooManyAttempts as refused:
        answer = _form(frame, identifier, to, 429, fault=waiting.sentence(frame, refused.until))
        waiting.set_retry_after(answer, refused.until)
        return answer
    if not opened:
        return _form(frame, identifier, to, 401, fault=_("That did not match. Check what you typed, then try again."))
    if len(opened) > 1:
        choice.remember(company_id, opened, to)
        return redirect(url_for("portal.choose_account", company_id=company_id), 303)
    return signed_in(company_id, opened[0], opened, to)


@access.anybody
def choose_account(company_id: int) -> ResponseReturnValue:
    """An e-mail address that several accounts hold: show those that the password opened."""
    with viewing(company_id) as connection:
        frame = open_frame(connection, company_id)
        remembered = choice.remembered(connection, frame.company)
    if not remembered.accounts:
        return redirect(url_for("portal.sign_in_page", company_id=company_id), 303)
    return render("portal/choose_account.html", frame=frame, accounts=remembered.accounts)


@access.anybody
def choose(company_id: int) -> ResponseReturnValue:
    """Sign in to the chosen one."""
    with viewing(company_id) as connection:
        frame = open_frame(connection, company_id)
        remembered = choice.remembered(connection, frame.company)
    chosen = [one for one in remembered.accounts if one.number == request.form.get("number")]
    if not chosen:
        return redirect(url_for("portal.sign_in_page", company_id=company_id), 303)
    return signed_in(company_id, chosen[0], remembered.accounts, remembered.to)


@access.anybody
@session_form
def sign_out(company_id: int) -> ResponseReturnValue:
    """End the session, at this browser and in the database."""
    token = sessions.token(company_id)
    if token is not None:
        with writing(company_id) as session:
            people.end(session, company_id, token)
    flask.session.clear()
    flash(_("You are signed out."))
    answer = make_response(redirect(url_for("portal.sign_in_page", company_id=company_id), 303))
    sessions.clear(answer, company_id)
    return answer


def add_to(blueprint: Blueprint) -> None:
    """Register these pages."""
    blueprint.add_url_rule("/sign-in", view_func=sign_in_page, methods=["GET"])
    blueprint.add_url_rule("/sign-in", view_func=sign_in, methods=["POST"])
    blueprint.add_url_rule("/sign-in/account", view_func=choose_account, methods=["GET"])
    blueprint.add_url_rule("/sign-in/account", view_func=choose, methods=["POST"])
    blueprint.add_url_rule("/sign-out", view_func=sign_out, methods=["POST"])


def signed_in(company_id: int, account: Account, opened: list[Account], to: str) -> Response:
    """Start the session under a fresh token, drop what the browser held before, and open the page."""
    old = sessions.token(company_id)
    token = start_session(company_id, account, opened, replaces=old)
    flask.session.clear()
    answer = make_response(redirect(url_for(f"portal.{to or 'home'}", company_id=company_id), 303))
    sessions.keep(answer, company_id, token)
    return answer


def _faults(identifier: str, password: str) -> dict[str, str]:
    """What is wrong with a field before anything is looked up."""
    faults = {}
    if not identifier.strip():
        faults["identifier"] = _("Type your customer number or e-mail address.")
    elif len(identifier) > IDENTIFIER_CHARACTERS:
        faults["identifier"] = _("That is too long for a customer number or an e-mail address.")
    if not password:
        faults["password"] = _("Type your password.")
    elif len(password) > limits.PASSWORD_CHARACTERS:
        faults["password"] = _("That is too long for a password.")
    return faults


def _form(
    frame: Frame, identifier: str, to: str, status: int = 200, *, faults: dict[str, str] | None = None, fault: str = ""
) -> Response:
    form = {"identifier": identifier, "to": to}
    page = render("portal/sign_in.html", frame=frame, form=form, faults=faults or {}, fault=fault)
    return make_response(page, status)


def _afterwards(word: str) -> str:
    return word if word in AFTERWARDS else ""
