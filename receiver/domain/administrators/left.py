"""Who could still run the portal: the last one who administers is never removed (C9)."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from receiver.domain.companies.models import Company, CompanyState
from receiver.domain.people.users import PERSON, PortalUser
from receiver.domain.people.verifiers import StoredStaff, read_staff
from receiver.domain.snapshots.bodies import unpacked
from receiver.domain.snapshots.models import records


def office_staff(session: Session, company: Company) -> Mapping[str, StoredStaff]:
    """The level-1 users of the office in the newest upload, by user name and in its order; they are few."""
    rows = session.execute(
        select(records.c.key, records.c.body)
        .where(
            records.c.company_id == company.company_id,
            records.c.kind == "staff",
            records.c.since <= company.newest,
            records.c.until > company.newest,
        )
        .order_by(records.c.key)
    )
    found = {row.key: read_staff(unpacked(row.body)) for row in rows}
    return {name: staff for name, staff in found.items() if staff.level == 1}


def may_sign_in(company: Company, staff: StoredStaff) -> bool:
    """Whether the password of a level-1 user opens the administration site: in a live company a weak one does not."""
    return not (staff.weak and company.state == CompanyState.LIVE)


def still_administered(session: Session, company: Company, without: Collection[str]) -> bool:
    """Whether somebody can still sign in to the administration site once these portal users can't."""
    if any(may_sign_in(company, staff) for staff in office_staff(session, company).values()):
        return True
    others = session.scalars(
        select(PortalUser.user_id).where(
            PortalUser.company_id == company.company_id,
            PortalUser.user_id.startswith(PERSON),
            PortalUser.administers != "",
            PortalUser.deactivated_at.is_(None),
            PortalUser.verifier != b"",
            PortalUser.user_id.not_in(sorted(set(without))),
        )
    )
    return others.first() is not None
