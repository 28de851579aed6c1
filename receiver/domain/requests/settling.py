"""Accepted requests are done once a snapshot shows what was asked for.

It is looked at after each publish, and again whenever a customer looks at such a request: a receiver that stopped
between the two loses nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Final

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from receiver.domain.companies.models import Company
from receiver.domain.companies.queries import find_company
from receiver.domain.requests.counters import raised
from receiver.domain.requests.models import CustomerRequest
from receiver.domain.requests.shown import shows
from receiver.domain.snapshots.models import listing
from receiver.domain.snapshots.queries import published_records
from shared import records
from shared.canonical import decode_as
from shared.outbound import Wish

BATCH: Final = 200
"""Requests that are looked at together."""


def any_due(session: Session, company: Company) -> bool:
    """Whether there is an accepted request that the published snapshot could show."""
    return bool(_accepted(session, company, "", 0))


def settle(session: Session, company_id: int, now: datetime, record_id: str = "") -> list[CustomerRequest]:
    """Call the accepted requests done that the published snapshot shows; of one account, where one is named. Gives
    those that became so."""
    company = find_company(session, company_id)
    settled: list[CustomerRequest] = []
    last = 0
    while company is not None:
        waiting = _accepted(session, company, record_id, last)
        if not waiting:
            break
        last = waiting[-1].number
        accounts = _accounts(session, company, {one.record_id for one in waiting})
        for request in waiting:
            account = accounts.get(request.record_id)
            if account and shows(account, request.kind, msgspec.json.decode(request.body, type=Wish)):
                request.state, request.done_at = "done", now
                request.moved = raised(session, company_id)
                settled.append(request)
        session.flush()
    return settled


def _accepted(session: Session, company: Company, record_id: str, after: int) -> Sequence[CustomerRequest]:
    """The next accepted requests that an office's snapshot since could show."""
    wanted = select(CustomerRequest).where(
        CustomerRequest.company_id == company.company_id,
        CustomerRequest.state == "accepted",
        CustomerRequest.answered < company.published,
        CustomerRequest.number > after,
    )
    if record_id:
        wanted = wanted.where(CustomerRequest.record_id == record_id)
    return session.scalars(wanted.order_by(CustomerRequest.number).limit(BATCH)).all()


def _accounts(session: Session, company: Company, record_ids: Collection[str]) -> dict[str, records.Customer]:
    """The published accounts by the office's record id, in two statements."""
    found = session.execute(
        select(listing.c.number).where(
            listing.c.company_id == company.company_id,
            listing.c.record_id.in_(sorted(record_ids)),
            listing.c.since <= company.published,
            listing.c.until > company.published,
        )
    )
    wanted = [("customer", number) for (number,) in found]
    if not wanted:
        return {}
    stored = published_records(session, company.company_id, company.published, wanted)
    bodies = [decode_as(records.Customer, one.body) for one in stored.values()]
    return {one.record_id: one for one in bodies}
