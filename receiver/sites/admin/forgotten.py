"""Forgotten password of a portal user who administers: a link to set one, by mail. Whatever is typed, the answer and
its time are the same; passwords of level-1 users are changed at the office, and the page says so to everybody."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from receiver.db.unit_of_work import now
from receiver.domain.administrators.sign_in import user_named
from receiver.domain.mail.addresses import one_address
from receiver.domain.people import attempts
from receiver.domain.people.mail_limits import allow
from receiver.domain.people.setting import make_setting
from receiver.domain.snapshots.queries import fold
from receiver.domain.tokens import new_token
from receiver.sites.admin.users import letters
from receiver.sites.admin.users.letters import Reader
from receiver.sites.admin.waiting import refusal
from receiver.sites.frame import Frame, open_frame
from receiver.sites.typed import identifier_fault, shown_again
from receiver.sites.waiting import set_retry_after
from receiver.web import access
from receiver.web.client_address import client_network
from receiver.web.mailing import sends_mail
from receiver.web.pages import render
from receiver.web.transaction import viewing, writing

NOBODY = Reader("", "", "nobody@invalid", "", "")
"""Whom the mail is for that is written and taken back where there is nobody to mail to."""


@access.anybody
def forgotten_page(company_id: int) -> ResponseReturnValue:
    """Ask who it is; say that the mail is on its way."""
    with viewing(company_id) as connection:
        frame = open_frame(connection, company_id)
    if request.args.get("sent") == "yes" and sends_mail():
        return render("admin/forgotten_sent.html", frame=frame)
    return _form(frame)


@access.anybody
def forgotten(company_id: int) -> ResponseReturnValue:
    """Mail a link to whom there is one for."""
    name = request.form.get("name", "")
    with viewing(company_id) as connection:
        frame = open_frame(connection, company_id)
    if not sends_mail():
        return _form(frame, 400)
    words = identifier_fault(name)
    if words:
        return _form(frame, 400, name=name, faults={"name": words})
    try:
        with writing(company_id) as session:
            _send(session, frame, name)
    except attempts.TooManyAttempts as refused:
        answer = _form(frame, 429, name=name, fault=refusal(refused))
        set_retry_after(answer, refused.until)
        return answer
    return redirect(url_for("admin.forgotten_page", company_id=company_id, sent="yes"), 303)


def add_to(blueprint: Blueprint) -> None:
    """Register these pages."""
    blueprint.add_url_rule("/sign-in/forgotten", view_func=forgotten_page, methods=["GET"])
    blueprint.add_url_rule("/sign-in/forgotten", view_func=forgotten, methods=["POST"])


def _send(session: Session, frame: Frame, name: str) -> None:
    """Write the mail, and take it back where it is for nobody: so that costs the same. Raises `TooManyAttempts`."""
    company_id, moment = frame.company_id, now()
    user = user_named(session, company_id, fold(name))
    address = one_address(user.email) if user else ""
    subject = user.user_id if user else attempts.unknown_subject(f"admin {fold(name)}")
    allowed = allow(session, company_id, client_network(), [subject], address or name, moment)
    reader = NOBODY
    if user is not None and address:
        reader = Reader(user.user_id, user.name, address, user.login_id or user.email, user.language)
    with session.begin_nested() as part:
        token = new_token()
        make_setting(session, company_id, reader.user_id, token, moment)
        letters.link(session, frame, reader, token)
        if reader is NOBODY or not allowed:
            part.rollback()


def _form(
    frame: Frame, status: int = 200, *, name: str = "", fault: str = "", faults: dict[str, str] | None = None
) -> Response:
    page = render("admin/forgotten.html", frame=frame, name=shown_again(name), fault=fault, faults=faults or {})
    return make_response(page, status)
