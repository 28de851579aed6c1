"""What the host does with the mails of a company: looks at them, tries one again, stops one (H1)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from receiver.domain.mail.models import Mail, MailState
from receiver.domain.mail.outbox import TRIED_FOR, has_marks


class CantHandle(Exception):
    """That can't be done with this mail; `title` and `remedy` are sentences for the host."""

    def __init__(self, title: str, remedy: str = "") -> None:
        super().__init__(title)
        self.title = title
        self.remedy = remedy


def mails_of(session: Session, company_id: int, *, state: str = "", to: str = "", most: int = 50) -> Sequence[Mail]:
    """The newest mails of the company, those in that state and to that address where they are named."""
    wanted = select(Mail).where(Mail.company_id == company_id)
    if state:
        wanted = wanted.where(Mail.state == state)
    if to:
        wanted = wanted.where(func.lower(Mail.recipient) == to.lower())
    return session.scalars(wanted.order_by(Mail.made_at.desc(), Mail.mail_id).limit(most)).all()


def counted(session: Session, company_id: int) -> dict[str, int]:
    """How many mails of the company are in each state."""
    rows = session.execute(select(Mail.state, func.count()).where(Mail.company_id == company_id).group_by(Mail.state))
    return dict(rows.tuples().all())


def find_mail(session: Session, company_id: int, mail_id: str) -> Mail:
    """The mail. Raises `CantHandle` where the company has none of that id."""
    found = session.get(Mail, (company_id, mail_id))
    if found is None:
        raise CantHandle(
            f"Company {company_id} has no mail {mail_id}.", f"See: receiver mail list --company {company_id}"
        )
    return found


def try_again(session: Session, company_id: int, mail_id: str, now: datetime) -> Mail:
    """Let the worker try once more, for another 72 hours. Raises `CantHandle`."""
    mail = find_mail(session, company_id, mail_id)
    if mail.state == MailState.SENT:
        raise CantHandle("This mail was sent.", "Nothing is sent twice on purpose.")
    if has_marks(mail) and not mail.secrets:
        raise CantHandle(
            "The links and codes of this mail are not kept any more.", "Whoever needs it can ask for a new one."
        )
    if mail.claimed_until is None or mail.claimed_until <= now:
        mail.state, mail.tries, mail.next_try_at, mail.give_up_at = MailState.WAITING, 0, now, now + TRIED_FOR
    return mail


def stop_mail(session: Session, company_id: int, mail_id: str) -> Mail:
    """Do not send it. Raises `CantHandle` where it is over already."""
    mail = find_mail(session, company_id, mail_id)
    if mail.state != MailState.WAITING:
        raise CantHandle(f"This mail does not wait any more: it is {mail.state}.")
    mail.state, mail.secrets = MailState.STOPPED, b""
    return mail
