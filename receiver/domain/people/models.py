"""Who is signed in, and who tried to."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from receiver.db.base import Base, CompanyOwned


class Way(StrEnum):
    """How a user proved who he is."""

    TYPED = "typed"
    """With the password."""
    LINK = "link"
    """By a link that was mailed to the address on file."""
    PASSKEY = "passkey"


class PortalSession(CompanyOwned, Base):
    """A portal user who is signed in at one browser, and the account he looks at.

    It holds as long as what is published and what the portal knows still say the same: the account's number belongs to
    `record_id`, the user may see it, and the user's own verifier is the one with `verifier_mark`.
    """

    __tablename__ = "sessions"
    __table_args__ = (Index(None, "company_id", "record_id"), Index(None, "company_id", "user_id"))

    token_hash: Mapped[bytes] = mapped_column(primary_key=True)
    """SHA-256 of the token in the browser's cookie; the token itself is kept nowhere."""
    user_id: Mapped[str]
    """Who signed in (`PortalUser.user_id`)."""
    own_number: Mapped[str]
    """The customer number whose published password is his; empty for an extra person."""
    number: Mapped[str]
    """Of the account that he looks at."""
    record_id: Mapped[str]
    verifier_mark: Mapped[bytes]
    """Of his own password; empty where he has none and came by a mailed link."""
    browser: Mapped[str] = mapped_column(default="")
    """What the browser calls itself, in a few words, for his list of sessions."""
    way: Mapped[str] = mapped_column(default=Way.TYPED)
    """How he proved who he is: `Way` as a word."""
    viewer: Mapped[str] = mapped_column(default="")
    """The administrator who looks at the portal as this customer (C4): he changes nothing. Empty for the customer."""
    viewer_session: Mapped[bytes] = mapped_column(default=b"")
    """`AdministratorSession.token_hash` of that administrator."""
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]


class Attempt(CompanyOwned, Base):
    """Sign-ins that failed in a row, by subject: a user id, `unknown:<hash>` or `address:<network>`."""

    __tablename__ = "attempts"

    subject: Mapped[str] = mapped_column(primary_key=True)
    failures: Mapped[int]
    blocked_until: Mapped[datetime | None]
    updated_at: Mapped[datetime]
