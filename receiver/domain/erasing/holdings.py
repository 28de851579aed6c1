"""What the portal holds of a customer who has left, for the page that offers to erase it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, ScalarSelect, and_, func, select
from sqlalchemy.orm import DeclarativeBase, Session

from receiver.domain.companies.models import Company
from receiver.domain.erasing.departed import Departed
from receiver.domain.erasing.published import count_records, past_numbers, snapshots_showing
from receiver.domain.people.users import CUSTOMER, PERSON, AccountLink, PortalUser
from receiver.domain.requests.models import CustomerRequest, Photo, Reply
from receiver.settings import Retention


@dataclass(frozen=True, slots=True)
class Showing:
    """A kept snapshot that still shows him."""

    number: int
    made_at: datetime
    forgets_at: datetime
    """When it goes by itself at the earliest, where he is not erased before."""


@dataclass(frozen=True, slots=True)
class Holdings:
    """What is held."""

    who: Departed
    records: int
    """Rows of what was published: account, schedule, history, invoices, password, each as often as it changed."""
    snapshots: Sequence[Showing]
    requests: int
    replies: int
    photos: int
    elsewhere: int
    """Requests that he made at accounts of others: they stay there, without his name."""
    people: int
    """Extra people whom he invited and who see nothing else: they go with him."""

    @property
    def user_id(self) -> str:
        """What the portal and the audit log call him."""
        return CUSTOMER + self.who.record_id


def holdings_of(session: Session, company: Company, who: Departed, retention: Retention) -> Holdings:
    """As it is now."""
    company_id, record_id, user_id = company.company_id, who.record_id, CUSTOMER + who.record_id
    asked = and_(CustomerRequest.company_id == company_id, CustomerRequest.record_id == record_id)
    requests = select(CustomerRequest.number).where(asked)
    found = session.execute(
        select(
            _count(CustomerRequest, asked),
            _count(Reply, Reply.company_id == company_id, Reply.request.in_(requests)),
            _count(Photo, Photo.company_id == company_id, Photo.request.in_(requests)),
            _count(
                CustomerRequest,
                CustomerRequest.company_id == company_id,
                CustomerRequest.user_id == user_id,
                CustomerRequest.record_id != record_id,
            ),
        )
    ).one()
    requests_, replies, photos, elsewhere = found
    return Holdings(
        who=who,
        records=count_records(session, company, record_id, past_numbers(session, company, record_id)),
        snapshots=[
            Showing(one.number, one.committed_at, one.committed_at + retention.age)
            for one in snapshots_showing(session, company, record_id)
        ],
        requests=requests_,
        replies=replies,
        photos=photos,
        elsewhere=elsewhere,
        people=len(people_of(session, company_id, record_id)),
    )


def people_of(session: Session, company_id: int, record_id: str) -> list[str]:
    """The extra people whom the customer invited, who see no other account and administer nothing."""
    elsewhere = select(AccountLink.user_id).where(
        AccountLink.company_id == company_id,
        AccountLink.user_id == PortalUser.user_id,
        AccountLink.record_id != record_id,
    )
    found = session.scalars(
        select(PortalUser.user_id).where(
            PortalUser.company_id == company_id,
            # As a range, which the primary key finds.
            PortalUser.user_id >= PERSON,
            PortalUser.user_id < f"{PERSON}~",
            PortalUser.invited_by == CUSTOMER + record_id,
            PortalUser.administers == "",
            ~elsewhere.exists(),
        )
    )
    return sorted(found)


def _count(model: type[DeclarativeBase], *conditions: ColumnElement[bool]) -> ScalarSelect[int]:
    return select(func.count()).select_from(model).where(*conditions).scalar_subquery()
