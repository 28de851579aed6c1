"""How a company's portal is doing, in the few numbers that its administrators look at first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from receiver.domain.companies.models import Company
from receiver.domain.mail.models import Mail, MailState
from receiver.domain.people.users import CUSTOMER, PortalUser
from receiver.domain.requests.models import UNANSWERED, UNDONE, CustomerRequest
from receiver.domain.snapshots.models import listing

LOOKED_BACK: Final = timedelta(days=7)
"""Mails that failed longer ago are no trouble any more."""


@dataclass(frozen=True, slots=True)
class OpenRequests:
    """What customers wait for."""

    open: int
    unanswered: int
    """Of these, those that nobody answered."""


@dataclass(frozen=True, slots=True)
class Mails:
    """How many of the company's mails did not go out."""

    failed: int
    """In the last seven days: refused or given up."""
    waiting: int


def open_requests(session: Session, company_id: int) -> OpenRequests:
    """By state."""
    chosen = (
        select(CustomerRequest.state, func.count())
        .where(CustomerRequest.company_id == company_id, CustomerRequest.state.in_(UNDONE))
        .group_by(CustomerRequest.state)
    )
    found = {row.state: row[1] for row in session.execute(chosen)}
    return OpenRequests(sum(found.values()), sum(found.get(state, 0) for state in UNANSWERED))


def mails_unsent(session: Session, company_id: int, now: datetime) -> Mails:
    """In one statement. What holds them up, `receiver.domain.mail.trouble` tells."""
    lost = Mail.state.in_((MailState.REFUSED, MailState.GIVEN_UP))
    row = session.execute(
        select(func.count().filter(lost), func.count().filter(~lost)).where(
            Mail.company_id == company_id,
            or_(and_(lost, Mail.made_at >= now - LOOKED_BACK), Mail.state == MailState.WAITING),
        )
    ).one()
    return Mails(row[0], row[1])


def signed_in_customers(session: Session, company: Company) -> int:
    """How many of the customers that are shown have signed in at least once."""
    shown = and_(
        listing.c.company_id == PortalUser.company_id,
        listing.c.record_id == PortalUser.record_id,
        # By the index of record ids: that of `since` would find everybody for each of them.
        listing.c.since + 0 <= company.published,
        listing.c.until > company.published,
    )
    chosen = (
        select(func.count(PortalUser.user_id.distinct()))
        .join(listing, shown)
        .where(
            PortalUser.company_id == company.company_id,
            PortalUser.user_id.startswith(CUSTOMER),
            PortalUser.signed_in_at.is_not(None),
        )
    )
    return session.execute(chosen).scalar_one()
