"""When a user was here before: what is new is told against that (B13).

A visit begins with a sign-in or a page after an hour of silence, and goes on as long as pages follow each other.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from receiver.domain.companies.models import Company
from receiver.domain.people.keeping import kept_user

SILENCE: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Before:
    """The visit before this one: when it began, and the snapshot that was published then."""

    snapshot: int
    """0 where there was none."""
    moment: datetime | None


NEVER: Final = Before(0, None)


def begins(visited_at: datetime | None, seen_at: datetime | None, now: datetime) -> bool:
    """Whether a visit begins: `visited_at` is when the last one did, `seen_at` when this session was last looked at,
    None at a sign-in."""
    last = max((one for one in (visited_at, seen_at) if one is not None), default=None)
    return visited_at is None or last is None or now - last >= SILENCE


def before(
    visited: tuple[int | None, datetime | None], earlier: tuple[int | None, datetime | None], *, begun: bool
) -> Before:
    """What this visit's news are told against: where it has `begun` with this page, the one that was `visited` last is
    the one before, else the `earlier` one."""
    snapshot, moment = visited if begun else earlier
    return Before(snapshot or 0, moment)


def note(session: Session, company_id: int, user_id: str, now: datetime) -> None:
    """A visit begins: write down that it does, and what is published. Raises `LookupError` for an extra person who does
    not exist."""
    published = session.scalar(select(Company.published).where(Company.company_id == company_id)) or 0
    user = kept_user(session, company_id, user_id, now)
    user.visited_before, user.visited_before_at = user.visited, user.visited_at
    user.visited, user.visited_at = published, now
