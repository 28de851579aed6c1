"""Reads companies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from receiver.domain.companies.models import Company, CompanyState
from receiver.domain.looks.models import CompanyLook


@dataclass(frozen=True, slots=True)
class Portal:
    """What pages need to know of a company; the fields of `Company`."""

    company_id: int
    name: str
    state: str
    published: int
    look: bytes | None = None
    """How it looks, as `CompanyLook` keeps it; None where nobody changed that."""

    @property
    def suspended(self) -> bool:
        """Whether the host closed it."""
        return self.state == CompanyState.SUSPENDED


def find_company(session: Session, company_id: int) -> Company | None:
    """The company, or None where this receiver hosts none of that number."""
    return session.get(Company, company_id)


def is_live(session: Session, company_id: int) -> bool:
    """Whether the company is in use, no more in trial, as this transaction sees it."""
    found = session.execute(select(Company.state).where(Company.company_id == company_id)).scalar_one_or_none()
    return found == CompanyState.LIVE


def find_portal(connection: Connection, company_id: int) -> Portal | None:
    """The same for a page."""
    row = connection.execute(
        select(Company.company_id, Company.name, Company.state, Company.published, CompanyLook.body)
        .outerjoin(CompanyLook, CompanyLook.company_id == Company.company_id)
        .where(Company.company_id == company_id)
    ).one_or_none()
    return Portal(*row) if row else None


def all_companies(session: Session) -> Sequence[Company]:
    """Every company by number; for the host, in a session of `UnitOfWork.every_company`."""
    return session.scalars(select(Company).order_by(Company.company_id)).all()
