"""The first password of the office in a live company, where it is weak or shared (reliability 2.5, A6).

Everybody could guess it. So it is good once, together with a code that is mailed to the address on file, and then the
customer sets his own. Without an address, or where the host sends no mail, the office has to give him one of his own.
That the password was right stands in the signed form cookie for fifteen minutes.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from time import time
from typing import Final

import flask
import msgspec
from flask import Blueprint, Response, flash, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from receiver.db.unit_of_work import now
from receiver.domain.mail.addresses import masked
from receiver.domain.people.attempts import TooManyAttempts
from receiver.domain.people.candidates import Candidate, candidates_of
from receiver.domain.people.codes import CODE_LIFE, has_code, make_code, try_code
from receiver.domain.people.mail_limits import allow
from receiver.domain.people.models import Way
from receiver.domain.people.own_password import Chosen, choose
from receiver.domain.people.sign_in import Account, account_of
from receiver.domain.people.verifiers import make_chosen
from receiver.sites.frame import Frame, open_frame
from receiver.sites.portal.entering import entered
from receiver.sites.portal.noting import CHOSEN, note_own
from receiver.sites.portal.own_words import Known, address_on_file, known_by, password_fault
from receiver.sites.portal.sign_in_mails import mail_code, mail_notice
from receiver.sites.typed import shown_again
from receiver.web import access
from receiver.web.client_address import client_network
from receiver.web.language import gettext as _
from receiver.web.mailing import sends_mail
from receiver.web.pages import render
from receiver.web.parts import parts
from receiver.web.throttle import start_session
from receiver.web.transaction import viewing, writing

NAME: Final = "first"


class Kept(msgspec.Struct, frozen=True):
    """What the cookie holds: who typed the first password, and the mark of its verifier, hexadecimal."""

    company: int
    user: str
    mark: str
    to: str
    until: float


@dataclass(frozen=True, slots=True)
class Beginner:
    """Somebody who typed his first password."""

    frame: Frame
    user: Candidate
    known: Known
    to: str
    waiting: bool
    """Whether a code of his can be typed."""

    @property
    def can_have_code(self) -> bool:
        """Whether there is a way to mail him one."""
        return bool(self.known.address) and sends_mail()


def begin(frame: Frame, account: Account, to: str) -> Response:
    """Remember that the password was right, mail a code, and lead to the page that asks for it."""
    mark = account.verifier_mark.hex()
    kept = Kept(frame.company_id, account.user_id, mark, to, time() + CODE_LIFE.total_seconds())
    flask.session[NAME] = msgspec.to_builtins(kept)
    if sends_mail():
        with viewing(frame.company_id) as connection:
            address = address_on_file(connection, frame, account.own_number)
        if address:
            _send(frame, account.user_id, address)
    return make_response(redirect(url_for("portal.first_page", company_id=frame.company_id), 303))


@access.anybody
def first_page(company_id: int) -> ResponseReturnValue:
    """Ask for the code and a new password; or say that the office has to help."""
    beginner = _beginner(company_id)
    return _form(beginner) if beginner else _again(company_id)


@access.anybody
def first_password(company_id: int) -> ResponseReturnValue:
    """Set the new password where the code is right, and sign in."""
    beginner = _beginner(company_id)
    if beginner is None or not beginner.can_have_code:
        return _again(company_id)
    if "again" in request.form:
        if not _send(beginner.frame, beginner.user.user_id, beginner.known.address):
            return _form(beginner, 429, {"code": _("Several codes were sent already. Please try again in a while.")})
        flash(_("Another code is on its way. Only the newest one is good."))
        return redirect(url_for("portal.first_page", company_id=company_id), 303)
    code, password = request.form.get("code", ""), request.form.get("password", "")
    faults = {
        "code": "" if code.strip() else _("Type the code from the mail."),
        "password": password_fault(password, beginner.known),
    }
    faults = {name: words for name, words in faults.items() if words}
    if faults:
        return _form(beginner, 400, faults, code)
    account, chosen = _account(beginner, password)
    token = _started(beginner, account, chosen, code)
    if token is None:
        words = _("That code is not right, or it is over. Look into the newest mail, or have another code sent.")
        return _form(_beginner(company_id) or beginner, 401, {"code": words}, code)
    answer = entered(beginner.frame, account, token, beginner.to)
    flash(_("Your password is set. Please sign in with it from now on."))
    return answer


def add_to(blueprint: Blueprint) -> None:
    """Register these pages."""
    blueprint.add_url_rule("/sign-in/first", view_func=first_page, methods=["GET"])
    blueprint.add_url_rule("/sign-in/first", view_func=first_password, methods=["POST"])


def _beginner(company_id: int) -> Beginner | None:
    """Who typed his first password here; None where that is not known, or does not hold any more."""
    with viewing(company_id) as connection:
        frame = open_frame(connection, company_id)
        try:
            kept = msgspec.convert(flask.session.get(NAME), Kept)
        except msgspec.ValidationError:
            return None
        return _found(connection, frame, kept)


def _found(connection: Connection, frame: Frame, kept: Kept) -> Beginner | None:
    if kept.company != frame.company_id or kept.until < time():
        return None
    found = candidates_of(connection, frame.company_id, frame.company.published, [], [kept.user])
    if not found or not found[0].weak or found[0].mark.hex() != kept.mark:
        return None
    waiting = has_code(connection, frame.company_id, kept.user, now())
    return Beginner(frame, found[0], known_by(connection, frame, found[0]), kept.to, waiting)


def _send(frame: Frame, user_id: str, address: str) -> bool:
    """Mail a code; False where enough were sent."""
    try:
        with writing(frame.company_id) as session:
            if not allow(session, frame.company_id, client_network(), [user_id], address, now()):
                return False
            code = make_code(session, parts().secrets.peppers, frame.company_id, user_id, now())
            mail_code(session, frame, user_id, address, code)
    except TooManyAttempts:
        return False
    return True


def _account(beginner: Beginner, password: str) -> tuple[Account, Chosen]:
    """The account as it is once the new password counts. Hashes, so it stands outside of any transaction."""
    user = beginner.user
    verifier = make_chosen(parts().secrets.peppers, beginner.frame.company_id, user.user_id, password)
    account = replace(account_of(user), verifier_mark=verifier.mark, weak=False)
    return account, Chosen(user.user_id, verifier, user.reset)


def _started(beginner: Beginner, account: Account, chosen: Chosen, code: str) -> str | None:
    """Use the code up, let the password count and start the session, in one transaction; None where it is not right."""
    frame, user = beginner.frame, beginner.user
    with writing(frame.company_id) as session:
        if not try_code(session, parts().secrets.peppers, frame.company_id, user.user_id, code, now()):
            return None
        choose(session, frame.company_id, chosen, now())
        note_own(session, frame.company_id, user.user_id, user.own_number, CHOSEN)
        mail_notice(session, frame, user.user_id, beginner.known.address, _("Your password was set."))
        return start_session(session, frame.company_id, account, None, Way.TYPED)


def _again(company_id: int) -> Response:
    return make_response(redirect(url_for("portal.sign_in_page", company_id=company_id), 303))


def _form(beginner: Beginner, status: int = 200, faults: dict[str, str] | None = None, code: str = "") -> Response:
    page = render(
        "portal/first.html",
        frame=beginner.frame,
        beginner=beginner,
        sent_to=masked(beginner.known.address),
        code=shown_again(code),
        faults=faults or {},
    )
    return make_response(page, status)
