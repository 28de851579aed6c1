"""Forgotten password, or none yet: a link by mail to the address on file (B10).

Whatever is typed, the answer and its time are the same; the mail goes to nobody but the address that the office, or the
invitation, has on file. A host without mail says whom to ask.
"""

from __future__ import annotations

from flask import Blueprint, Response, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from receiver.db.unit_of_work import now
from receiver.domain.people.attempts import TooManyAttempts
from receiver.domain.people.codes import make_link
from receiver.domain.people.mail_limits import allow
from receiver.domain.people.sign_in import candidates, subjects_of
from receiver.sites import waiting
from receiver.sites.frame import Frame, open_frame
from receiver.sites.portal.own_words import known_by
from receiver.sites.portal.sign_in_mails import mail_link
from receiver.sites.typed import identifier_fault, shown_again
from receiver.web import access
from receiver.web.client_address import client_network
from receiver.web.mailing import sends_mail
from receiver.web.pages import render
from receiver.web.transaction import viewing, writing

NOBODY = "nobody@invalid"
"""Whom the mail is for that is written and taken back where there is nobody to mail to."""


@access.anybody
def forgotten_page(company_id: int) -> ResponseReturnValue:
    """Ask who it is; say that the mail is on its way."""
    with viewing(company_id) as connection:
        frame = open_frame(connection, company_id)
    if request.args.get("sent") == "yes" and sends_mail():
        return render("portal/forgotten_sent.html", frame=frame)
    return _form(frame, "")


@access.anybody
def forgotten(company_id: int) -> ResponseReturnValue:
    """Mail a link to whom there is one for."""
    identifier = request.form.get("identifier", "")
    with viewing(company_id) as connection:
        frame = open_frame(connection, company_id)
    if not sends_mail():
        return _form(frame, identifier, 400)
    fault = identifier_fault(identifier)
    if fault:
        return _form(frame, identifier, 400, fault_at_field=fault)
    try:
        with writing(company_id) as session:
            _send(session, frame, identifier)
    except TooManyAttempts as refused:
        answer = _form(frame, identifier, 429, fault=waiting.sentence(frame, refused.until))
        waiting.set_retry_after(answer, refused.until)
        return answer
    return redirect(url_for("portal.forgotten_page", company_id=company_id, sent="yes"), 303)


def add_to(blueprint: Blueprint) -> None:
    """Register these pages."""
    blueprint.add_url_rule("/sign-in/forgotten", view_func=forgotten_page, methods=["GET"])
    blueprint.add_url_rule("/sign-in/forgotten", view_func=forgotten, methods=["POST"])


def _send(session: Session, frame: Frame, identifier: str) -> None:
    """Write the mail, and take it back where it is for nobody: so that costs the same. All accounts that an identifier
    names have one address. Raises `TooManyAttempts`."""
    company, moment = frame.company, now()
    found = candidates(session, company.company_id, company.published, identifier)
    users = [one for one in found if one.active]
    known = known_by(session, frame, users[0] if users else None)
    subjects = subjects_of(found, identifier)
    allowed = allow(session, company.company_id, client_network(), subjects, known.address or identifier, moment)
    with session.begin_nested() as part:
        token = make_link(session, company.company_id, [one.user_id for one in users], moment)
        owner = users[0].user_id if len(users) == 1 else ""
        mail_link(session, frame, owner, known.address or NOBODY, token)
        if not (users and known.address and allowed):
            part.rollback()


def _form(frame: Frame, identifier: str, status: int = 200, *, fault: str = "", fault_at_field: str = "") -> Response:
    page = render(
        "portal/forgotten.html",
        frame=frame,
        identifier=shown_again(identifier),
        fault=fault,
        fault_at_field=fault_at_field,
    )
    return make_response(page, status)
