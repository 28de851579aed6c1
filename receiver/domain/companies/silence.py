"""Which offices are silent: their schedule is overdue, and the portal shows what is old (R8)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from receiver.domain.agents.models import Device
from receiver.domain.companies.models import Company, CompanyState

PATIENCE: Final = 2
"""An office is silent after so many times the longest time between its runs."""

NOTED_EVERY: Final = timedelta(minutes=1)
"""An office that finds nothing to upload is noted at most this often, so that asking does not write."""


@dataclass(frozen=True, slots=True)
class Silent:
    """An office that should have been heard of."""

    company_id: int
    name: str
    since: datetime
    """When it was heard of last."""
    schedule: int
    """The most seconds that it lets pass between two runs."""


def silent_companies(session: Session, now: datetime) -> list[Silent]:
    """Every silent office, by number; for the host, in a session of `UnitOfWork.every_company`."""
    rows = session.execute(
        select(Device.company_id, func.min(Device.schedule))
        .where(Device.revoked_at.is_(None), Device.schedule > 0)
        .group_by(Device.company_id)
    )
    schedules: dict[int, int] = {row[0]: row[1] for row in rows}
    companies = session.scalars(
        select(Company).where(Company.state != CompanyState.SUSPENDED).order_by(Company.company_id)
    )
    found = (_silent(company, schedules.get(company.company_id, 0), now) for company in companies)
    return [one for one in found if one is not None]


def silent_since(session: Session, company: Company, now: datetime) -> datetime | None:
    """Since when nothing was heard of the office, where it is silent."""
    schedule = session.scalars(
        select(func.min(Device.schedule)).where(
            Device.company_id == company.company_id, Device.revoked_at.is_(None), Device.schedule > 0
        )
    ).one()
    silent = _silent(company, schedule or 0, now)
    return silent.since if silent else None


def needs_note(company: Company, now: datetime) -> bool:
    """Whether it is to be noted that the office holds what is here for its newest."""
    return company.confirmed_at is None or now - company.confirmed_at >= NOTED_EVERY


def _silent(company: Company, schedule: int, now: datetime) -> Silent | None:
    """Before its first upload an office has nothing to keep up to date, and a suspended one can't."""
    heard = company.confirmed_at
    if not schedule or heard is None or not company.newest or company.suspended:
        return None
    if now - heard <= timedelta(seconds=schedule * PATIENCE):
        return None
    return Silent(company.company_id, company.name, heard, schedule)
