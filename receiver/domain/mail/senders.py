"""Whose name mails carry, where an office gets its own, and how a company's mails fare."""

from __future__ import annotations

import msgspec
from sqlalchemy.orm import Session

from receiver.domain.companies.office import Office
from receiver.domain.companies.queries import find_company
from receiver.domain.mail.addresses import one_address
from receiver.domain.mail.models import MailSender
from receiver.domain.snapshots.queries import published_records
from shared import records
from shared.canonical import decode_as
from shared.parts import zstd
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
    except (msgspec.MsgspecError, ValueError, zstd.ZstdError):
        company = find_company(session, company_id)
        return company.name if company else ""
    return office.name if office else ""


def office_address(office: records.Company) -> str:
    """Where the office gets mail; empty where it says no address that can be used."""
    return one_address(office.email)


def sender_of(session: Session, company_id: int) -> MailSender:
    """The company's row, made where there is none yet."""
    found = session.get(MailSender, company_id)
    if found is None:
        found = MailSender(company_id=company_id)
        session.add(found)
        session.flush()
    return found
