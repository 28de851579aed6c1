"""The link with which somebody sets his password (C4, C7, C8): looking at it does nothing, so that mail scanners don't
use it up; the password that is sent with it counts, and the link is over."""

from __future__ import annotations

from dataclasses import dataclass, replace

from flask import Blueprint, Response, flash, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from receiver.db.unit_of_work import now
from receiver.domain.people.candidates import Candidate, candidates_of
from receiver.domain.people.models import Way
from receiver.domain.people.own_password import Chosen, choose
from receiver.domain.people.setting import setting_user
from receiver.domain.people.sign_in import account_of
from receiver.domain.people.users import PortalUser
from receiver.domain.people.verifiers import make_chosen
from receiver.sites.frame import Frame, open_frame
from receiver.sites.portal.entering import entered
from receiver.sites.portal.noting import CHOSEN_BY_OFFICE_LINK, note_own
from receiver.sites.portal.own_words import Known, known_by, least_characters, password_fault
from receiver.sites.portal.sign_in_mails import mail_notice
from receiver.web import access
from receiver.web.language import gettext as _
from receiver.web.pages import render
from receiver.web.parts import parts
from receiver.web.throttle import start_session
from receiver.web.transaction import writing
from shared.weak_passwords import MINIMUM_CHARACTERS


@dataclass(frozen=True, slots=True)
class _Opened:
    """A link that is good, and whose password it sets."""

    user: Candidate
    known: Known
    administers: bool
    """Whether he signs in to the administration site too."""
    least: int
    """How long his password has to be."""


@access.anybody
def set_password_page(company_id: int, token: str) -> ResponseReturnValue:
    """Ask for the password."""
    frame, opened = _opened(company_id, token)
    return _form(frame, opened) if opened else _over(frame)


@access.anybody
def set_password(company_id: int, token: str) -> ResponseReturnValue:
    """Let it count, once, and sign in who has an account to look at."""
    frame, opened = _opened(company_id, token)
    if opened is None:
        return _over(frame)
    password = request.form.get("password", "")
    fault = password_fault(password, opened.known, opened.least)
    if fault:
        return _form(frame, opened, 400, fault)
    user = opened.user
    verifier = make_chosen(parts().secrets.peppers, company_id, user.user_id, password)
    with writing(company_id) as session:
        # Another tab may have used the link up, in the time that hashing took.
        if setting_user(session, company_id, token, now()) != user.user_id:
            return _over(frame)
        choose(session, company_id, Chosen(user.user_id, verifier, user.reset), now())
        note_own(session, company_id, user.user_id, user.own_number, CHOSEN_BY_OFFICE_LINK)
        mail_notice(session, frame, user.user_id, opened.known.address, _("Your password was set."))
        account = replace(account_of(user), verifier_mark=verifier.mark, weak=False)
        started = start_session(session, company_id, account, None, Way.TYPED) if user.active else ""
    if started:
        answer = entered(frame, account, started, "home")
        flash(_("Your password is set. Please sign in with it from now on."))
        return answer
    flash(_("Your password is set. You can sign in with it now."))
    door = "admin.sign_in_page" if opened.administers else "portal.sign_in_page"
    return redirect(url_for(door, company_id=company_id), 303)


def add_to(blueprint: Blueprint) -> None:
    """Register these pages."""
    blueprint.add_url_rule("/sign-in/password/<token>", view_func=set_password_page, methods=["GET"])
    blueprint.add_url_rule("/sign-in/password/<token>", view_func=set_password, methods=["POST"])


def _opened(company_id: int, token: str) -> tuple[Frame, _Opened | None]:
    """Whose password the link sets; nobody's where it is over, and where he was deactivated or has left since."""
    with parts().work.reading(company_id) as session:
        frame = open_frame(session.connection(), company_id)
        user_id = setting_user(session, company_id, token, now())
        held = session.get(PortalUser, (company_id, user_id)) if user_id else None
        if not user_id or (held is not None and held.deactivated_at is not None):
            return frame, None
        found = candidates_of(session, company_id, frame.company.published, [], [user_id])
        if not found:
            return frame, None
        least = least_characters(session, company_id, user_id)
        administers = held is not None and bool(held.administers)
        return frame, _Opened(found[0], known_by(session, frame, found[0]), administers, least)


def _form(frame: Frame, opened: _Opened, status: int = 200, fault: str = "") -> Response:
    user = opened.user
    page = render(
        "portal/set_password.html",
        frame=frame,
        address=request.path,
        name=user.name,
        sign_in=user.own_number or user.login_id or user.email,
        least=opened.least or MINIMUM_CHARACTERS,
        fault=fault,
    )
    return make_response(page, status)


def _over(frame: Frame) -> Response:
    return make_response(render("portal/set_password_over.html", frame=frame), 410)
