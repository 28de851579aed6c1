"""The tables of what customers ask for."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy import Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from receiver.db.base import Base, CompanyOwned

MESSAGE: Final = "message"
"""The kind that is answered with a reply."""

UNANSWERED: Final = ("sent", "seen")
"""The states in which the office has to answer."""

UNDONE: Final = (*UNANSWERED, "accepted")
"""The states in which the customer still waits for something."""

_ACCEPTED: Final = text("state = 'accepted'")


class Counter(CompanyOwned, Base):
    """The company's counters for what goes home. They are raised in the transaction that writes the row they are for,
    in `Lane.VISITORS`, where one transaction of the company follows the other: so whoever has read up to a number of
    `moved` has missed nothing below it."""

    __tablename__ = "counters"

    moved: Mapped[int] = mapped_column(default=0)
    """Raised with every change that the office has to learn of."""
    requests: Mapped[int] = mapped_column(default=0)
    """The last number given to a request."""
    settled: Mapped[int] = mapped_column(default=0)
    """The published snapshot up to which the office's resets have ended what customers chose."""
    settled_staff: Mapped[int] = mapped_column(default=0)
    """The newest snapshot up to which nothing is left of level-1 users who went."""


class CustomerRequest(CompanyOwned, Base):
    """Something a customer asked for (`shared.outbound.Asked`), and how far it is."""

    __tablename__ = "requests"
    __table_args__ = (
        UniqueConstraint("company_id", "form_key"),
        UniqueConstraint("company_id", "moved"),
        Index(None, "company_id", "record_id"),
        Index("ix_requests_accepted", "company_id", "number", sqlite_where=_ACCEPTED, postgresql_where=_ACCEPTED),
    )

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    """Counts within the company; what people call it by."""
    form_key: Mapped[str]
    """Drawn with the form that was sent: the same form makes one request, however often it is sent."""
    record_id: Mapped[str]
    """The account it is about."""
    customer_number: Mapped[str]
    """At that time."""
    customer_name: Mapped[str]
    """At that time."""
    user_id: Mapped[str]
    """Who asked."""
    user_name: Mapped[str]
    user_email: Mapped[str]
    kind: Mapped[str]
    """`shared.outbound.Kind`."""
    state: Mapped[str]
    """`shared.outbound.State`."""
    body: Mapped[bytes]
    """JSON of `shared.outbound.Wish`."""
    snapshot: Mapped[int]
    """What was published when the customer looked at it."""
    made_at: Mapped[datetime]
    seen_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[str] = mapped_column(default="")
    """Who accepted or declined at the office."""
    reason: Mapped[str] = mapped_column(default="")
    """Why it was declined, for the customer."""
    answered: Mapped[int] = mapped_column(default=0)
    """The newest snapshot when it was accepted: a later one can show it."""
    done_at: Mapped[datetime | None]
    """When a snapshot showed it."""
    claimed_by: Mapped[str] = mapped_column(default="")
    """The `device_id` of the office computer that is answering it just now."""
    claimed_user: Mapped[str] = mapped_column(default="")
    """Who sits there."""
    claimed_until: Mapped[datetime | None]
    moved: Mapped[int]
    """`Counter.moved` at its last change: a number of its own for each change (`counters.raised`)."""


class Reply(CompanyOwned, Base):
    """What the office wrote back to a request or message."""

    __tablename__ = "replies"
    __table_args__ = (UniqueConstraint("company_id", "key"),)

    request: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    key: Mapped[str]
    """Drawn at the office: the same reply arrives once, however often it is sent."""
    by: Mapped[str]
    text: Mapped[str]
    made_at: Mapped[datetime]
    read_at: Mapped[datetime | None]
    """When the customer first saw it."""


class GivenAnswer(CompanyOwned, Base):
    """An answer of the office that had an effect: when it arrives once more, it has none."""

    __tablename__ = "answers"

    key: Mapped[str] = mapped_column(primary_key=True)
    """Drawn at the office."""
    request: Mapped[int]
    digest: Mapped[bytes]
    """SHA-256 of the whole answer, so that one key never stands for two."""
    device_id: Mapped[str]
    """The office computer that it came from."""
    made_at: Mapped[datetime]


class Photo(CompanyOwned, Base):
    """A photo that a customer sent along; the picture lies in the file store."""

    __tablename__ = "photos"
    __table_args__ = (Index(None, "company_id", "request"),)

    photo_id: Mapped[str] = mapped_column(primary_key=True)
    """Random; also its name in the file store."""
    request: Mapped[int]
    position: Mapped[int]
    """Its place in `Wish.photos`, from 0."""
    name: Mapped[str]
    """As the customer called the file, cleaned."""
    width: Mapped[int]
    height: Mapped[int]
    bytes: Mapped[int]
    made_at: Mapped[datetime]
