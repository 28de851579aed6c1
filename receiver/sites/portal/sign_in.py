"""Signing in and out (B2)."""

from __future__ import annotations

from typing import Final

import flask
from flask import Blueprint, Response, flash, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from receiver.db.faults import StorageFull
from receiver.db.unit_of_work import now
from receiver.domain.companies.models import CompanyState
from receiver.domain.companies.queries import is_live
from receiver.domain.people import sessions as people
from receiver.domain.people.attempts import TooManyAttempts
from receiver.domain.people.models import Way
from receiver.domain.people.sign_in import Account
from receiver.sites import waiting
from receiver.sites.frame import Frame, open_frame
from receiver.sites.portal import choice, first
from receiver.sites.portal.entering import entered
from receiver.sites.typed import identifier_fault, password_fault, shown_again
from receiver.web import access, sessions
from receiver.web.errors import RETRY_SECONDS, error_page
from receiver.web.forgery import session_form
from receiver.web.language import gettext as _
from receiver.web.pages import render
from receiver.web.throttle import Opened, forgive, opened_accounts, start_session
from receiver.web.transaction import viewing, writing

AFTERWARDS: Final = ("", "contact", "schedule", "history", "message", "my_requests", "invoices", "account")
"""The pages that a sign-in may lead to, by their words in the address; the empty word is home."""


@access.anybody
def sign_in_page(company_id: int) -> ResponseReturnValue:
    """Ask for number, login id or e-mail, and password; whoever is signed in already goes home."""
    token = sessions.token(company_id)
    with viewing(company_id) as connection:
        frame = open_frame(connection, company_id)
        if token and people.find(connection, company_id, token, now()):
            return redirect(url_for("portal.home", company_id=company_id), 303)
    return _form(frame, "", _afterwards(request.args.get("to", "")))


@access.anybody
def sign_in(company_id: int) -> ResponseReturnValue:
    """Check what was typed."""
    identifier, password = request.form.get("identifier", ""), request.form.get("password", "")
    to = _afterwards(request.form.get("to", ""))
    with viewing(company_id) as connection:
        frame = open_frame(connection, company_id)
    faults = _faults(identifier, password)
    if faults:
        return _form(frame, identifier, to, 400, faults=faults)
    try:
        opened = opened_accounts(frame.company, identifier, password)
    except TooManyAttempts as refused:
        answer = _form(frame, identifier, to, 429, fault=waiting.sentence(frame, refused.until))
        waiting.set_retry_after(answer, refused.until)
        return answer
    if not opened.accounts:
        return _form(frame, identifier, to, 401, fault=_("That did not match. Check what you typed, then try again."))
    if len(opened.accounts) > 1:
        forgive(company_id, opened)
        choice.remember(company_id, opened.accounts, to)
        return redirect(url_for("portal.choose_account", company_id=company_id), 303)
    return _let_in(frame, opened.accounts[0], opened, to)


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
    chosen = [one for one in remembered.accounts if one.user_id == request.form.get("account")]
    if not chosen:
        return redirect(url_for("portal.sign_in_page", company_id=company_id), 303)
    return _let_in(frame, chosen[0], None, remembered.to, remembered.way)


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
    blueprint.register_error_handler(CSRFError, stale_form)
    blueprint.register_error_handler(StorageFull, out_of_room)


def stale_form(_error: CSRFError) -> ResponseReturnValue:
    """A form without its token. That of the sign-in page may just be old, as in a second tab."""
    words = _("This page was open for a long time. Please type your password, then try again.")
    return _once_more(403, words, otherwise=403)


def out_of_room(_error: StorageFull) -> ResponseReturnValue:
    """Nothing can be written, so no attempt can be counted, and without that no password is looked at (F15)."""
    words = _("Nobody can sign in just now: the portal has run out of space. Nothing is lost. Please try again later.")
    answer = _once_more(503, words, otherwise=507)
    answer.headers["Retry-After"] = str(RETRY_SECONDS)
    return answer


def _once_more(status: int, words: str, *, otherwise: int) -> Response:
    """The sign-in page with what was typed, the password apart, to be sent again; another page's error page."""
    if request.endpoint != "portal.sign_in":
        return error_page(otherwise)
    company_id: int = (request.view_args or {})["company_id"]
    try:
        with viewing(company_id) as connection:
            frame = open_frame(connection, company_id)
    except HTTPException:
        return error_page(otherwise)
    to = _afterwards(request.form.get("to", ""))
    return _form(frame, request.form.get("identifier", ""), to, status, fault=words)


def _let_in(frame: Frame, account: Account, opened: Opened | None, to: str, way: Way = Way.TYPED) -> Response:
    """Sign in, and open the page `to`. In a live company a weak or shared password of the office is good once, with a
    code that is mailed (reliability 2.5)."""
    if way is Way.TYPED and account.weak and frame.company.state == CompanyState.LIVE:
        return first.begin(frame, account, to)
    with writing(frame.company_id) as session:
        # Once more, in this transaction: `company live` ends the sessions of first passwords in one of the same lane.
        went_live = way is Way.TYPED and account.weak and is_live(session, frame.company_id)
        token = "" if went_live else start_session(session, frame.company_id, account, opened, way)
    return first.begin(frame, account, to) if went_live else entered(frame, account, token, to)


def _faults(identifier: str, password: str) -> dict[str, str]:
    """What is wrong with a field before anything is looked up."""
    found = {"identifier": identifier_fault(identifier), "password": password_fault(password)}
    return {name: words for name, words in found.items() if words}


def _form(
    frame: Frame, identifier: str, to: str, status: int = 200, *, faults: dict[str, str] | None = None, fault: str = ""
) -> Response:
    form = {"identifier": shown_again(identifier), "to": to}
    page = render("portal/sign_in.html", frame=frame, form=form, faults=faults or {}, fault=fault)
    return make_response(page, status)


def _afterwards(word: str) -> str:
    return word if word in AFTERWARDS else ""
