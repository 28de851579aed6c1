"""The table of the audit log."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Final

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from receiver.db.base import Base, CompanyOwned

_KEYED: Final = text("key <> ''")


class Side(StrEnum):
    """Where something was done."""

    ADMINISTRATION = "administration"
    """At the administration site."""
    OFFICE = "office"
    """At the office, in the agent, which told us afterwards."""
    HOST = "host"
    """On the receiver's command line."""
    PORTAL = "portal"
    """By a user of the portal."""
    RECEIVER = "receiver"
    """By the receiver itself."""


class AuditEntry(CompanyOwned, Base):
    """Something that was done. The database refuses to change or remove a row; `chain` shows where somebody did it all
    the same."""

    __tablename__ = "audit"
    __table_args__ = (
        Index(None, "company_id", "at"),
        Index(None, "company_id", "about"),
        Index("uq_audit_key", "company_id", "key", unique=True, sqlite_where=_KEYED, postgresql_where=_KEYED),
    )

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    """When it was done."""
    noted_at: Mapped[datetime]
    """When we learned of it: later than `at` for what was done at the office."""
    side: Mapped[str]
    """`Side` as a word."""
    actor: Mapped[str]
    """Who did it, by id; empty where nobody in person did."""
    actor_name: Mapped[str]
    """What he is called; never the name of a customer, who may have to be forgotten."""
    action: Mapped[str]
    """What was done: a word of `receiver.domain.audit.words`."""
    about: Mapped[str] = mapped_column(default="")
    """The user it was done to, by `PortalUser.user_id`; empty where it was nobody."""
    details: Mapped[bytes]
    """JSON, what the action's sentence needs: numbers and words, never passwords nor what customers wrote."""
    address: Mapped[str] = mapped_column(default="")
    """The network it was done from."""
    key: Mapped[str] = mapped_column(default="")
    """Told by the office, so that the same thing is noted once; empty for our own."""
    chain: Mapped[bytes]
    """BLAKE2b-256 of the entry before and this one."""


class AuditHead(CompanyOwned, Base):
    """The last entry of a company: who adds one takes his turn here."""

    __tablename__ = "audit_heads"

    number: Mapped[int] = mapped_column(default=0)
    chain: Mapped[bytes] = mapped_column(default=b"")
