"""Who may sign in: an administrator deactivates users and activates them again (C4, C7). It stays so through every
later snapshot, as it stands with the portal's own rows."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from receiver.domain.administrators.models import AdministratorSession
from receiver.domain.people.attempts import forget
from receiver.domain.people.keeping import kept_user
from receiver.domain.people.models import PortalSession
from receiver.domain.people.users import PERSON, PortalUser


def deactivate(session: Session, company_id: int, user_ids: Collection[str], by: str, now: datetime) -> list[str]:
    """Let nobody sign in as these users any more, and end their sessions here and at the administration site; gives
    those who could until now. Extra people who do not exist are passed over.

    Call it in a transaction on `Lane.VISITORS`; `by` is the administrator's id.
    """
    held = _held(session, company_id, user_ids)
    found = []
    for user_id in sorted(set(user_ids)):
        if user_id not in held and user_id.startswith(PERSON):
            continue
        user = held.get(user_id) or kept_user(session, company_id, user_id, now)
        if user.deactivated_at is None:
            user.deactivated_at, user.deactivated_by = now, by
            found.append(user_id)
    session.flush()
    end_sessions(session, company_id, user_ids)
    return found


def activate(session: Session, company_id: int, user_ids: Collection[str]) -> list[str]:
    """Let these users sign in again, and forget what was counted against them; gives those who could not."""
    found = []
    for user in _held(session, company_id, user_ids).values():
        if user.deactivated_at is not None:
            user.deactivated_at, user.deactivated_by = None, ""
            found.append(user.user_id)
    forget(session, company_id, user_ids)
    session.flush()
    return sorted(found)


def end_sessions(session: Session, company_id: int, user_ids: Collection[str]) -> None:
    """End every session of these users, at the portal and at the administration site, and those in which they looked at
    the portal as somebody else."""
    ids = sorted(set(user_ids))
    session.execute(delete(PortalSession).where(PortalSession.company_id == company_id, PortalSession.user_id.in_(ids)))
    session.execute(delete(PortalSession).where(PortalSession.company_id == company_id, PortalSession.viewer.in_(ids)))
    session.execute(
        delete(AdministratorSession).where(
            AdministratorSession.company_id == company_id, AdministratorSession.administrator.in_(ids)
        )
    )


def _held(session: Session, company_id: int, user_ids: Collection[str]) -> dict[str, PortalUser]:
    rows: Sequence[PortalUser] = session.scalars(
        select(PortalUser).where(PortalUser.company_id == company_id, PortalUser.user_id.in_(sorted(set(user_ids))))
    ).all()
    return {one.user_id: one for one in rows}
