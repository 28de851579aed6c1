"""The link that was mailed (B10, T21): looking at it does nothing, so that mail scanners don't use it up; the button
does, once."""

from __future__ import annotations

from flask import Blueprint, Response, flash, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from receiver.db.unit_of_work import now
from receiver.domain.people.attempts import forget
from receiver.domain.people.candidates import candidates_of
from receiver.domain.people.codes import LinkState, consume_link, link_state
from receiver.domain.people.models import Way
from receiver.domain.people.sign_in import account_of
from receiver.sites.frame import Frame, open_frame
from receiver.sites.portal import choice
from receiver.sites.portal.entering import entered
from receiver.web import access
from receiver.web.language import gettext as _
from receiver.web.pages import render
from receiver.web.throttle import start_session
from receiver.web.transaction import viewing, writing

AFTER = "password_page"
"""Whoever comes by a link has forgotten his password, or has none: he may set one now."""


@access.anybody
def link_page(company_id: int, token: str) -> ResponseReturnValue:
    """Offer to sign in."""
    with viewing(company_id) as connection:
        frame = open_frame(connection, company_id)
        state = link_state(connection, company_id, token, now())
    if state is not LinkState.GOOD:
        return _over(frame)
    return render("portal/link.html", frame=frame, address=request.path)


@access.anybody
def use_link(company_id: int, token: str) -> ResponseReturnValue:
    """Use it up, and sign in in the same transaction. The account is unlocked by it: its owner reads this mail."""
    with viewing(company_id) as connection:
        frame = open_frame(connection, company_id)
    with writing(company_id) as session:
        users = consume_link(session, company_id, token, now())
        found = candidates_of(session, company_id, frame.company.published, [], users)
        accounts = [account_of(one) for one in found if one.active]
        forget(session, company_id, [one.user_id for one in accounts])
        if len(accounts) == 1:
            started = start_session(session, company_id, accounts[0], None, Way.LINK)
    if not accounts:
        return _over(frame)
    if len(accounts) > 1:
        choice.remember(company_id, accounts, AFTER, Way.LINK)
        return redirect(url_for("portal.choose_account", company_id=company_id), 303)
    answer = entered(frame, accounts[0], started, AFTER)
    flash(_("You are signed in. If you like, set a new password now."))
    return answer


def add_to(blueprint: Blueprint) -> None:
    """Register these pages."""
    blueprint.add_url_rule("/sign-in/code/<token>", view_func=link_page, methods=["GET"])
    blueprint.add_url_rule("/sign-in/code/<token>", view_func=use_link, methods=["POST"])


def _over(frame: Frame) -> Response:
    """What is said of a link that is good for nothing (any more)."""
    return make_response(render("portal/link_over.html", frame=frame), 410)
