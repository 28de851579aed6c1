"""Reads companies."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from receiver.domain.companies.models import Company


def find_company(session: Session, company_id: int) -> Company | None:
    """The company, or None where this receiver hosts none of that number."""
    return session.get(Company, company_id)


def all_companies(session: Session) -> Sequence[Company]:
    """Every company by number; for the host, in a session of `UnitOfWork.every_company`."""
    return session.scalars(select(Company).order_by(Company.company_id)).all()
