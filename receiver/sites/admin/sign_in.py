"""Signing in to the administration site, and out (C1)."""

from __future__ import annotations

from typing import Final

from flask import Blueprint, Response, make_response, redirect, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.orm import Session

from receiver.db.unit_of_work import now
from receiver.domain.administrators import sessions
from receiver.domain.administrators.guessing import Door
from receiver.domain.administrators.models import Step
from receiver.domain.administrators.rights import Administrator
from receiver.domain.administrators.second_factor import own
from receiver.domain.administrators.sign_in import Candidate, candidate_of, right_one
from receiver.domain.audit.trail import Deed, note
from receiver.domain.companies.queries import find_company
from receiver.domain.people import attempts
from receiver.domain.people.models import Way
from receiver.domain.people.passkeys import site_passkeys
from receiver.domain.people.users import Site
from receiver.domain.snapshots.queries import fold
from receiver.sites.admin import cookie
from receiver.sites.admin.desk import Desk
from receiver.sites.admin.door import no_entry
from receiver.sites.admin.entering import Entrant, afterwards, entered, start
from receiver.sites.admin.guard import administrator_form
from receiver.sites.admin.guesses import note_guess
from receiver.sites.admin.notices import tell
from receiver.sites.admin.waiting import refusal
from receiver.sites.choosing_language import chosen, spoken_from_now_on
from receiver.sites.frame import Frame, open_frame
from receiver.sites.typed import CONTROLS, password_fault
from receiver.sites.waiting import set_retry_after
from receiver.web import access, known_browsers
from receiver.web.client_address import client_network
from receiver.web.errors import error_page
from receiver.web.language import gettext as _
from receiver.web.parts import parts
from receiver.web.transaction import viewing, writing

NAME_CHARACTERS: Final = 200


@access.anybody
def sign_in_page(company_id: int) -> ResponseReturnValue:
    """Ask for user name and password."""
    with viewing(company_id) as connection:
        frame = open_frame(connection, company_id)
    return no_entry(frame, afterwards(request.args.get("to", "")))


@access.anybody
def sign_in(company_id: int) -> ResponseReturnValue:
    """Check what was typed."""
    name, password = request.form.get("name", ""), request.form.get("password", "")
    to = afterwards(request.form.get("to", ""))
    with viewing(company_id) as connection:
        frame = open_frame(connection, company_id)
    shown = CONTROLS.sub("", name)[:NAME_CHARACTERS]
    faults = _faults(name, password)
    if faults:
        return no_entry(frame, to, status=400, name=shown, faults=faults)
    try:
        candidate, network = _counted(frame, name)
    except attempts.TooManyAttempts as refused:
        answer = no_entry(frame, to, refusal(refused), 429, name=shown)
        set_retry_after(answer, refused.until)
        return answer
    if candidate is None or not right_one(parts().secrets.peppers, candidate, password):
        # One sentence for whatever is wrong: nobody learns which names there are, nor of which level.
        words = _("That did not match. Sign in with the user name and password of a level 1 user of the office.")
        return no_entry(frame, to, words, 401, name=shown)
    return _let_in(frame, candidate, network, to)


@administrator_form(before_factor=True)
def sign_out(desk: Desk) -> ResponseReturnValue:
    """End the session, at this browser and in the database."""
    token = cookie.token(desk.company_id)
    with writing(desk.company_id) as session:
        if token is not None:
            sessions.end(session, desk.company_id, token)
        note(session, desk.company_id, desk.actor, Deed("administrators.signed-out"), now())
    tell(_("You are signed out."))
    answer = make_response(redirect(desk.address("sign_in_page"), 303))
    cookie.clear(answer, desk.company_id)
    return answer


@administrator_form(before_factor=True)
def choose_language(desk: Desk) -> ResponseReturnValue:
    """Speak another language from now on."""
    return spoken_from_now_on(desk.company_id, chosen(), "admin.overview")


@access.anybody
def choose_language_at_the_door(company_id: int) -> ResponseReturnValue:
    """The same on the sign-in page."""
    with viewing(company_id) as connection:
        open_frame(connection, company_id)
    return spoken_from_now_on(company_id, chosen(), "admin.sign_in_page")


def add_to(blueprint: Blueprint) -> None:
    """Register these pages."""
    blueprint.add_url_rule("/sign-in", view_func=sign_in_page, methods=["GET"])
    blueprint.add_url_rule("/sign-in", view_func=sign_in, methods=["POST"])
    blueprint.add_url_rule("/sign-out", view_func=sign_out, methods=["POST"])
    blueprint.add_url_rule("/language", view_func=choose_language, methods=["POST"])
    blueprint.add_url_rule("/sign-in/language", view_func=choose_language_at_the_door, methods=["POST"])
    blueprint.register_error_handler(CSRFError, stale_form)


def stale_form(_error: CSRFError) -> ResponseReturnValue:
    """A form without its token. That of the sign-in page may just be old, as in a second tab."""
    if request.endpoint != "admin.sign_in":
        return error_page(403)
    company_id: int = (request.view_args or {})["company_id"]
    with viewing(company_id) as connection:
        frame = open_frame(connection, company_id)
    words = _("This page was open for a long time. Please type your password, then try again.")
    return no_entry(frame, afterwards(request.form.get("to", "")), words, 403)


def _counted(frame: Frame, name: str) -> tuple[Candidate | None, str | None]:
    """Whom the name means, and the network that the attempt was counted against; counted and committed before the
    password is looked at. Raises `attempts.TooManyAttempts`."""
    company_id = frame.company_id
    with writing(company_id) as session:
        company = find_company(session, company_id)
        candidate = candidate_of(session, company, name) if company else None
        subject = candidate.administrator.id if candidate else attempts.unknown_subject(f"admin {fold(name)}")
        known = known_browsers.known(company_id, [subject])
        counted = attempts.count(session, company_id, [subject], client_network(), now(), known=known)
        if candidate:
            note_guess(session, frame, candidate.administrator, Door.SIGN_IN, counted)
    return candidate, client_network() if counted.network else None


def _let_in(frame: Frame, candidate: Candidate, network: str | None, to: str) -> Response:
    company_id, who = frame.company_id, candidate.administrator
    entrant = Entrant(company_id, who, candidate.verifier.mark, Way.TYPED)
    with writing(company_id) as session:
        attempts.succeed(session, company_id, [who.id], network)
        step = _step(session, frame, who)
        token = start(session, entrant, step)
    return entered(entrant, token, step, to)


def _step(session: Session, frame: Frame, who: Administrator) -> Step:
    """Whether the password is enough. Where a second factor is required and he has none yet, he is let in to set one
    up, and sees nothing else."""
    if own(session, frame.company_id, who.id).since is not None:
        return Step.FACTOR
    company = find_company(session, frame.company_id)
    required = company is not None and company.second_factor and frame.party is not None
    has_one = required and site_passkeys(session, frame.company_id, who.id, Site.ADMINISTRATION)
    return Step.FACTOR if has_one else Step.IN


def _faults(name: str, password: str) -> dict[str, str]:
    """What is wrong with a field before anything is looked up."""
    found = {}
    if not name.strip():
        found["name"] = _("Type your user name.")
    elif len(name) > NAME_CHARACTERS:
        found["name"] = _("That is too long for a user name.")
    elif CONTROLS.search(name):
        found["name"] = _("Something in it is no character. Please type it again.")
    secret = password_fault(password)
    return found | ({"password": secret} if secret else {})
