"""The table of companies."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from receiver.db.base import Base, CompanyOwned


class CompanyState(StrEnum):
    """Whether a company's portal is open, and whether weak passwords still work there (C11)."""

    TRIAL = "trial"
    LIVE = "live"
    SUSPENDED = "suspended"


class Company(CompanyOwned, Base):
    """One office. A record is visible to customers when `since <= published < until`."""

    __tablename__ = "companies"

    name: Mapped[str]
    """What the host called it; pages show the name of the company record once one is published."""
    state: Mapped[str] = mapped_column(default=CompanyState.TRIAL)
    created_at: Mapped[datetime]
    practice_id: Mapped[str] = mapped_column(default="")
    """The practice database it publishes; empty until the first office computer is paired."""
    newest: Mapped[int] = mapped_column(default=0)
    """The last complete upload; 0 before the first."""
    published: Mapped[int] = mapped_column(default=0)
    """What customers see. Behind `newest` while that is held, or while the portal is pinned."""
    last_number: Mapped[int] = mapped_column(default=0)
    """The last number given to an upload. Numbers are never given twice, so that a late part finds no wrong home."""
    record_key: Mapped[bytes] = mapped_column(LargeBinary)
    """Keys the hashes of secret records; sealed with the pepper."""
    pinned_at: Mapped[datetime | None]
    """Since when the portal stays at `published` whatever is uploaded; None while uploads publish by themselves."""
    pinned_by: Mapped[str] = mapped_column(default="")
    confirmed_at: Mapped[datetime | None]
    """When an office last brought a set, or learnt that it is here already."""

    hold_uploads: Mapped[bool] = mapped_column(default=False)
    """Whether uploads wait until somebody imports them (C2)."""
    second_factor: Mapped[bool] = mapped_column(default=False)
    """Whether every administrator needs a second factor (C1)."""

    @property
    def suspended(self) -> bool:
        """Whether the host closed it."""
        return self.state == CompanyState.SUSPENDED
