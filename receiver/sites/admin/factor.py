"""The second step of signing in: the second factor (C1)."""

from __future__ import annotations

from typing import Final

from flask import Blueprint, Response, make_response, request
from flask.typing import ResponseReturnValue

from receiver.db.unit_of_work import now
from receiver.domain.administrators import second_factor
from receiver.domain.administrators.guessing import Door
from receiver.domain.administrators.models import Step
from receiver.domain.administrators.second_factor import Proof
from receiver.domain.audit.trail import Deed, note
from receiver.domain.people import attempts
from receiver.domain.people.models import Way
from receiver.domain.people.passkeys import site_passkeys
from receiver.domain.people.users import Site
from receiver.sites.admin.entering import Entrant, actor, afterwards, entered, start
from receiver.sites.admin.guesses import note_guess
from receiver.sites.admin.halfway import Halfway, halfway, halfway_form
from receiver.sites.admin.notices import tell
from receiver.sites.admin.own_notices import mail_notice
from receiver.sites.admin.waiting import refusal
from receiver.sites.waiting import set_retry_after
from receiver.web import known_browsers
from receiver.web.client_address import client_network
from receiver.web.language import gettext as _
from receiver.web.language import ngettext
from receiver.web.pages import render
from receiver.web.parts import parts
from receiver.web.transaction import writing

CODE_CHARACTERS: Final = 40


@halfway
def factor_page(half: Halfway) -> ResponseReturnValue:
    """Ask for a code, or for a passkey."""
    return _page(half, afterwards(request.args.get("to", "")))


@halfway_form
def factor(half: Halfway) -> ResponseReturnValue:
    """Check the code that was typed."""
    typed, to = request.form.get("code", ""), afterwards(request.form.get("to", ""))
    if not typed.strip() or len(typed) > CODE_CHARACTERS:
        return _page(half, to, 400, _("Type the 6 digits that your authenticator program shows."))
    who, company_id, moment = half.administrator, half.company_id, now()
    entrant = Entrant(company_id, who, half.verifier_mark, Way.TYPED)
    subject = attempts.factor_subject(who.id)
    known = {subject} if known_browsers.known(company_id, [who.id]) else set()
    try:
        with writing(company_id) as session:
            counted = attempts.count(session, company_id, [subject], client_network(), moment, known=known)
            proof = second_factor.check(session, parts().secrets.peppers, company_id, who.id, typed, moment)
            if proof is None:
                note_guess(session, half.frame, who, Door.FACTOR, counted)
            else:
                attempts.succeed(session, company_id, [subject], client_network() if counted.network else None)
                token = start(session, entrant, Step.IN)
            if proof is Proof.RECOVERY:
                left = second_factor.own(session, company_id, who.id).recovery_left
                deed = Deed("administrators.recovery-used", details={"left": left})
                note(session, company_id, actor(who), deed, moment)
                mail_notice(session, half.frame, who.id, who.email, _("A recovery code was used to sign in."))
    except attempts.TooManyAttempts as refused:
        answer = _page(half, to, 429, refusal(refused))
        set_retry_after(answer, refused.until)
        return answer
    if proof is None:
        return _page(half, to, 401, _("That code is not right, or no longer. Wait for the next one, then type it."))
    if proof is Proof.RECOVERY:
        tell(ngettext("%(num)d recovery code is left.", "%(num)d recovery codes are left.", left), done=False)
    return entered(entrant, token, Step.IN, to)


def add_to(blueprint: Blueprint) -> None:
    """Register these pages."""
    blueprint.add_url_rule("/sign-in/factor", view_func=factor_page, methods=["GET"])
    blueprint.add_url_rule("/sign-in/factor", view_func=factor, methods=["POST"])


def _page(half: Halfway, to: str, status: int = 200, fault: str = "") -> Response:
    frame, who = half.frame, half.administrator.id
    known = site_passkeys(half.session, half.company_id, who, Site.ADMINISTRATION)
    page = render(
        "admin/factor.html",
        frame=frame,
        to=to,
        form_token=half.form_token,
        has_program=half.has_program,
        has_passkey=frame.party is not None and bool(known),
        faults={"code": fault} if fault else {},
    )
    return make_response(page, status)
