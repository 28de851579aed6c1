"""Whose name mails carry, and where an office gets its own."""

from __future__ import annotations

import msgspec
from sqlalchemy.orm import Session

from receiver.domain.companies.office import Office
from receiver.domain.companies.queries import find_company
from receiver.domain.snapshots.queries import published_records
from shared.canonical import decode_as
from shared.records import COMPANY_KEY


def published_office(session: Session, company_id: int) -> Office | None:
    """What the office says of itself on the portal; before its first snapshot only the name that the host gave. None
    where there is no such company."""
    company = find_company(session, company_id)
    if company is None:
        return None
    wanted = ("company", COMPANY_KEY)
    stored = published_records(session, company_id, company.published, [wanted]).get(wanted)
    return decode_as(Office, stored.body) if stored else Office(company.name)


def sender_name(session: Session, company_id: int) -> str:
    """The company's name; mails go out also where its record can't be read."""
    try:
        office = published_office(session, company_id)
    except (msgspec.MsgspecError, ValueError):
        company = find_company(session, company_id)
        return company.name if company else ""
    return office.name if office else ""
