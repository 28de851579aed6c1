"""The code of a printed letter (C4): with it, and with his number, a customer sets a password and is signed in.

A code is guessed at no faster than a password: each try counts as a sign-in that failed, before the code is looked at.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from flask import Blueprint, Response, flash, make_response, request
from flask.typing import ResponseReturnValue

from receiver.db.unit_of_work import now
from receiver.domain.people import attempts, letters, sign_in
from receiver.domain.people.attempts import TooManyAttempts
from receiver.domain.people.candidates import Candidate
from receiver.domain.people.models import Way
from receiver.domain.people.own_password import Chosen, choose
from receiver.domain.people.sign_in import Account, account_of
from receiver.domain.people.users import CUSTOMER
from receiver.domain.people.verifiers import make_chosen
from receiver.sites import waiting
from receiver.sites.frame import Frame, open_frame
from receiver.sites.portal.entering import entered
from receiver.sites.portal.noting import CHOSEN_BY_LETTER, note_own
from receiver.sites.portal.own_words import known_by, password_fault
from receiver.sites.portal.sign_in_mails import mail_notice
from receiver.sites.typed import CONTROLS, identifier_fault, shown_again
from receiver.web import access
from receiver.web.client_address import client_network
from receiver.web.language import gettext as _
from receiver.web.pages import render
from receiver.web.parts import parts
from receiver.web.throttle import start_session
from receiver.web.transaction import viewing, writing


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the form."""

    number: str
    code: str = field(default="", repr=False)


@access.anybody
def letter_page(company_id: int) -> ResponseReturnValue:
    """Ask for number, code and a password; the square on the letter names the number."""
    with viewing(company_id) as connection:
        frame = open_frame(connection, company_id)
    return _form(frame, Typed(shown_again(request.args.get("number", ""))))


@access.anybody
def letter(company_id: int) -> ResponseReturnValue:
    """Set the password where the code is right, and sign in."""
    with viewing(company_id) as connection:
        frame = open_frame(connection, company_id)
    number, code, password = (request.form.get(name, "") for name in ("identifier", "code", "password"))
    typed = Typed(shown_again(number), CONTROLS.sub("", code)[: letters.TYPED_CHARACTERS])
    faults = {"identifier": identifier_fault(number), "code": "" if typed.code.strip() else _("Type the code.")}
    if any(faults.values()):
        return _form(frame, typed, 400, faults)
    try:
        user = _owner(frame, number, typed.code)
    except TooManyAttempts as refused:
        answer = _form(frame, typed, 429, fault=waiting.sentence(frame, refused.until))
        waiting.set_retry_after(answer, refused.until)
        return answer
    if user is None:
        words = _("That did not match, or the code is over. Check both, or ask the office for another letter.")
        return _form(frame, typed, 401, fault=words)
    with viewing(company_id) as connection:
        known = known_by(connection, frame, user)
    fault = password_fault(password, known)
    if fault:
        return _form(frame, typed, 400, {"password": fault})
    verifier = make_chosen(parts().secrets.peppers, company_id, user.user_id, password)
    account = replace(account_of(user), verifier_mark=verifier.mark, weak=False)
    token = _started(frame, account, Chosen(user.user_id, verifier, user.reset), typed.code, known.address)
    if token is None:
        return _form(frame, typed, 401, fault=_("The code was used just now. Please sign in with your password."))
    answer = entered(frame, account, token, "")
    flash(_("Your password is set. Please sign in with it from now on."))
    return answer


def add_to(blueprint: Blueprint) -> None:
    """Register these pages."""
    blueprint.add_url_rule("/sign-in/letter", view_func=letter_page, methods=["GET"])
    blueprint.add_url_rule("/sign-in/letter", view_func=letter, methods=["POST"])


def _owner(frame: Frame, number: str, code: str) -> Candidate | None:
    """The customer whose number and code these are; whoever was right has made no failed attempt. Raises
    `TooManyAttempts`."""
    company, peppers = frame.company, parts().secrets.peppers
    with writing(company.company_id) as session:
        found = sign_in.candidates(session, company.company_id, company.published, number)
        tried = sign_in.count_attempt(session, company.company_id, found, number, client_network(), now())
    with writing(company.company_id) as session:
        for one in tried.candidates:
            good = letters.is_good(session, peppers, company.company_id, one.user_id, code, now())
            if one.active and one.user_id.startswith(CUSTOMER) and good:
                attempts.succeed(session, company.company_id, [one.user_id], tried.network)
                return one
    return None


def _started(frame: Frame, account: Account, chosen: Chosen, code: str, address: str) -> str | None:
    """Let the password count, which uses the code up, and start the session; None where the code was used meanwhile."""
    company_id, moment = frame.company_id, now()
    with writing(company_id) as session:
        if not letters.is_good(session, parts().secrets.peppers, company_id, account.user_id, code, moment):
            return None
        choose(session, company_id, chosen, moment)
        note_own(session, company_id, account.user_id, account.own_number, CHOSEN_BY_LETTER)
        mail_notice(session, frame, account.user_id, address, _("Your password was set."))
        return start_session(session, company_id, account, None, Way.TYPED)


def _form(
    frame: Frame, typed: Typed, status: int = 200, faults: dict[str, str] | None = None, *, fault: str = ""
) -> Response:
    told = {name: words for name, words in (faults or {}).items() if words}
    page = render("portal/letter.html", frame=frame, typed=typed, faults=told, fault=fault)
    return make_response(page, status)
