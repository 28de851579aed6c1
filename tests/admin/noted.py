"""What stands in a company's audit log."""

from __future__ import annotations

from sqlalchemy import select

from receiver.domain.audit.models import AuditEntry
from tests.portal.cast import Office


def noted(office: Office, subject: str = "snapshots.") -> list[str]:
    """The actions of one subject, oldest first."""
    with office.work.reading(office.company_id) as session:
        chosen = select(AuditEntry.action).where(AuditEntry.company_id == office.company_id)
        found = session.scalars(chosen.order_by(AuditEntry.number)).all()
    return [one for one in found if one.startswith(subject)]
