"""Takes due mails from the outbox, one at a time, and writes down what became of them (H1).

The table is the truth: whoever sends claims a mail by an update that only one can make, and a claim that nobody
settles ends by itself. Two rules keep one company's trouble from everybody else: a company whose mails fail again and
again pauses alone, and nobody sends more in an hour than a person would believe. What presses goes first.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, cast

from sqlalchemy import CursorResult, and_, bindparam, func, literal, or_, select, update
from sqlalchemy.orm import Session
from sqlalchemy.sql import ColumnElement

from receiver.domain.mail.models import Mail, MailSender, MailState
from receiver.domain.mail.outcomes import Outcome, Result, pause
from receiver.domain.mail.pressing import ALARMS, PRESSING
from receiver.domain.mail.senders import sender_of

CLAIMED: Final = timedelta(minutes=5)
"""Longer than a mail server can take in all (`receiver.jobs.smtp.SECONDS` a step)."""

HOUR: Final = timedelta(hours=1)
COMPANY_HOURLY: Final = 5_000
RECIPIENT_HOURLY: Final = 100
"""Mails. An office gets one for each request of its customers."""

LATER: Final = timedelta(minutes=5)
"""Whoever has got enough is looked at again."""

PATIENCE: Final = 5
"""So many failures in a row pause a company."""

LONGEST_PAUSE: Final = timedelta(hours=1)
_WAITING: Final = Mail.state == literal(MailState.WAITING.value, literal_execute=True)
"""Literally so, else the index is not used."""

_PRESSING: Final = Mail.kind.in_(bindparam("pressing", PRESSING, expanding=True, literal_execute=True))
"""Literally so, too."""


@dataclass(frozen=True, slots=True)
class Paused:
    """A company whose mails pause from now on."""

    until: datetime
    reason: str


def due_companies(session: Session, now: datetime) -> list[int]:
    """The companies with mails to send; for the worker, in `UnitOfWork.surveying`."""
    rows = session.scalars(
        select(Mail.company_id)
        .outerjoin(MailSender, MailSender.company_id == Mail.company_id)
        .where(_due(now), _heard(now))
        .distinct()
    )
    return sorted(rows)


def late_mails(session: Session, now: datetime) -> int:
    """How many mails should have been tried a while ago; across companies."""
    return session.scalars(
        select(func.count())
        .select_from(Mail)
        .outerjoin(MailSender, MailSender.company_id == Mail.company_id)
        .where(_due(now - LATER), _heard(now))
    ).one()


def paused_companies(session: Session, now: datetime) -> list[MailSender]:
    """The companies whose mails pause; across companies."""
    found = select(MailSender).where(MailSender.paused_until > now).order_by(MailSender.company_id)
    return list(session.scalars(found))


def claim(session: Session, company_id: int, now: datetime) -> Mail | None:
    """Take a mail of the company for `CLAIMED`: one that presses, else the one that waits longest; None where there is
    nothing to do."""
    mail = _claimed(session, company_id, now, _PRESSING)
    if mail is None and _sent(session, company_id, now) >= COMPANY_HOURLY:
        sender = sender_of(session, company_id)
        sender.paused_until = max(sender.paused_until or now, now + LATER)
        return None
    return mail or _claimed(session, company_id, now)


def _claimed(session: Session, company_id: int, now: datetime, *only: ColumnElement[bool]) -> Mail | None:
    while True:
        mail = session.scalars(
            select(Mail)
            .outerjoin(MailSender, MailSender.company_id == Mail.company_id)
            .where(Mail.company_id == company_id, _due(now), _heard(now), *only)
            .order_by(Mail.next_try_at)
            .limit(1)
        ).one_or_none()
        if mail is None:
            return None
        # What presses waits for nothing but its like: an office that got a hundred requests still signs in.
        like = _PRESSING if mail.kind in PRESSING else Mail.kind.not_in(PRESSING)
        if _sent(session, company_id, now, Mail.recipient == mail.recipient, like) >= RECIPIENT_HOURLY:
            _put_off(session, mail, now, like)
        elif _taken(session, mail, now):
            session.refresh(mail)
            return mail


def _put_off(session: Session, mail: Mail, now: datetime, like: ColumnElement[bool]) -> None:
    """Let all that waits for this recipient wait on: one by one, a thousand mails would take a second."""
    session.execute(
        update(Mail)
        .where(Mail.company_id == mail.company_id, Mail.recipient == mail.recipient, _due(now), like)
        .values(next_try_at=now + LATER)
        .execution_options(synchronize_session=False)
    )
    session.expire_all()


def settle(session: Session, company_id: int, mail_id: str, result: Result, now: datetime) -> Paused | None:
    """Write down how the try ended; gives the pause of the company where this failure was one too many."""
    mail = session.get(Mail, (company_id, mail_id))
    if mail is None:
        return None
    mail.claimed_until = None
    mail.last_fault = result.said
    if result.outcome is Outcome.SENT:
        mail.state, mail.sent_at = MailState.SENT, now
    elif mail.state == MailState.WAITING:
        mail.next_try_at = now + pause(mail.tries)
        if result.outcome in (Outcome.REFUSED, Outcome.UNWRITTEN):
            mail.state = MailState.REFUSED
        elif mail.next_try_at > mail.give_up_at:
            mail.state = MailState.GIVEN_UP
    if mail.state != MailState.WAITING:
        mail.secrets = b""
    if result.of_recipient or mail.kind in ALARMS:
        return None
    return _judged(sender_of(session, company_id), result, now)


def put_back(session: Session, company_id: int, mail_id: str, said: str, now: datetime) -> None:
    """Give a claimed mail back untried: the mail server is away, which is no fault of the mail or its company."""
    mail = session.get(Mail, (company_id, mail_id))
    if mail is None:
        return
    mail.claimed_until, mail.last_fault, mail.tries = None, said, max(mail.tries - 1, 0)
    if mail.state == MailState.WAITING and now > mail.give_up_at:
        mail.state, mail.secrets = MailState.GIVEN_UP, b""


def release_claims(session: Session) -> int:
    """Make every claimed mail due again, in `UnitOfWork.every_company`: of a worker that was killed. Only for one that
    works alone."""
    freed = session.execute(update(Mail).where(_WAITING, Mail.claimed_until.is_not(None)).values(claimed_until=None))
    return cast("CursorResult[Any]", freed).rowcount


def _judged(sender: MailSender, result: Result, now: datetime) -> Paused | None:
    if result.outcome is Outcome.SENT:
        sender.failures, sender.paused_until, sender.reason = 0, None, ""
        return None
    sender.failures += 1
    if sender.failures < PATIENCE:
        return None
    minutes = timedelta(minutes=1) * 2 ** min(sender.failures - PATIENCE, 10)
    sender.paused_until = now + min(minutes, LONGEST_PAUSE)
    sender.reason = result.said
    return Paused(sender.paused_until, result.said) if sender.failures == PATIENCE else None


def _taken(session: Session, mail: Mail, now: datetime) -> bool:
    """Whether the claim was ours: others may have read the same row."""
    taken = session.execute(
        update(Mail)
        .where(Mail.company_id == mail.company_id, Mail.mail_id == mail.mail_id, _due(now))
        .values(claimed_until=now + CLAIMED, tries=Mail.tries + 1)
        .execution_options(synchronize_session=False)
    )
    return cast("CursorResult[Any]", taken).rowcount == 1


def _sent(session: Session, company_id: int, now: datetime, *more: ColumnElement[bool]) -> int:
    """How many mails of the company left within the last hour."""
    return session.scalars(
        select(func.count()).where(Mail.company_id == company_id, Mail.sent_at > now - HOUR, *more)
    ).one()


def _due(now: datetime) -> ColumnElement[bool]:
    """What waits for a try and is in nobody's hands."""
    return and_(_WAITING, Mail.next_try_at <= now, or_(Mail.claimed_until.is_(None), Mail.claimed_until <= now))


def _heard(now: datetime) -> ColumnElement[bool]:
    """What no pause of its company holds up: alarms, and what presses where only so many mails were sent."""
    many = MailSender.failures < PATIENCE
    return or_(
        MailSender.paused_until.is_(None),
        MailSender.paused_until <= now,
        Mail.kind.in_(ALARMS),
        and_(many, Mail.kind.in_(PRESSING)),
    )
