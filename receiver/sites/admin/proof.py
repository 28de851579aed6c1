"""The password once more, before something dangerous: an open browser that somebody else finds does none of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from flask import Response, redirect, request
from werkzeug.wrappers import Response as Redirection

from receiver.db.unit_of_work import now
from receiver.domain.administrators import sessions
from receiver.domain.administrators.guessing import Door
from receiver.domain.administrators.sign_in import candidate_with_id, right_one
from receiver.domain.people import attempts
from receiver.sites.admin import cookie
from receiver.sites.admin.desk import Desk
from receiver.sites.admin.guesses import note_guess
from receiver.sites.admin.page import shown
from receiver.sites.admin.waiting import refusal
from receiver.sites.typed import password_fault
from receiver.sites.waiting import set_retry_after
from receiver.web import known_browsers
from receiver.web.client_address import client_network
from receiver.web.language import gettext as _
from receiver.web.pages import here_again
from receiver.web.parts import parts
from receiver.web.transaction import writing

FIELD: Final = "proof"
OURS: Final = frozenset({"csrf_token", FIELD})


def proven(desk: Desk) -> Desk | Response | Redirection:
    """The desk of the administrator who sent his password along; else the page that asks for it."""
    if request.method != "POST":
        return redirect(desk.address("prove_page", back=here_again()), 303)
    password = request.form.get(FIELD)
    if password is None:
        return asking(desk)
    fault = password_fault(password)
    if fault:
        return asking(desk, fault, 400)
    who = desk.administrator.id
    try:
        with writing(desk.company_id) as session:
            known = known_browsers.known(desk.company_id, [who])
            counted = attempts.count(session, desk.company_id, [who], client_network(), now(), known=known)
            note_guess(session, desk.frame, desk.administrator, Door.PROOF, counted)
    except attempts.TooManyAttempts as refused:
        answer = asking(desk, refusal(refused), 429)
        set_retry_after(answer, refused.until)
        return answer
    candidate = candidate_with_id(desk.session, desk.company, who)
    if not right_one(parts().secrets.peppers, candidate, password):
        return asking(desk, _("That is not your password. Please type it again."))
    moment = now()
    with writing(desk.company_id) as session:
        attempts.succeed(session, desk.company_id, [who], client_network() if counted.network else None)
        sessions.prove(session, desk.company_id, cookie.token(desk.company_id) or "", moment)
    return replace(desk, proved_at=moment)


def asking(desk: Desk, fault: str = "", status: int = 401, action: str = "", back: str = "") -> Response:
    """The page. What was sent before stands in it, to come again; `back` is sent besides, where it was none yet."""
    sent = [(name, value) for name, value in request.form.items(multi=True) if name not in OURS]
    again = sent or ([("back", back)] if back else [])
    return shown(
        desk, "admin/proof.html", "", status, action=action or here_again(), again=again, field=FIELD, fault=fault
    )
