"""What the host does with the mails of a company: looks at them, tries one again, stops one (H1)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from receiver.domain.mail.choices import Choice, chosen
from receiver.domain.mail.models import Mail, MailState
from receiver.domain.mail.outbox import TRIED_FOR, has_marks
from receiver.domain.mail.texts.marking import N_
from receiver.domain.people.users import PortalUser


class CantHandle(Exception):
    """That can't be done with this mail; `title` and `remedy` are sentences."""

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
    return {row[0]: row[1] for row in rows}


def find_mail(session: Session, company_id: int, mail_id: str) -> Mail:
    """The mail. Raises `CantHandle` where the company has none of that id."""
    found = session.get(Mail, (company_id, mail_id))
    if found is None:
        raise CantHandle(
            f"Company {company_id} has no mail {mail_id}.", f"See: receiver mail list --company {company_id}"
        )
    return found


def can_be_tried(session: Session, mail: Mail) -> bool:
    """Whether `try_again` would do something."""
    return _obstacle(session, mail) is None


def try_again(session: Session, company_id: int, mail_id: str, now: datetime) -> Mail:
    """Let the worker try once more, for another 72 hours. Raises `CantHandle`."""
    mail = find_mail(session, company_id, mail_id)
    if (obstacle := _obstacle(session, mail)) is not None:
        raise obstacle
    if mail.claimed_until is None or mail.claimed_until <= now:
        mail.state, mail.tries, mail.next_try_at, mail.give_up_at = MailState.WAITING, 0, now, now + TRIED_FOR
    return mail


def stop_mail(session: Session, company_id: int, mail_id: str) -> Mail:
    """Do not send it. Raises `CantHandle` where it is over already."""
    mail = find_mail(session, company_id, mail_id)
    if mail.state != MailState.WAITING:
        raise CantHandle(N_("This mail does not wait any more."))
    mail.state, mail.secrets = MailState.STOPPED, b""
    return mail


def _obstacle(session: Session, mail: Mail) -> CantHandle | None:
    """Why the mail can't be tried again."""
    if mail.state == MailState.SENT:
        return CantHandle(N_("This mail was sent."), N_("Nothing is sent twice on purpose."))
    if has_marks(mail) and not mail.secrets:
        return CantHandle(
            N_("The links and codes of this mail are not kept any more."), N_("Whoever needs it can ask for a new one.")
        )
    if not _still_wanted(session, mail):
        return CantHandle(N_("Whoever gets this mail does not want mails like it any more."))
    return None


def _still_wanted(session: Session, mail: Mail) -> bool:
    """Whether a mail that somebody had asked for is one that he still wants."""
    if not mail.stop_link or mail.kind not in set(Choice):
        return True
    user = session.get(PortalUser, (mail.company_id, mail.user_id))
    return user is not None and Choice(mail.kind) in chosen(user.mails)
