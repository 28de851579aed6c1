"""Who could still run the portal: the last one who administers is never removed (C9)."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from receiver.domain.administrators.staff import may_sign_in, office_staff
from receiver.domain.companies.models import Company
from receiver.domain.people.users import AFTER_PERSONS, PERSON, PortalUser


def still_administered(session: Session, company: Company, without: Collection[str]) -> bool:
    """Whether somebody can still sign in to the administration site once these portal users can't."""
    if any(may_sign_in(company, staff) for staff in office_staff(session, company).values()):
        return True
    others = session.scalars(
        select(PortalUser.user_id).where(
            PortalUser.company_id == company.company_id,
            PortalUser.user_id >= PERSON,
            PortalUser.user_id < AFTER_PERSONS,
            PortalUser.administers != "",
            PortalUser.deactivated_at.is_(None),
            PortalUser.verifier != b"",
            PortalUser.user_id.not_in(sorted(set(without))),
        )
    )
    return others.first() is not None
