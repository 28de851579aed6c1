"""The password that a user chose on the portal: it counts until the office resets it on purpose (reliability 2.6).

Only a verifier is stored, its tag sealed for this user. The office learns that and when somebody chose one, and never
more (`shared.outbound.OwnPassword`).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from receiver.domain.companies.models import Company
from receiver.domain.companies.queries import find_company
from receiver.domain.people.attempts import forget
from receiver.domain.people.codes import end_codes
from receiver.domain.people.keeping import kept_user
from receiver.domain.people.session_list import end_others
from receiver.domain.people.users import PortalUser
from receiver.domain.people.verifiers import StoredVerifier, read_credential
from receiver.domain.requests.counters import note_settled, raised, settled_until
from receiver.domain.snapshots.bodies import unpacked
from receiver.domain.snapshots.models import Snapshot, listing, records

BATCH: Final = 500
"""Users whose credentials are looked at together."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A password that was chosen, as its verifier (`verifiers.make_chosen`)."""

    user_id: str
    verifier: StoredVerifier
    reset: int = 0
    """The office's count of deliberate resets that the user's published password has now."""


def choose(session: Session, company_id: int, chosen: Chosen, now: datetime, *, keep: str | None = None) -> None:
    """Let the password count from now on. Every session of the user ends, save the one of the token `keep`; so do links
    and codes that he was sent, and what was counted against him.

    Call it in a transaction on `Lane.VISITORS`. Raises `LookupError` for an extra person who does not exist.
    """
    user = kept_user(session, company_id, chosen.user_id, now)
    user.verifier = msgspec.json.encode(chosen.verifier)
    user.chosen_at = now
    user.reset = max(user.reset, chosen.reset)
    user.moved = raised(session, company_id)
    end_others(session, company_id, chosen.user_id, keep=keep, verifier_mark=chosen.verifier.mark)
    end_codes(session, company_id, chosen.user_id, now)
    forget(session, company_id, [chosen.user_id])


def end_reset(session: Session, company_id: int) -> int:
    """Let go of the chosen passwords that the office has reset since, as what was published since the last call tells;
    the office learns that they count no more. Gives their number. Until then they are passed over anyway
    (`verifiers.counting`), unless another computer of the office, which does not know of a reset, has published a lower
    count by then.

    Call it in a transaction on `Lane.VISITORS`.
    """
    company, after = find_company(session, company_id), settled_until(session, company_id).published
    if company is None or company.published <= after:
        return 0
    ended = 0
    shown = _shown(session, company, after)
    if any("credential" in msgspec.json.decode(one.difference) for one in shown):
        seen = [one.number for one in shown if one.published_at is not None]
        for user, reset in _resets(session, company, after, seen):
            if user.verifier and reset > user.reset:
                user.verifier, user.chosen_at = b"", None
                # A later choice stands above this reset.
                user.reset = reset
                user.moved = raised(session, company_id)
                ended += 1
    note_settled(session, company_id, published=company.published)
    return ended


def _shown(session: Session, company: Company, after: int) -> Sequence[Snapshot]:
    """The snapshots since, those that were never shown among them."""
    wanted = (Snapshot.company_id == company.company_id, Snapshot.number > after, Snapshot.number <= company.published)
    return session.scalars(select(Snapshot).where(*wanted).order_by(Snapshot.number)).all()


def _resets(session: Session, company: Company, after: int, seen: Sequence[int]) -> Iterator[tuple[PortalUser, int]]:
    """Who chose a password, and the counts of his credentials that are new in the snapshots `seen`: also of those that
    another one has replaced by now."""
    users = select(PortalUser.record_id, PortalUser.user_id).where(
        PortalUser.company_id == company.company_id, PortalUser.verifier != b"", PortalUser.record_id != ""
    )
    chosen = {row.record_id: row.user_id for row in session.execute(users)}
    numbers = _new_numbers(session, company, after, chosen) if chosen else []
    for at in range(0, len(numbers), BATCH):
        # By their keys alone, whose index both databases then take.
        found = session.execute(
            select(records.c.since, records.c.until, records.c.body).where(
                records.c.company_id == company.company_id,
                records.c.kind == "credential",
                records.c.key.in_(numbers[at : at + BATCH]),
            )
        )
        for since, until, body in found.all():
            first = bisect_left(seen, since)
            if since > after and first < len(seen) and seen[first] < until:
                credential = read_credential(unpacked(body))
                if credential.reset and credential.record_id in chosen:
                    user_id = chosen[credential.record_id]
                    yield session.get_one(PortalUser, (company.company_id, user_id)), credential.reset


def _new_numbers(session: Session, company: Company, after: int, record_ids: Collection[str]) -> list[str]:
    """The customer numbers of these records whose credentials are new since."""
    company_id, published = company.company_id, company.published
    new = select(records.c.key).where(
        records.c.company_id == company_id,
        records.c.kind == "credential",
        records.c.since > after,
        records.c.since <= published,
    )
    fresh = set(session.scalars(new))
    listed = select(listing.c.number, listing.c.record_id).where(
        listing.c.company_id == company_id, listing.c.since <= published, listing.c.until > after
    )
    if len(fresh) <= BATCH:
        listed = listed.where(listing.c.number.in_(sorted(fresh)))
    return sorted(
        {row.number for row in session.execute(listed) if row.number in fresh and row.record_id in record_ids}
    )
