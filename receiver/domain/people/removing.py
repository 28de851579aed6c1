"""Removes extra people (C7, C9): with all that the portal keeps of them. What they asked for stays with the account
that they asked for; it carries the name they had."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from receiver.domain.administrators.models import SecondFactor
from receiver.domain.people.activation import end_sessions
from receiver.domain.people.attempts import forget
from receiver.domain.people.users import PERSON, AccountLink, CalendarFeed, OneTimeCode, Passkey, PortalUser

_THEIRS: Final = (AccountLink, CalendarFeed, OneTimeCode, Passkey)


@dataclass(frozen=True, slots=True)
class Removed:
    """Somebody who was removed, as far as a mail to him needs it."""

    user_id: str
    name: str
    email: str
    language: str


def remove(session: Session, company_id: int, user_ids: Collection[str]) -> list[Removed]:
    """Remove these extra people; who is gone already, and customers of the office, are passed over.

    Call it in a transaction on `Lane.VISITORS`.
    """
    people = session.scalars(
        select(PortalUser).where(
            PortalUser.company_id == company_id,
            PortalUser.user_id.in_(sorted(set(user_ids))),
            PortalUser.user_id.startswith(PERSON),
        )
    ).all()
    removed = [Removed(one.user_id, one.name, one.email, one.language) for one in people]
    ids = [one.user_id for one in removed]
    end_sessions(session, company_id, ids)
    for table in _THEIRS:
        session.execute(delete(table).where(table.company_id == company_id, table.user_id.in_(ids)))
    session.execute(
        delete(SecondFactor).where(SecondFactor.company_id == company_id, SecondFactor.administrator.in_(ids))
    )
    forget(session, company_id, ids)
    for one in people:
        session.delete(one)
    session.flush()
    return removed
