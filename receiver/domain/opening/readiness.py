"""What has to be in order before a company goes live (C11): facts, and what they mean. The words for them are the
page's and the command's."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from receiver.domain.administrators.models import SecondFactor
from receiver.domain.administrators.rights import staff_id
from receiver.domain.administrators.staff import office_staff
from receiver.domain.companies.models import Company
from receiver.domain.looks.look import look_of
from receiver.domain.looks.models import CompanyLook
from receiver.domain.mail.models import Mail, MailSender, MailState
from receiver.domain.opening.points import Point
from receiver.domain.people.first_passwords import FirstPasswords, first_passwords
from receiver.domain.people.users import Passkey, Site

TEST_MAIL: Final = "test"
"""The kind of mail that tries out whether mail works."""

PROVES_FOR: Final = timedelta(days=30)
"""How long a mail that was handed over shows that mail works."""


class Standing(StrEnum):
    """How a point stands."""

    GOOD = "good"
    OPEN = "open"
    """Better put in order first."""
    STOPS = "stops"
    """Nobody goes live like this."""


class MailStanding(StrEnum):
    """Whether mail works, as far as a test mail tells."""

    NO_SERVER = "no server"
    """This host sends no mail."""
    PAUSED = "paused"
    """The company's mails failed again and again."""
    UNTRIED = "untried"
    WAITING = "waiting"
    FAILED = "failed"
    HANDED_OVER = "handed over"


@dataclass(frozen=True, slots=True)
class MailTried:
    """The last test mail: how it stands, to whom it went, when, and what the mail server said."""

    standing: MailStanding
    to: str = ""
    at: datetime | None = None
    said: str = ""


@dataclass(frozen=True, slots=True)
class Readiness:
    """The facts of a company."""

    published: int
    good: tuple[str, ...]
    """Level-1 users whose password is good enough for a live company."""
    weak: tuple[str, ...]
    """Those who could not sign in there any more."""
    without_factor: tuple[str, ...]
    """Those of the good ones who have no second factor; nobody where everybody needs one."""
    mail: MailTried
    passwords: FirstPasswords
    privacy: str
    """Where the company says what it does with what it knows of people; empty where it does not say."""

    def standing(self, point: Point) -> Standing:
        """How a point stands."""
        match point:
            case Point.PUBLISHED:
                return Standing.GOOD if self.published else Standing.STOPS
            case Point.LEVEL_1:
                if self.weak and not self.good:
                    return Standing.STOPS
                in_order = bool(self.good) and not self.weak
            case Point.MAIL:
                in_order = self.mail.standing is MailStanding.HANDED_OVER
            case Point.PASSWORDS:
                in_order = not self.passwords.first
            case Point.PRIVACY:
                in_order = bool(self.privacy)
            case Point.FACTOR:
                in_order = bool(self.good) and not self.without_factor
        return Standing.GOOD if in_order else Standing.OPEN

    def points(self, standing: Standing) -> list[Point]:
        """The points that stand so."""
        return [point for point in Point if self.standing(point) is standing]


def readiness(session: Session, company: Company, *, sends_mail: bool, now: datetime) -> Readiness:
    """How the company stands now."""
    staff = office_staff(session, company)
    good = tuple(name for name, one in staff.items() if not one.weak)
    return Readiness(
        published=company.published,
        good=good,
        weak=tuple(name for name, one in staff.items() if one.weak),
        without_factor=() if company.second_factor else _without_factor(session, company.company_id, good),
        mail=_mail(session, company.company_id, now) if sends_mail else MailTried(MailStanding.NO_SERVER),
        passwords=first_passwords(session, company),
        privacy=_privacy(session, company.company_id),
    )


def _without_factor(session: Session, company_id: int, names: Collection[str]) -> tuple[str, ...]:
    ids = [staff_id(name) for name in names]
    confirmed = session.scalars(
        select(SecondFactor.administrator).where(
            SecondFactor.company_id == company_id,
            SecondFactor.administrator.in_(ids),
            SecondFactor.confirmed_at.is_not(None),
        )
    )
    passkeys = session.scalars(
        select(Passkey.user_id).where(
            Passkey.company_id == company_id, Passkey.user_id.in_(ids), Passkey.site == Site.ADMINISTRATION
        )
    )
    proved = {*confirmed, *passkeys}
    return tuple(name for name in names if staff_id(name) not in proved)


def _mail(session: Session, company_id: int, now: datetime) -> MailTried:
    sender = session.get(MailSender, company_id)
    if sender is not None and sender.paused_until is not None and sender.paused_until > now:
        return MailTried(MailStanding.PAUSED, at=sender.paused_until, said=sender.reason)
    last = session.scalars(
        select(Mail)
        .where(Mail.company_id == company_id, Mail.kind == TEST_MAIL, Mail.made_at > now - PROVES_FOR)
        .order_by(Mail.made_at.desc())
        .limit(1)
    ).one_or_none()
    if last is None:
        return MailTried(MailStanding.UNTRIED)
    standing = {MailState.SENT: MailStanding.HANDED_OVER, MailState.WAITING: MailStanding.WAITING}.get(
        MailState(last.state), MailStanding.FAILED
    )
    return MailTried(standing, last.recipient, last.sent_at or last.made_at, last.last_fault)


def _privacy(session: Session, company_id: int) -> str:
    body = session.scalars(select(CompanyLook.body).where(CompanyLook.company_id == company_id)).one_or_none()
    return look_of(body).privacy_link
