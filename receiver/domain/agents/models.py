"""The tables of office computers and pairing codes."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from receiver.db.base import Base, CompanyOwned


class Device(CompanyOwned, Base):
    """An office computer that was paired. The receiver holds its public key only."""

    __tablename__ = "devices"

    device_id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    public_key: Mapped[bytes]
    """Ed25519, 32 raw bytes."""
    paired_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    last_address: Mapped[str] = mapped_column(default="")
    revoked_at: Mapped[datetime | None]
    schedule: Mapped[int] = mapped_column(default=0)
    """The most seconds between two of its scheduled uploads; 0 where it has none."""


class PairingCode(CompanyOwned, Base):
    """A one-time code that enrols one office computer; only its hash is stored."""

    __tablename__ = "pairing_codes"

    code_hash: Mapped[bytes] = mapped_column(primary_key=True)
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    tries_left: Mapped[int]
    used_by: Mapped[str] = mapped_column(default="")
    """The device that it enrolled; empty while unused."""
