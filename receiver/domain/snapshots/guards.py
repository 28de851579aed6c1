"""The shrink guard: many customers leave the portal only where somebody saw that they would (C3, F38)."""

from __future__ import annotations

from typing import Final

import msgspec
from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from receiver.domain.companies.models import Company
from receiver.domain.snapshots.models import Snapshot, Upload, listing
from receiver.domain.snapshots.outcome import Outcome
from shared.messages import Held, Seen

PART_THAT_MAY_LEAVE: Final = 5
"""One in so many customers may leave at once: 20 %."""

_counts = msgspec.json.Decoder(dict[str, int])


def why_held(session: Session, company: Company, upload: Upload, result: Outcome) -> Held | None:
    """Why the upload must not be shown before somebody confirmed it; None where it may.

    A customer leaves whose record id is not in the set any more: one with another number stays, and a number that was
    given to somebody else does not keep the former customer.
    """
    if not company.published:
        return None
    before = session.get_one(Snapshot, (company.company_id, company.published))
    shown = _counts.decode(before.counts).get("customer", 0)
    if company.published == upload.base:
        moved = result.difference.get("customer", {})
        if not _many(moved.get("removed", 0) + moved.get("changed", 0), shown):
            return None
    held = Held(shown, _leaving(session, company, upload.number))
    if not _many(held.leave, shown):
        return None
    seen = msgspec.json.decode(upload.seen, type=Seen) if upload.seen else None
    return None if upload.attended and is_confirmed(before, held, upload.device_id, seen) else held


def is_confirmed(published: Snapshot, held: Held, device_id: str, seen: Seen | None) -> bool:
    """Whether the person at this office computer who confirms it saw what it changes. `published` is what customers
    see.

    Where the office does not tell what he saw, its preview knew only what this computer had published itself.
    """
    return published.device_id == device_id if seen is None else seen.covers(held)


def _many(leave: int, shown: int) -> bool:
    return leave * PART_THAT_MAY_LEAVE > shown


def _leaving(session: Session, company: Company, number: int) -> int:
    """How many customers of the published snapshot are not in the set `number`."""
    then = listing.alias("then")
    stays = exists().where(
        then.c.company_id == company.company_id,
        then.c.record_id == listing.c.record_id,
        # By the index of record ids: that of `since` would find everybody for each of them.
        then.c.since + 0 <= number,
        then.c.until > number,
    )
    return session.scalars(
        select(func.count())
        .select_from(listing)
        .where(
            listing.c.company_id == company.company_id,
            listing.c.since <= company.published,
            listing.c.until > company.published,
            ~stays,
        )
    ).one()
