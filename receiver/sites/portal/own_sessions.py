"""Where you are signed in: the list of sessions, and how to end them."""

from __future__ import annotations

from flask import Blueprint, flash, make_response, redirect, request
from flask.typing import ResponseReturnValue

from receiver.db.unit_of_work import now
from receiver.domain.people import session_list as people
from receiver.sites.portal.forms import customer_form
from receiver.sites.portal.guard import customer
from receiver.sites.portal.visit import Visit
from receiver.web import sessions
from receiver.web.language import gettext as _
from receiver.web.pages import render
from receiver.web.transaction import writing


@customer
def sessions_page(visit: Visit) -> ResponseReturnValue:
    """The user's own sessions, this one first."""
    token = sessions.token(visit.company_id) or ""
    found = people.running(visit.connection, visit.company_id, visit.user.user_id, token, now())
    return render("portal/sessions.html", frame=visit.frame, visit=visit, here="account", sessions=found)


@customer_form()
def end_sessions(visit: Visit) -> ResponseReturnValue:
    """End one, all others, or all."""
    which, token, ended = request.form.get("end", ""), sessions.token(visit.company_id), True
    with writing(visit.company_id) as session:
        if which in ("others", "all"):
            people.end_others(session, visit.company_id, visit.user.user_id, keep=token if which == "others" else None)
        else:
            ended = people.end_one(session, visit.company_id, visit.user.user_id, which)
    if which == "all":
        flash(_("You are signed out everywhere."))
        answer = make_response(redirect(visit.frame.address("sign_in_page"), 303))
        sessions.clear(answer, visit.company_id)
        return answer
    if which == "others":
        flash(_("Done: only this browser is signed in."))
    else:
        flash(_("Done: that browser is signed out.") if ended else _("That session was over already."))
    return redirect(visit.frame.address("sessions_page"), 303)


def add_to(blueprint: Blueprint) -> None:
    """Register these pages."""
    blueprint.add_url_rule("/account/sessions", view_func=sessions_page, methods=["GET"])
    blueprint.add_url_rule("/account/sessions", view_func=end_sessions, methods=["POST"])
