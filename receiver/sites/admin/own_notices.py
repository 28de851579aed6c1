"""Tells an administrator by mail what was changed about how he signs in, so that he learns of what he did not do."""

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

KIND = "administrator-changed"


def mail_notice(session: Session, frame: Frame, administrator: str, to: str, what: str) -> None:
    """Post it in this transaction; nothing where no address of him is known. `what` is a whole sentence."""
    if not to:
        return
    values = {
        "company": frame.office.name,
        "phone": frame.office.phone,
        "what": what,
        "when": formats.full_moment(spoken(), frame.now),
        "link": parts().settings.public_url + url_for("admin.sign_in_page", company_id=frame.company_id),
    }
    letter = Letter(KIND, to, values=values, language=str(spoken().locale), user_id=administrator)
    post_mail(session, frame.company_id, letter, cause=f"{KIND}:{secrets.token_hex(12)}")
