"""The mails about signing in: link, code, and the notice that something was changed."""

from __future__ import annotations

import secrets

from flask import url_for
from sqlalchemy.orm import Session

from receiver.domain.mail.outbox import Letter
from receiver.sites.frame import Frame
from receiver.web import formats
from receiver.web.language import spoken
from receiver.web.mailing import post_mail
from receiver.web.parts import parts


def mail_link(session: Session, frame: Frame, user_id: str, to: str, token: str) -> None:
    """The link that the token makes."""
    _post(session, frame, "sign-in-link", user_id, to, secret={"link": _address(frame, "link_page", token)})


def mail_code(session: Session, frame: Frame, user_id: str, to: str, code: str) -> None:
    """A code to be typed, in two halves."""
    half = len(code) // 2
    _post(session, frame, "sign-in-code", user_id, to, secret={"code": f"{code[:half]}-{code[half:]}"})


def mail_notice(session: Session, frame: Frame, user_id: str, to: str, what: str) -> None:
    """What was changed about how he signs in; nothing where no address is on file."""
    if to:
        when = formats.full_moment(spoken(), frame.now)
        link = _address(frame, "forgotten_page")
        _post(session, frame, "password-changed", user_id, to, {"what": what, "when": when, "link": link})


def _post(
    session: Session,
    frame: Frame,
    kind: str,
    user_id: str,
    to: str,
    values: dict[str, str] | None = None,
    secret: dict[str, str] | None = None,
) -> None:
    named = {"company": frame.office.name, "phone": frame.office.phone, **(values or {})}
    letter = Letter(
        kind,
        to,
        values=named,
        secrets=secret or {},
        reply_to=frame.office.email,
        language=str(spoken().locale),
        user_id=user_id,
    )
    # Each is asked for anew, so each has a cause of its own.
    post_mail(session, frame.company_id, letter, cause=f"{kind}:{secrets.token_hex(12)}")


def _address(frame: Frame, page: str, token: str | None = None) -> str:
    """The whole address of a page, from the one that the host set: never from what a request says (T20)."""
    return parts().settings.public_url + url_for(f"portal.{page}", company_id=frame.company_id, token=token)
