"""The tables of mails."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Final

from sqlalchemy import Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from receiver.db.base import Base, CompanyOwned
from receiver.domain.mail.pressing import PRESSING


class MailState(StrEnum):
    """How far a mail is."""

    WAITING = "waiting"
    """For its (next) try."""
    SENT = "sent"
    """A mail server took it."""
    REFUSED = "refused"
    """A mail server said that it never will (5xx)."""
    GIVEN_UP = "given up"
    """Tried for 72 hours."""
    STOPPED = "stopped"
    """Somebody stopped it before it was sent."""


_DUE: Final = text("state = 'waiting'")
_FIRST: Final = text(f"state = 'waiting' AND kind IN ({', '.join(map(repr, PRESSING))})")


class Mail(CompanyOwned, Base):
    """A mail, written in the transaction of what caused it."""

    __tablename__ = "mails"
    __table_args__ = (
        UniqueConstraint("company_id", "cause"),
        Index("ix_mails_due", "company_id", "next_try_at", sqlite_where=_DUE, postgresql_where=_DUE),
        Index("ix_mails_pressing", "company_id", "next_try_at", sqlite_where=_FIRST, postgresql_where=_FIRST),
        Index("ix_mails_listed", "company_id", "made_at", "mail_id"),
        Index("ix_mails_of_state", "company_id", "state", "made_at", "mail_id"),
        Index("ix_mails_found", "company_id", "recipient", "user_id", "mail_id"),
        Index(None, "company_id", "sent_at"),
    )

    mail_id: Mapped[str] = mapped_column(primary_key=True)
    """Random."""
    cause: Mapped[str]
    """What it was written for, in words for programs, e.g. `request:12`: the same cause makes one mail."""
    kind: Mapped[str]
    """Which of the texts it is (`receiver.domain.mail.kinds`)."""
    language: Mapped[str]
    user_id: Mapped[str] = mapped_column(default="")
    """The portal user it is for; empty for one to the office or the host."""
    recipient: Mapped[str]
    """One address."""
    reply_to: Mapped[str] = mapped_column(default="")
    subject: Mapped[str]
    text: Mapped[str]
    """Plain text. Where a secret belongs stands its mark (`outbox.mark`)."""
    secrets: Mapped[bytes] = mapped_column(default=b"")
    """msgpack of `Sealed`: what goes in the place of the marks; emptied once the mail needs no more tries."""
    stop_link: Mapped[str] = mapped_column(default="")
    """Where one click stops mails like this (List-Unsubscribe); empty for those that nobody can stop."""
    message_id: Mapped[str]
    """The same in every try."""
    state: Mapped[str] = mapped_column(default=MailState.WAITING)
    tries: Mapped[int] = mapped_column(default=0)
    made_at: Mapped[datetime]
    next_try_at: Mapped[datetime]
    give_up_at: Mapped[datetime]
    """After that it is not tried again."""
    claimed_until: Mapped[datetime | None]
    """Until when a worker is sending it."""
    last_fault: Mapped[str] = mapped_column(default="")
    """What the mail server said last, without secrets."""
    sent_at: Mapped[datetime | None]


class MailText(CompanyOwned, Base):
    """A text that a company wrote in place of ours."""

    __tablename__ = "mail_texts"

    kind: Mapped[str] = mapped_column(primary_key=True)
    language: Mapped[str] = mapped_column(primary_key=True)
    subject: Mapped[str]
    text: Mapped[str]
    changed_at: Mapped[datetime]
    changed_by: Mapped[str]


class MailSender(CompanyOwned, Base):
    """How a company's mails fare, so that one company's trouble stops nobody else's (quarantine)."""

    __tablename__ = "mail_senders"

    failures: Mapped[int] = mapped_column(default=0)
    """In a row."""
    paused_until: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(default="")
    """Why it is paused, or was last."""
    compared: Mapped[int] = mapped_column(default=0)
    """The snapshot up to which customers were told of visits that moved (B15); 0 before the first."""
    told: Mapped[int] = mapped_column(default=0)
    """`Counter.moved` up to which customers were told of answers (B15)."""
    silent_since: Mapped[datetime | None]
    """Of which silence of the office was told; None once it was heard of again."""
    reminded: Mapped[str] = mapped_column(default="")
    """For which day, and by which snapshot, customers were reminded of visits (B15), e.g. `2026-11-27 218`."""
