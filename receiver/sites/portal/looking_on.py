"""View as customer (C4): an administrator looks at the portal as one customer sees it. He changes nothing: whatever he
sends is refused here, before any page of the portal hears of it."""

from __future__ import annotations

from typing import Final

from flask import Blueprint, Response, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from receiver.db.unit_of_work import now
from receiver.domain.administrators.looking_on import looks_on
from receiver.domain.audit.models import Side
from receiver.domain.audit.trail import Actor, Deed, note
from receiver.domain.people import sessions as people
from receiver.domain.tokens import is_viewing
from receiver.sites.frame import open_frame
from receiver.web import access, sessions
from receiver.web.client_address import client_network
from receiver.web.forgery import SAFE, session_form, session_token
from receiver.web.pages import render
from receiver.web.transaction import viewing, writing

NOT_KEPT: Final = "Porchlight-Not-Kept"
"""In an answer: no copy of this page is kept on the device (`assets/js/worker.js`)."""
END: Final = "portal.end_view"


def refuse_changes() -> Response | None:
    """The answer to what is sent by somebody who looks on; None where it goes its way. A cookie of a view that is over
    is no matter."""
    if request.method in SAFE or request.endpoint == END:
        return None
    company_id: int = (request.view_args or {})["company_id"]
    token = sessions.token(company_id)
    if token is None or not is_viewing(token):
        return None
    with viewing(company_id) as connection:
        found = people.find(connection, company_id, token, now())
        if found is None:
            return None
        frame = open_frame(connection, company_id)
    page = render("portal/looking_on.html", frame=frame, form_token=session_token(token), number=found.number)
    return make_response(page, 403)


@access.anybody
@session_form
def end_view(company_id: int) -> ResponseReturnValue:
    """End it, and go back to the customer's page at the administration site."""
    token = sessions.token(company_id)
    with viewing(company_id) as connection:
        open_frame(connection, company_id)
        found = people.find(connection, company_id, token, now()) if token else None
        who = looks_on(connection, company_id, found.viewer, found.viewer_session, now()) if found else None
    if token is None or found is None or not found.viewer:
        return redirect(url_for("portal.home", company_id=company_id), 303)
    with writing(company_id) as session:
        people.end(session, company_id, token)
        if who is not None:
            actor = Actor(Side.ADMINISTRATION, who.id, who.name, client_network())
            deed = Deed("customers.view-ended", found.user_id, {"number": found.own_number})
            note(session, company_id, actor, deed, now())
    answer = make_response(redirect(url_for("admin.customer", company_id=company_id, number=found.own_number), 303))
    sessions.clear(answer, company_id)
    return answer


def add_to(blueprint: Blueprint) -> None:
    """Register it, and what keeps those who look on from changing anything."""
    blueprint.before_request(refuse_changes)
    blueprint.add_url_rule("/looking-on/end", view_func=end_view, methods=["POST"])
