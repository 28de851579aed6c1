"""The password that a user chose on the portal: it counts until the office resets it on purpose (reliability 2.6).

Only a verifier is stored, its tag sealed for this user. The office learns that and when somebody chose one, and never
more (`shared.outbound.OwnPassword`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from receiver.domain.companies.queries import find_company
from receiver.domain.people.attempts import forget
from receiver.domain.people.codes import end_codes
from receiver.domain.people.keeping import kept_user
from receiver.domain.people.session_list import end_others
from receiver.domain.people.users import PortalUser
from receiver.domain.people.verifiers import StoredVerifier, read_credential
from receiver.domain.requests.counters import raised
from receiver.domain.snapshots.models import listing
from receiver.domain.snapshots.queries import published_records

BATCH: Final = 500
"""Credentials that are looked at together."""


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
    """Let go of the chosen passwords that the office has reset since, as the published snapshot tells; the office
    learns that they count no more. Gives their number. Until then they are passed over anyway (`verifiers.counting`).

    Call it in a transaction on `Lane.VISITORS`.
    """
    company = find_company(session, company_id)
    users = select(PortalUser).where(PortalUser.company_id == company_id, PortalUser.verifier != b"")
    chosen = {one.record_id: one for one in session.scalars(users.where(PortalUser.record_id != ""))}
    if company is None or not chosen:
        return 0
    listed = session.execute(
        select(listing.c.record_id, listing.c.number).where(
            listing.c.company_id == company_id,
            listing.c.since <= company.published,
            listing.c.until > company.published,
        )
    )
    numbers = [("credential", row.number) for row in listed if row.record_id in chosen]
    ended = 0
    for at in range(0, len(numbers), BATCH):
        stored = published_records(session, company_id, company.published, numbers[at : at + BATCH])
        for record in stored.values():
            credential = read_credential(record.body)
            user = chosen.get(credential.record_id)
            if user is not None and credential.reset > user.reset:
                user.verifier, user.chosen_at = b"", None
                # A later choice stands above this reset, even where another computer of the office, which does not
                # know of it, has published a lower count by then.
                user.reset = credential.reset
                user.moved = raised(session, company_id)
                ended += 1
    return ended
