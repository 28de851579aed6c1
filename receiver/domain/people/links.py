"""Accounts that a user sees beside his own (B11): who sees which, and with what rights.

A link names the office's record, so it follows an account that gets another number and waits for one that left the
portal; whoever is given the number later is somebody else.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, and_, select
from sqlalchemy.orm import Session

from receiver.domain.people.rights import Rights
from receiver.domain.people.users import AccountLink
from receiver.domain.snapshots.models import listing


@dataclass(frozen=True, slots=True)
class Linked:
    """An account that is linked to a user; number and name are empty while it is not on the portal."""

    record_id: str
    number: str
    name: str
    rights: Rights
    made_at: datetime


def linked_accounts(session: Session | Connection, company_id: int, published: int, user_id: str) -> list[Linked]:
    """The accounts of a user beside his own, in the order in which they were linked.

    A record that has two numbers at once is as one that is not there: which of them is meant can't be told.
    """
    found = session.execute(
        select(AccountLink.record_id, listing.c.number, listing.c.name, AccountLink.rights, AccountLink.made_at)
        .outerjoin(
            listing,
            and_(
                listing.c.company_id == AccountLink.company_id,
                listing.c.record_id == AccountLink.record_id,
                listing.c.since <= published,
                listing.c.until > published,
            ),
        )
        .where(AccountLink.company_id == company_id, AccountLink.user_id == user_id)
        .order_by(AccountLink.made_at, AccountLink.record_id)
    )
    held: dict[str, Linked] = {}
    for record_id, number, name, rights, made_at in found:
        twice = record_id in held
        known = (number or "", name or "") if not twice else ("", "")
        held[record_id] = Linked(record_id, *known, Rights(rights), made_at)
    return list(held.values())
