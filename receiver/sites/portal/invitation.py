"""The link of an invitation (B11): looking at it does nothing; accepting it, once, lets somebody see the account.

Somebody new chooses a name and a password. Who signs in here already accepts as who he is.
"""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, Response, abort, flash, redirect, request
from flask.typing import ResponseReturnValue

from receiver.db.unit_of_work import now
from receiver.domain.companies.models import CompanyState
from receiver.domain.people import invitations, linking
from receiver.domain.people import sessions as people
from receiver.domain.people.attempts import TooManyAttempts
from receiver.domain.people.models import Way
from receiver.domain.people.own_password import Chosen, choose
from receiver.domain.people.sign_in import Account
from receiver.domain.people.users import CUSTOMER
from receiver.domain.people.verifiers import make_chosen
from receiver.domain.requests.typed import Why, Wrong, line, shown_line
from receiver.sites import waiting
from receiver.sites.portal.asking.words import WRONG
from receiver.sites.portal.entering import entered
from receiver.sites.portal.guard import admitted
from receiver.sites.portal.invitation_page import Opened, Said, find_opened, page
from receiver.sites.portal.noting import JOINED, note_own
from receiver.sites.portal.own_words import Known, password_fault
from receiver.sites.portal.visit import Ended, State, User, Visit
from receiver.sites.typed import identifier_fault, shown_again
from receiver.sites.typed import password_fault as typed_fault
from receiver.web import access, sessions
from receiver.web.forgery import checks_session, same_session
from receiver.web.language import gettext as _
from receiver.web.parts import parts
from receiver.web.throttle import opened_accounts, start_session
from receiver.web.transaction import viewing, writing


@access.anybody
def invitation(company_id: int, token: str) -> ResponseReturnValue:
    """Say what it is for, and offer to accept."""
    if sessions.token(company_id) is None:
        return page(company_id, token)
    _state, answer = admitted(company_id, lambda state: page(company_id, token, user=_user(state)))
    return answer


@access.anybody
def accept_invitation(company_id: int, token: str) -> ResponseReturnValue:
    """Accept as somebody new, or as somebody who signs in here already."""
    opened = find_opened(company_id, token)
    if opened is None:
        return page(company_id, token)
    return _as_known(opened) if request.form.get("way") == "known" else _as_new(opened)


@access.anybody
def accept_signed_in(company_id: int, token: str) -> ResponseReturnValue:
    """Accept as who is signed in at this browser."""
    session = sessions.token(company_id)
    if session is None or not same_session(session):
        abort(403)
    opened = find_opened(company_id, token)
    if opened is None:
        return page(company_id, token)
    _state, answer = admitted(company_id, lambda state: _as_signed_in(opened, state, session))
    return answer


checks_session(accept_signed_in)


def add_to(blueprint: Blueprint) -> None:
    """Register these pages."""
    blueprint.add_url_rule("/invitation/<token>", view_func=invitation, methods=["GET"])
    blueprint.add_url_rule("/invitation/<token>", view_func=accept_invitation, methods=["POST"])
    blueprint.add_url_rule("/invitation/<token>/accept", view_func=accept_signed_in, methods=["POST"])


def _user(state: State) -> User | None:
    return None if isinstance(state, Ended) else state.user


def _as_signed_in(opened: Opened, state: State, session_cookie: str) -> ResponseReturnValue:
    user = _user(state)
    if user is None:
        return page(opened.frame.company_id, opened.token)
    fault = _own_account(opened, user.user_id)
    if fault:
        return page(opened.frame.company_id, opened.token, 400, user=user, said=Said(known_fault=fault))
    company_id, told = opened.frame.company_id, opened.details
    own_number = state.own_number if isinstance(state, Visit) else ""
    try:
        with writing(company_id) as session:
            if invitations.accept(session, company_id, opened.token, user.user_id, now()) is None:
                return page(company_id, opened.token)
            people.look_at(
                session,
                company_id,
                session_cookie,
                number=opened.number,
                record_id=told.record_id,
                own_number=own_number,
            )
            note_own(session, company_id, user.user_id, own_number, JOINED, CUSTOMER + told.record_id)
    except linking.TooManyAccounts:
        return page(company_id, opened.token, 400, user=user, said=Said(known_fault=_too_many()))
    flash(_welcome(opened))
    return redirect(opened.frame.address("home"), 303)


def _as_new(opened: Opened) -> ResponseReturnValue:
    """Somebody new: his name, and a password of his own."""
    company_id, email = opened.frame.company_id, opened.details.email
    (name, name_fault), password = _name(), request.form.get("password", "")
    office = opened.frame.office
    own_words = (office.name, *office.name.split(), office.phone, name, email, opened.number)
    faults = {"name": name_fault, "password": password_fault(password, Known(email, own_words))}
    faults = {one: words for one, words in faults.items() if words}
    if faults:
        return page(company_id, opened.token, 400, said=Said(name=name, faults=faults))
    taken = Said(name, email, new_fault=_known_already())
    with viewing(company_id) as connection:
        if invitations.is_taken(connection, company_id, email):
            return page(company_id, opened.token, 400, said=taken)
    user_id, by = invitations.new_person(), opened.details.by
    verifier = make_chosen(parts().secrets.peppers, company_id, user_id, password)
    account = Account(user_id, "", opened.number, opened.details.record_id, name, verifier.mark)
    with writing(company_id) as session:
        moment = now()
        # Somebody else with the same address may have come first, in the time that hashing took.
        if not invitations.make_person(session, company_id, user_id, name=name, email=email, by=by, now=moment):
            return page(company_id, opened.token, 400, said=taken)
        if invitations.accept(session, company_id, opened.token, user_id, moment) is None:
            session.rollback()
            return page(company_id, opened.token)
        choose(session, company_id, Chosen(user_id, verifier), moment)
        note_own(session, company_id, user_id, "", JOINED, CUSTOMER + opened.details.record_id)
        token = start_session(session, company_id, account, None, Way.TYPED)
    return _in(opened, account, token)


def _as_known(opened: Opened) -> ResponseReturnValue:
    """Who has a password here already, be it that he only administers: it counts like a sign-in, and is one."""
    company_id = opened.frame.company_id
    identifier, password = request.form.get("identifier", ""), request.form.get("known-password", "")
    faults = {"identifier": identifier_fault(identifier), "known-password": typed_fault(password)}
    said = Said(identifier=shown_again(identifier), faults={one: words for one, words in faults.items() if words})
    if said.faults:
        return page(company_id, opened.token, 400, said=said)
    try:
        found = opened_accounts(opened.frame.company, identifier, password, without_account=True)
    except TooManyAttempts as refused:
        words = waiting.sentence(opened.frame, refused.until)
        answer = page(company_id, opened.token, 429, said=replace(said, known_fault=words))
        waiting.set_retry_after(answer, refused.until)
        return answer
    fault = _known_fault(opened, found.accounts)
    if fault:
        return page(company_id, opened.token, 400 if found.accounts else 401, said=replace(said, known_fault=fault))
    account = replace(found.accounts[0], number=opened.number, record_id=opened.details.record_id)
    try:
        with writing(company_id) as session:
            if invitations.accept(session, company_id, opened.token, account.user_id, now()) is None:
                return page(company_id, opened.token)
            note_own(session, company_id, account.user_id, account.own_number, JOINED, CUSTOMER + account.record_id)
            token = start_session(session, company_id, account, found, Way.TYPED)
    except linking.TooManyAccounts:
        return page(company_id, opened.token, 400, said=replace(said, known_fault=_too_many()))
    return _in(opened, account, token)


def _known_fault(opened: Opened, accounts: list[Account]) -> str:
    """Why whoever signed in so can't accept; empty where he can."""
    if not accounts:
        return _("That did not match. Check what you typed, then try again.")
    if len(accounts) > 1:
        return _("Several accounts use this e-mail address. Please type the customer number instead.")
    if accounts[0].weak and opened.frame.company.state == CompanyState.LIVE:
        return _(
            "That password is only for the first time. Sign in with it once, set your own, then open this link again."
        )
    return _own_account(opened, accounts[0].user_id)


def _in(opened: Opened, account: Account, token: str) -> Response:
    answer = entered(opened.frame, account, token, "home")
    flash(_welcome(opened))
    return answer


def _welcome(opened: Opened) -> str:
    return _("You see the account %(name)s, no. %(number)s now.", name=opened.name, number=opened.number)


def _own_account(opened: Opened, user_id: str) -> str:
    return _("That is your own account already.") if user_id == CUSTOMER + opened.details.record_id else ""


def _known_already() -> str:
    return _("Somebody signs in with this e-mail address already. If that is you, use the other form.")


def _too_many() -> str:
    return _("You have as many accounts here as there may be. Remove one first.")


def _name() -> tuple[str, str]:
    """The name that was typed, as it is kept or shown again, and what is wrong with it."""
    written = request.form.get("name", "")
    try:
        return line(written, invitations.NAME_CHARACTERS, required=True), ""
    except Wrong as wrong:
        return shown_line(written[: 2 * invitations.NAME_CHARACTERS]), _name_fault(wrong.why)


def _name_fault(why: Why) -> str:
    match why:
        case Why.MISSING:
            return _("Type your name.")
        case Why.TOO_LONG:
            return _("That is too long. A name has at most %(most)d characters.", most=invitations.NAME_CHARACTERS)
        case _:
            return _(WRONG[why])
