"""Whom the ids in the audit log stand for. Names of customers are not kept there, so they are looked up: who was
forgotten has none any more."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from receiver.domain.companies.models import Company
from receiver.domain.people.candidates import find_users
from receiver.domain.people.users import CUSTOMER, PERSON, STAFF, PortalUser
from receiver.domain.snapshots.models import listing
from receiver.domain.snapshots.queries import fold

MOST_MEANT: Final = 50
"""So many customers at most, to whom one number was given in turn."""


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody as a list shows him."""

    name: str
    number: str = ""
    """Of a customer: the number that he has now, or the newest that he had."""
    left: bool = False
    """Whether customers see nobody with that number who is him: it may be another's by now."""


def meant(session: Session, company_id: int, typed: str) -> set[str]:
    """The ids that somebody may mean who types a customer number, a login id, an e-mail address, a user name of the
    office, or an id as it stands in the log. Whoever once had the number is meant, too."""
    folded = fold(typed)
    owners = session.scalars(
        select(listing.c.record_id)
        .where(listing.c.company_id == company_id, listing.c.folded_number == folded)
        .distinct()
        .limit(MOST_MEANT)
    )
    found = {f"{CUSTOMER}{one}" for one in owners}
    found |= {one.user_id for one in find_users(session, company_id, folded)}
    return found | {f"{STAFF}{typed}", typed}


def named(session: Session, company: Company, ids: Collection[str]) -> dict[str, Named]:
    """Those of the ids that are known, by id."""
    company_id, published = company.company_id, company.published
    found = {one: Named(one.removeprefix(STAFF)) for one in ids if one.startswith(STAFF)}
    records = sorted(one.removeprefix(CUSTOMER) for one in ids if one.startswith(CUSTOMER))
    persons = sorted(one for one in ids if one.startswith(PERSON))
    if records:
        for row in session.execute(
            select(listing.c.record_id, listing.c.number, listing.c.since, listing.c.until)
            .where(listing.c.company_id == company_id, listing.c.record_id.in_(records))
            .order_by(listing.c.since)
        ):
            id_, here = f"{CUSTOMER}{row.record_id}", row.since <= published < row.until
            if here or id_ not in found or found[id_].left:
                found[id_] = Named(row.number, row.number, left=not here)
    if persons:
        for user_id, name, email in session.execute(
            select(PortalUser.user_id, PortalUser.name, PortalUser.email).where(
                PortalUser.company_id == company_id, PortalUser.user_id.in_(persons)
            )
        ):
            found[user_id] = Named(name or email)
    return found
