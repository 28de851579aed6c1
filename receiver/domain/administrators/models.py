"""The tables of administrators: their sessions, and what they prove themselves with besides the password."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, Index
from sqlalchemy.orm import Mapped, mapped_column

from receiver.db.base import Base, CompanyOwned


class Step(StrEnum):
    """How far a sign-in has come."""

    FACTOR = "factor"
    """The password was right; the second factor is still to come. Nothing but that can be seen."""
    IN = "in"


class AdministratorSession(CompanyOwned, Base):
    """An administrator who is signed in at one browser.

    It holds as long as the newest upload, or the portal's own users, still say that he is one, and that his password is
    the one with `verifier_mark`.
    """

    __tablename__ = "administrator_sessions"
    __table_args__ = (Index(None, "company_id", "administrator"),)

    token_hash: Mapped[bytes] = mapped_column(primary_key=True)
    """SHA-256 of the token in the browser's cookie; the token itself is kept nowhere."""
    administrator: Mapped[str]
    """`staff:<user name>` for a level-1 user of the office, `person:<random>` for a portal user who administers."""
    verifier_mark: Mapped[bytes]
    step: Mapped[str] = mapped_column(default=Step.IN)
    way: Mapped[str]
    """`Way` as a word."""
    browser: Mapped[str] = mapped_column(default="")
    """What the browser calls itself, in a few words."""
    address: Mapped[str] = mapped_column(default="")
    """The network that the sign-in came from."""
    created_at: Mapped[datetime]
    proved_at: Mapped[datetime]
    """When he last proved who he is: dangerous things want that to be fresh."""
    seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]


class SecondFactor(CompanyOwned, Base):
    """The authenticator program of an administrator (TOTP, RFC 6238), and his recovery codes."""

    __tablename__ = "second_factors"

    administrator: Mapped[str] = mapped_column(primary_key=True)
    secret: Mapped[bytes]
    """msgpack of `Sealed`."""
    confirmed_at: Mapped[datetime | None]
    """When its first code was typed; before that it counts for nothing."""
    last_step: Mapped[int] = mapped_column(BigInteger, default=0)
    """The time step of the last code that was taken: no code is good twice."""
    recovery: Mapped[bytes] = mapped_column(default=b"")
    """JSON, the keyed hashes of the recovery codes that are left."""
    made_at: Mapped[datetime]
