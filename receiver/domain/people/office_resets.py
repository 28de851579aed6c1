"""Ends passwords that users chose themselves where the office has reset them on purpose (reliability 2.6).

`verifiers.counting` lets the office's password count from the moment a snapshot with a higher count is shown. Here the
chosen one goes for good, so that it never counts again: not where the portal goes back to an earlier snapshot, and not
where another computer of the office, which knows nothing of the reset, publishes next. The office learns of the end.
"""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from receiver.domain.companies.queries import find_company
from receiver.domain.people.users import PortalUser
from receiver.domain.people.verifiers import read_credential
from receiver.domain.requests.counters import note_resets, raised, resets_looked_at
from receiver.domain.snapshots.bodies import unpacked
from receiver.domain.snapshots.models import listing, records


def any_due(session: Session, company_id: int) -> bool:
    """Whether a snapshot is shown that was not looked at."""
    company = find_company(session, company_id)
    return company is not None and company.published > resets_looked_at(session, company_id)


def end_reset(session: Session, company_id: int) -> int:
    """Look at the credentials that came since the last look; gives how many passwords ended. Call it in a transaction
    on `Lane.VISITORS`."""
    company = find_company(session, company_id)
    if company is None or not any_due(session, company_id):
        return 0
    published, after, ended = company.published, resets_looked_at(session, company_id), 0
    found = session.execute(
        select(PortalUser, records.c.body)
        .join(listing, (listing.c.company_id == company_id) & (listing.c.record_id == PortalUser.record_id))
        .join(
            records,
            (records.c.company_id == company_id)
            & (records.c.kind == "credential")
            & (records.c.key == listing.c.number),
        )
        .where(
            PortalUser.company_id == company_id,
            PortalUser.record_id != "",
            PortalUser.verifier != b"",
            listing.c.since <= published,
            listing.c.until > published,
            records.c.since > after,
            records.c.since <= published,
            records.c.until > published,
        )
    ).all()
    for user, body in found:
        credential = read_credential(unpacked(body))
        if credential.record_id == user.record_id and credential.reset > user.reset:
            user.verifier, user.chosen_at, user.reset = b"", None, credential.reset
            user.moved = raised(session, company_id)
            ended += 1
    note_resets(session, company_id, published)
    return ended
