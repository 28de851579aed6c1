"""Writes mails into the outbox for the views, with what the application knows."""

from __future__ import annotations

from sqlalchemy.orm import Session

from receiver.db.unit_of_work import now
from receiver.domain.mail.outbox import Letter, post, post_try
from receiver.web.parts import parts


def sends_mail() -> bool:
    """Whether this host sends mail at all; where it does not, pages offer what works without."""
    return parts().settings.sends_mail


def post_mail(session: Session, company_id: int, letter: Letter, *, cause: str) -> str:
    """Write the letter in this transaction, once for each `cause`; gives its mail id, empty where this host sends no
    mail."""
    if not sends_mail():
        return ""
    made = parts()
    return post(session, made.secrets.peppers, company_id, letter, cause=cause, host=made.settings.host, now=now())


def try_mail(session: Session, company_id: int, letter: Letter, *, key: str) -> tuple[str, bool]:
    """The same for a letter that somebody tries out from the page with this `key`: once for all that it says. Gives its
    mail id, and whether it was written now."""
    if not sends_mail():
        return "", False
    made = parts()
    return post_try(session, made.secrets.peppers, company_id, letter, key=key, host=made.settings.host, now=now())
