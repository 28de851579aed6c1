"""How much a copy of a company holds, for the page that offers it."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from receiver.domain.companies.models import Company
from receiver.domain.mail.models import Mail
from receiver.domain.people.users import AFTER_PERSONS, PERSON, PortalUser
from receiver.domain.requests.models import CustomerRequest, Photo
from receiver.domain.snapshots.models import Snapshot


@dataclass(frozen=True, slots=True)
class Counts:
    """Of what there is most."""

    customers: int
    people: int
    """Users of the portal who are no customers."""
    requests: int
    photos: int
    mails: int


def counted(session: Session, company: Company) -> Counts:
    """As it is now."""
    number = company.company_id
    published = session.scalars(
        select(Snapshot.counts).where(Snapshot.company_id == number, Snapshot.number == company.published)
    ).one_or_none()
    found = session.execute(
        select(
            select(func.count())
            .select_from(PortalUser)
            .where(PortalUser.company_id == number, PortalUser.user_id >= PERSON, PortalUser.user_id < AFTER_PERSONS)
            .scalar_subquery(),
            select(func.count())
            .select_from(CustomerRequest)
            .where(CustomerRequest.company_id == number)
            .scalar_subquery(),
            select(func.count()).select_from(Photo).where(Photo.company_id == number).scalar_subquery(),
            select(func.count()).select_from(Mail).where(Mail.company_id == number).scalar_subquery(),
        )
    ).one()
    customers = msgspec.json.decode(published, type=dict[str, int]).get("customer", 0) if published else 0
    return Counts(customers, *found)
