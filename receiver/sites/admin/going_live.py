"""Go live (C11): what has to be in order first, with its remedy beside it, and the step from trial to live and back."""

from __future__ import annotations

from flask import Blueprint, Response, abort, redirect, request
from flask.typing import ResponseReturnValue

from receiver.db.unit_of_work import now
from receiver.domain.administrators.rights import Right
from receiver.domain.audit.trail import Deed, note
from receiver.domain.mail.addresses import LONGEST, one_address
from receiver.domain.mail.outbox import Letter
from receiver.domain.opening.readiness import TEST_MAIL, Standing, readiness
from receiver.domain.opening.stepping import CantGoLive, HostClosed, StillOpen, back_to_trial
from receiver.domain.opening.stepping import go_live as step
from receiver.domain.tokens import may_be_token, new_token
from receiver.sites.admin.desk import Desk
from receiver.sites.admin.guard import administrator, administrator_form, proved
from receiver.sites.admin.notices import tell
from receiver.sites.admin.page import shown
from receiver.sites.admin.points import rows_of
from receiver.web import mailing
from receiver.web.language import gettext as _
from receiver.web.language import ngettext, spoken
from receiver.web.mailing import sends_mail
from receiver.web.parts import parts
from receiver.web.transaction import writing


@administrator(Right.SETTINGS)
def go_live(desk: Desk) -> ResponseReturnValue:
    """How everything stands, and the button."""
    return _page(desk)


@administrator_form(Right.SETTINGS)
@proved
def go_live_now(desk: Desk) -> ResponseReturnValue:
    """Take the step; what is open has to be ticked as known."""
    known = request.form.get("known") == "yes"
    try:
        done = step(parts().work, desk.company_id, desk.actor, sends_mail=sends_mail(), known=known)
    except StillOpen:
        return _page(desk, {"known": _("Please tick this first, or put in order what is open.")}, 400)
    except (CantGoLive, HostClosed):
        # The page says why, beside the point that stops it.
        return _page(desk, status=409)
    tell(_("The portal is live.") if done.changed else _("The portal was live already."), done=done.changed)
    if done.signed_out:
        words = ngettext(
            "%(num)d sign-in with a first password has ended.",
            "%(num)d sign-ins with first passwords have ended.",
            done.signed_out,
        )
        tell(words)
    return _back(desk)


@administrator_form(Right.SETTINGS)
@proved
def go_back_to_trial(desk: Desk) -> ResponseReturnValue:
    """Let weak and shared passwords work again. So they do for level-1 users, and only such a one says so."""
    if not desk.administrator.chief:
        abort(403)
    if back_to_trial(parts().work, desk.company_id, desk.actor):
        tell(_("The portal is in trial again."))
    return _back(desk)


@administrator_form(Right.SETTINGS)
def try_mail(desk: Desk) -> ResponseReturnValue:
    """Send a test mail; a second click on the same page sends no second one."""
    typed, key = request.form.get("to", ""), request.form.get("key", "")
    address = one_address(typed)
    if not address:
        return _page(desk, {"to": _("This is no e-mail address.")}, 400, to=typed[:LONGEST])
    if not sends_mail() or not may_be_token(key):
        return _page(desk, status=409)
    moment = now()
    letter = Letter(TEST_MAIL, address, {"company": desk.frame.office.name}, language=str(spoken().locale))
    with writing(desk.company_id) as session:
        _mail_id, new = mailing.try_mail(session, desk.company_id, letter, key=key)
        if new:
            note(session, desk.company_id, desk.actor, Deed("opening.mail-tried"), moment)
    tell(_("A test mail to %(to)s is on its way. Look again in a moment.", to=address))
    return _back(desk)


def add_to(blueprint: Blueprint) -> None:
    """Register these pages."""
    blueprint.add_url_rule("/settings/go-live", view_func=go_live, methods=["GET"])
    blueprint.add_url_rule("/settings/go-live", view_func=go_live_now, methods=["POST"])
    blueprint.add_url_rule("/settings/go-live/trial", view_func=go_back_to_trial, methods=["POST"])
    blueprint.add_url_rule("/settings/go-live/mail", view_func=try_mail, methods=["POST"])


def _page(desk: Desk, faults: dict[str, str] | None = None, status: int = 200, to: str | None = None) -> Response:
    found = readiness(desk.session, desk.company, sends_mail=sends_mail(), now=now())
    return shown(
        desk,
        "admin/go_live.html",
        "settings",
        status,
        found=found,
        rows=rows_of(desk, found),
        stops=bool(found.points(Standing.STOPS)),
        open=len(found.points(Standing.OPEN)),
        faults=faults or {},
        key=new_token(),
        to=desk.administrator.email if to is None else to,
        longest=LONGEST,
    )


def _back(desk: Desk) -> ResponseReturnValue:
    return redirect(desk.address("go_live"), 303)
