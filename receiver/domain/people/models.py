"""Who is signed in, and who tried to."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from receiver.db.base import Base, CompanyOwned


class PortalSession(CompanyOwned, Base):
    """A customer who is signed in at one browser.

    It holds as long as the published records still say the same: this number belongs to `record_id`, and its
    verifier is the one with `verifier_mark`.
    """

    __tablename__ = "sessions"
    __table_args__ = (Index(None, "company_id", "record_id"),)

    token_hash: Mapped[bytes] = mapped_column(primary_key=True)
    """SHA-256 of the token in the browser's cookie; the token itself is kept nowhere."""
    number: Mapped[str]
    record_id: Mapped[str]
    verifier_mark: Mapped[bytes]
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]


class Attempt(CompanyOwned, Base):
    """Sign-ins that failed in a row, by subject: `record:<record id>`, `unknown:<hash>` or `address:<network>`."""

    __tablename__ = "attempts"

    subject: Mapped[str] = mapped_column(primary_key=True)
    failures: Mapped[int]
    blocked_until: Mapped[datetime | None]
    updated_at: Mapped[datetime]
