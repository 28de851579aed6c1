"""Whether the mails of a company go out, and what can be done where they do not (H1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from sqlalchemy import func, literal, select, update
from sqlalchemy.orm import Session

from receiver.domain.mail.kinds import TO_THE_HOST
from receiver.domain.mail.models import Mail, MailSender, MailState
from receiver.domain.mail.senders import sender_of
from receiver.domain.mail.sending import LATER, PATIENCE

_WAITING: Final = Mail.state == literal(MailState.WAITING.value, literal_execute=True)
"""Literally so, else the index is not used."""


class Sort(StrEnum):
    """What holds the mails up."""

    FAILING = "failing"
    """The last ones failed, so all pause."""
    MANY = "many"
    """More were sent within an hour than a company may."""
    LATE = "late"
    """They should have been tried a while ago: nobody works on them, or the mail server is away."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why mails wait."""

    sort: Sort
    moment: datetime
    """Until when they pause; of late ones, since when the oldest waits."""
    said: str = ""
    """What the mail server said, in its own words; nothing where it was about a mail to the host, whose address it may
    quote."""


def trouble_of(session: Session, company_id: int, now: datetime) -> Trouble | None:
    """What holds up the company's mails just now; None where nothing does, or nothing waits."""
    sender = session.get(MailSender, company_id)
    if sender is not None and sender.paused_until is not None and sender.paused_until > now:
        failing = sender.failures >= PATIENCE
        return Trouble(Sort.FAILING if failing else Sort.MANY, sender.paused_until, sender.reason if failing else "")
    oldest = session.execute(
        select(Mail.next_try_at, Mail.last_fault, Mail.kind)
        .where(Mail.company_id == company_id, _WAITING, Mail.next_try_at < now - LATER)
        .order_by(Mail.next_try_at)
        .limit(1)
    ).one_or_none()
    if oldest is None:
        return None
    return Trouble(Sort.LATE, oldest.next_try_at, "" if oldest.kind in TO_THE_HOST else oldest.last_fault)


def try_now(session: Session, company_id: int, now: datetime) -> int:
    """End the pause, and make due what was tried before and waits for its next try; gives how many mails wait.

    The failures stay counted: where the next mail fails too, the company pauses again at once.
    """
    sender_of(session, company_id).paused_until = None
    session.execute(
        update(Mail)
        .where(Mail.company_id == company_id, _WAITING, Mail.tries > 0, Mail.claimed_until.is_(None))
        .where(Mail.next_try_at > now)
        .values(next_try_at=now)
        .execution_options(synchronize_session=False)
    )
    return session.scalars(select(func.count()).where(Mail.company_id == company_id, _WAITING)).one()
