"""The level-1 users of the office, as its newest upload has them."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from receiver.domain.companies.models import Company, CompanyState
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
