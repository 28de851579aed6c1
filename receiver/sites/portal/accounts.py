"""Accounts (B11): which ones a user may look at, and the way to look at another; linking one more by its own number and
password, once."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, Response, flash, make_response, redirect, request
from flask.typing import ResponseReturnValue

from receiver.db.unit_of_work import now
from receiver.domain.companies.models import CompanyState
from receiver.domain.people import linking
from receiver.domain.people import sessions as people
from receiver.domain.people.attempts import TooManyAttempts
from receiver.domain.people.links import linked_accounts
from receiver.domain.people.rights import Rights
from receiver.domain.people.sign_in import Account
from receiver.domain.snapshots.queries import fold
from receiver.sites import waiting
from receiver.sites.portal.account import RIGHTS
from receiver.sites.portal.forms import customer_form, session_form
from receiver.sites.portal.guard import customer
from receiver.sites.portal.noting import LINKED, note_own
from receiver.sites.portal.visit import Visit
from receiver.sites.typed import identifier_fault, password_fault, shown_again
from receiver.web import drawn, sessions
from receiver.web.language import gettext as _
from receiver.web.pages import render
from receiver.web.throttle import forgive, opened_accounts
from receiver.web.transaction import writing


@dataclass(frozen=True, slots=True)
class Shown:
    """An account of the user, as the page shows it."""

    record_id: str
    number: str
    """Empty while it is not on the portal."""
    name: str
    rights: Rights
    own: bool
    here: bool
    """Whether it is the one that he looks at."""
    mark: str

    @property
    def about(self) -> str:
        """What he may do there, where that is not everything."""
        return RIGHTS[self.rights]


@customer
def accounts(visit: Visit) -> Response:
    """The accounts, and the form to link another one."""
    return _page(visit)


@session_form
def look(visit: Visit) -> ResponseReturnValue:
    """Look at another account from now on, in every window of this browser."""
    chosen = _chosen(visit)
    token = sessions.token(visit.company_id)
    if chosen is None or not chosen.number or token is None:
        flash(_("You can't see that account any more."))
        return redirect(visit.frame.address("accounts"), 303)
    with writing(visit.company_id) as session:
        people.look_at(
            session,
            visit.company_id,
            token,
            number=chosen.number,
            record_id=chosen.record_id,
            own_number=visit.own_number,
        )
    flash(_("You look at the account %(name)s, no. %(number)s now.", name=chosen.name, number=chosen.number))
    return redirect(visit.frame.address("home"), 303)


@customer_form()
def link_account(visit: Visit) -> ResponseReturnValue:
    """Link the account whose number and password were typed. It counts like an attempt to sign in to it."""
    number, password = request.form.get("number", ""), request.form.get("password", "")
    faults = {"number": _number_fault(number), "password": password_fault(password)}
    faults = {name: words for name, words in faults.items() if words}
    if faults:
        return _page(visit, 400, number, faults)
    try:
        opened = opened_accounts(visit.frame.company, number, password)
    except TooManyAttempts as refused:
        answer = _page(visit, 429, number, fault=waiting.sentence(visit.frame, refused.until))
        waiting.set_retry_after(answer, refused.until)
        return answer
    found = [one for one in opened.accounts if one.own_number and fold(one.own_number) == fold(number)]
    if not found:
        words = _("That did not match. Check what you typed, then try again.")
        return _page(visit, 401, number, fault=words)
    forgive(visit.company_id, opened)
    fault = _link(visit, found[0])
    if fault:
        return _page(visit, 400, number, fault=fault)
    flash(_("The account %(name)s is linked: you can look at it from here.", name=found[0].name))
    return redirect(visit.frame.address("accounts"), 303)


@session_form
def unlink_account(visit: Visit) -> ResponseReturnValue:
    """Take a linked account off the list."""
    chosen = _chosen(visit)
    if chosen is not None and not chosen.own:
        with writing(visit.company_id) as session:
            linking.unlink(session, visit.company_id, visit.user.user_id, chosen.record_id)
        flash(_("The account is taken off your list."))
    return redirect(visit.frame.address("accounts"), 303)


def add_to(blueprint: Blueprint) -> None:
    """Register these pages."""
    blueprint.add_url_rule("/account/accounts", view_func=accounts, methods=["GET"])
    blueprint.add_url_rule("/account/accounts", view_func=link_account, methods=["POST"])
    blueprint.add_url_rule("/account/accounts/look", view_func=look, methods=["POST"])
    blueprint.add_url_rule("/account/accounts/remove", view_func=unlink_account, methods=["POST"])


def _link(visit: Visit, account: Account) -> str:
    """Link it; a sentence where that can't be."""
    if account.user_id == visit.user.user_id:
        return _("That is your own account already.")
    if account.weak and visit.frame.company.state == CompanyState.LIVE:
        return _(
            "That password is only for the first time. Sign in to that account once and set an own one, then link it."
        )
    try:
        with writing(visit.company_id) as session:
            linking.link(
                session,
                visit.company_id,
                visit.user.user_id,
                account.record_id,
                Rights.OWN,
                by=visit.user.user_id,
                now=now(),
            )
            note_own(session, visit.company_id, visit.user.user_id, visit.own_number, LINKED, account.user_id)
    except linking.TooManyAccounts:
        return _("You have as many accounts here as there may be. Remove one first.")
    return ""


def _number_fault(number: str) -> str:
    return identifier_fault(number) if number.strip() else _("Type the customer number of that account.")


def _all(visit: Visit) -> list[Shown]:
    """His own account first, then the linked ones in the order in which they were linked."""
    company = visit.frame.company
    linked = linked_accounts(visit.connection, visit.company_id, company.published, visit.user.user_id)
    gone = [one.record_id for one in linked if not one.number]
    names = linking.names_of(visit.connection, visit.company_id, company.published, gone) if gone else {}
    told = [(visit.user.record_id, visit.own_number, visit.user_name, Rights.OWN)] if visit.own_number else []
    told += [(one.record_id, one.number, one.name or names.get(one.record_id, ""), one.rights) for one in linked]
    return [
        Shown(
            record_id,
            number,
            name,
            rights,
            record_id == visit.user.record_id,
            record_id == visit.customer.record_id,
            drawn.mark("account", visit.company_id, visit.user.user_id, record_id),
        )
        for record_id, number, name, rights in told
    ]


def _chosen(visit: Visit) -> Shown | None:
    """The account that the form names."""
    sent = request.form.get("account", "")
    return next((one for one in _all(visit) if one.mark == sent), None)


def _page(
    visit: Visit, status: int = 200, number: str = "", faults: dict[str, str] | None = None, fault: str = ""
) -> Response:
    page = render(
        "portal/accounts.html",
        frame=visit.frame,
        visit=visit,
        here="account",
        accounts=_all(visit),
        number=shown_again(number),
        faults=faults or {},
        fault=fault,
    )
    return make_response(page, status)
