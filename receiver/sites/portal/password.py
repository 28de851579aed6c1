"""Change password (B10): asks for the current one, or for a mailed link that was used just now."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from flask import Blueprint, Response, flash, make_response, redirect, request
from flask.typing import ResponseReturnValue

from receiver.db.unit_of_work import now
from receiver.domain.people.attempts import TooManyAttempts, succeed
from receiver.domain.people.candidates import Candidate, candidates_of
from receiver.domain.people.models import Way
from receiver.domain.people.own_password import Chosen, choose
from receiver.domain.people.session_list import way_of
from receiver.domain.people.sign_in import count_attempt
from receiver.domain.people.verifiers import make_chosen, matches
from receiver.sites import typed, waiting
from receiver.sites.portal import own_words
from receiver.sites.portal.forms import customer_form
from receiver.sites.portal.guard import customer
from receiver.sites.portal.noting import CHOSEN, CHOSEN_BY_LINK, note_own
from receiver.sites.portal.own_words import known_by
from receiver.sites.portal.sign_in_mails import mail_notice
from receiver.sites.portal.visit import Visit
from receiver.web import sessions
from receiver.web.client_address import client_network
from receiver.web.language import gettext as _
from receiver.web.pages import render
from receiver.web.parts import parts
from receiver.web.transaction import writing
from shared.weak_passwords import MINIMUM_CHARACTERS

FRESH: Final = timedelta(minutes=30)
"""So long after a link signed somebody in, it stands in for the current password."""


@customer
def password_page(visit: Visit) -> ResponseReturnValue:
    """Ask for it."""
    return _form(visit, user_of(visit))


@customer_form()
def password(visit: Visit) -> ResponseReturnValue:
    """Check the current one, and let the new one count."""
    user, chosen = user_of(visit), request.form.get("password", "")
    known = known_by(visit.connection, visit.frame, user)
    least = _least(visit, user)
    faults = {"password": own_words.password_fault(chosen, known, least)}
    if _asks(visit, user):
        current = request.form.get("current", "")
        faults["current"] = typed.password_fault(current)
        if not any(faults.values()):
            try:
                right = _is_current(visit, user, current)
            except TooManyAttempts as refused:
                answer = _form(visit, user, 429, fault=waiting.sentence(visit.frame, refused.until))
                waiting.set_retry_after(answer, refused.until)
                return answer
            faults["current"] = "" if right else _("That is not your current password.")
    if any(faults.values()):
        return _form(visit, user, 400, {name: words for name, words in faults.items() if words})
    verifier = make_chosen(parts().secrets.peppers, visit.company_id, user.user_id, chosen)
    with writing(visit.company_id) as session:
        # Who was given something to administer meanwhile was signed out everywhere, and sets another one by a link.
        if user.person and own_words.least_characters(session, visit.company_id, user.user_id) > least:
            return redirect(visit.frame.address("password_page"), 303)
        made = Chosen(user.user_id, verifier, user.reset)
        choose(session, visit.company_id, made, now(), keep=sessions.token(visit.company_id))
        action = CHOSEN_BY_LINK if proved_by_mail(visit) else CHOSEN
        note_own(session, visit.company_id, user.user_id, user.own_number, action)
        mail_notice(session, visit.frame, user.user_id, known.address, _("Your password was changed."))
    flash(_("Your new password counts from now on. All other browsers are signed out."))
    return redirect(visit.frame.address("account"), 303)


def add_to(blueprint: Blueprint) -> None:
    """Register these pages."""
    blueprint.add_url_rule("/account/password", view_func=password_page, methods=["GET"])
    blueprint.add_url_rule("/account/password", view_func=password, methods=["POST"])


def user_of(visit: Visit) -> Candidate:
    """The user of the visit with the password that counts for him; the guard has just let him in."""
    (user,) = candidates_of(visit.connection, visit.company_id, visit.published, [], [visit.user.user_id])
    return user


def _asks(visit: Visit, user: Candidate) -> bool:
    """Whether the current password is asked for: not where there is none, nor just after a mailed link."""
    return user.verifier is not None and not proved_by_mail(visit)


def proved_by_mail(visit: Visit) -> bool:
    """Whether the session was started by a mailed link just now."""
    way, since = way_of(visit.connection, visit.company_id, sessions.token(visit.company_id) or "")
    return way is Way.LINK and now() - since < FRESH


def _is_current(visit: Visit, user: Candidate, current: str) -> bool:
    """Whether that is his password now. Counted as a sign-in is: before the password is looked at, in a transaction of
    its own; whoever sits at somebody else's browser guesses no faster here. Raises `TooManyAttempts`."""
    company_id, network = visit.company_id, client_network()
    with writing(company_id) as session:
        tried = count_attempt(session, company_id, [user], "", network, now(), known=[user.user_id])
    if user.verifier is None or not matches(parts().secrets.peppers, user.place, user.verifier, current):
        return False
    with writing(company_id) as session:
        succeed(session, company_id, [user.user_id], tried.network)
    return True


def _least(visit: Visit, user: Candidate) -> int:
    """How long it has to be, where the rules for everybody are not enough."""
    return own_words.least_characters(visit.connection, visit.company_id, user.user_id) if user.person else 0


def _form(
    visit: Visit, user: Candidate, status: int = 200, faults: dict[str, str] | None = None, *, fault: str = ""
) -> Response:
    page = render(
        "portal/password.html",
        frame=visit.frame,
        visit=visit,
        here="account",
        user=user,
        asks=_asks(visit, user),
        least=_least(visit, user) or MINIMUM_CHARACTERS,
        faults=faults or {},
        fault=fault,
    )
    return make_response(page, status)
