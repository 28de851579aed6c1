"""Links accounts to users, and takes them away (B11); in `Lane.VISITORS`. Rights are read from the link at every
request, so a change holds at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, delete, func, select
from sqlalchemy.orm import Session

from receiver.domain.people.models import PortalSession
from receiver.domain.people.rights import Rights
from receiver.domain.people.users import CUSTOMER, AccountLink, CalendarFeed, PortalUser
from receiver.domain.snapshots.models import listing

MOST_ACCOUNTS: Final = 50
"""Accounts that one user looks at beside his own: a manager of houses has many."""


class TooManyAccounts(Exception):
    """The user has as many linked accounts as there may be."""


@dataclass(frozen=True, slots=True)
class Seer:
    """Somebody who sees an account that is not his own."""

    user_id: str
    name: str
    email: str
    rights: Rights
    made_at: datetime
    seen_at: datetime | None
    """When he was last on the portal, at whichever account."""

    @property
    def linked(self) -> bool:
        """Whether he linked the account himself, by its number and password."""
        return self.rights is Rights.OWN


def link(
    session: Session, company_id: int, user_id: str, record_id: str, rights: Rights, *, by: str, now: datetime
) -> Rights:
    """Let the user see the account; a link that is there already gets these rights, and never less than it has. Gives
    those that he has then. Raises `TooManyAccounts`."""
    held = session.get(AccountLink, (company_id, user_id, record_id))
    if held is not None:
        order = list(Rights)
        has = max(Rights(held.rights), rights, key=order.index)
        held.rights = has
        return has
    count = session.scalar(
        select(func.count())
        .select_from(AccountLink)
        .where(AccountLink.company_id == company_id, AccountLink.user_id == user_id)
    )
    if (count or 0) >= MOST_ACCOUNTS:
        raise TooManyAccounts
    session.add(
        AccountLink(company_id=company_id, user_id=user_id, record_id=record_id, rights=rights, made_at=now, made_by=by)
    )
    session.flush()
    return rights


def unlink(session: Session, company_id: int, user_id: str, record_id: str) -> None:
    """Let the user see the account no more; the calendar addresses that he made of it are over, also where he is
    invited again later. Nothing happens where he does not see it."""
    session.execute(
        delete(CalendarFeed).where(
            CalendarFeed.company_id == company_id, CalendarFeed.user_id == user_id, CalendarFeed.record_id == record_id
        )
    )
    session.execute(
        delete(AccountLink).where(
            AccountLink.company_id == company_id, AccountLink.user_id == user_id, AccountLink.record_id == record_id
        )
    )


def give(
    session: Session, company_id: int, user_id: str, record_id: str, rights: Rights, *, by: str, now: datetime
) -> Rights:
    """Let the user see the account with exactly these rights; gives those that he has then: whoever linked it by its
    password keeps his. Raises `TooManyAccounts`."""
    has = link(session, company_id, user_id, record_id, rights, by=by, now=now)
    if has in (rights, Rights.OWN):
        return has
    change_rights(session, company_id, user_id, record_id, rights)
    return rights


def change_rights(session: Session, company_id: int, user_id: str, record_id: str, rights: Rights) -> None:
    """Give somebody who was invited other rights. Whoever linked the account by its password keeps his."""
    held = session.get(AccountLink, (company_id, user_id, record_id))
    if held is not None and held.rights != Rights.OWN:
        held.rights = rights


def seers(connection: Session | Connection, company_id: int, published: int, record_id: str) -> list[Seer]:
    """Who sees the account beside its customer, in the order in which they came."""
    seen = (
        select(func.max(PortalSession.seen_at))
        .where(
            PortalSession.company_id == company_id,
            PortalSession.user_id == AccountLink.user_id,
            PortalSession.viewer == "",
        )
        .scalar_subquery()
    )
    found = connection.execute(
        select(
            AccountLink.user_id,
            PortalUser.name,
            PortalUser.email,
            AccountLink.rights,
            AccountLink.made_at,
            PortalUser.visited_at,
            seen,
        )
        .outerjoin(
            PortalUser,
            (PortalUser.company_id == AccountLink.company_id) & (PortalUser.user_id == AccountLink.user_id),
        )
        .where(AccountLink.company_id == company_id, AccountLink.record_id == record_id)
        .order_by(AccountLink.made_at, AccountLink.user_id)
    ).all()
    customers = [row.user_id.removeprefix(CUSTOMER) for row in found if row.user_id.startswith(CUSTOMER)]
    names = names_of(connection, company_id, published, customers)
    return [
        Seer(
            user_id,
            name or names.get(user_id.removeprefix(CUSTOMER), ""),
            email or "",
            Rights(rights),
            made_at,
            max((one for one in (visited_at, seen_at) if one is not None), default=None),
        )
        for user_id, name, email, rights, made_at, visited_at, seen_at in found
    ]


def names_of(
    connection: Session | Connection, company_id: int, published: int, record_ids: Iterable[str]
) -> dict[str, str]:
    """The names of customers by their records, as they are published, or as they last were."""
    wanted = sorted(set(record_ids))
    if not wanted:
        return {}
    found = connection.execute(
        select(listing.c.record_id, listing.c.name)
        .where(listing.c.company_id == company_id, listing.c.record_id.in_(wanted), listing.c.since <= published)
        .order_by(listing.c.since)
    )
    return {row.record_id: row.name for row in found}
