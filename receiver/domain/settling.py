"""What follows from a change of what customers see, or of what was uploaded last: accepted requests that it shows are
done, passwords that it resets are let go of, and so is what opened the administration site for users whom it lists no
more.

Call it after every such change. Numbers in the database say how far that was done (`Counter`): whatever was cut off, or
could not be written, is made good by the next call, and nothing of what was published in between is passed over.
"""

from __future__ import annotations

import logging

from receiver.db.faults import DatabaseFault
from receiver.db.lanes import Lane
from receiver.db.unit_of_work import UnitOfWork, now
from receiver.domain.administrators.departed import forget_departed
from receiver.domain.companies.queries import find_company
from receiver.domain.people.own_password import end_reset
from receiver.domain.requests.counters import settled_until
from receiver.domain.requests.settling import any_due, settle

log = logging.getLogger(__name__)


def settle_all(work: UnitOfWork, company_id: int) -> None:
    """Settle whatever is not settled yet. What can't be written now is settled the next time."""
    try:
        with work.reading(company_id) as session:
            company, done = find_company(session, company_id), settled_until(session, company_id)
            due = company is not None and any_due(session, company)
        if due:
            _settle_requests(work, company_id)
        if company is None or (company.published <= done.published and company.newest <= done.newest):
            return
        with work.writing(company_id, Lane.VISITORS) as session:
            end_reset(session, company_id)
            forget_departed(session, company_id)
    except DatabaseFault as error:
        log.warning("settling company %s: %s: %s", company_id, type(error).__name__, error)


def settle_requests(work: UnitOfWork, company_id: int, record_id: str = "") -> None:
    """Settle the requests that the published snapshot shows; of one account, where one is named. What can't be written
    now is settled the next time."""
    try:
        with work.reading(company_id) as session:
            company = find_company(session, company_id)
            if company is None or not any_due(session, company):
                return
        _settle_requests(work, company_id, record_id)
    except DatabaseFault as error:
        log.warning("settling requests of company %s: %s: %s", company_id, type(error).__name__, error)


def _settle_requests(work: UnitOfWork, company_id: int, record_id: str = "") -> None:
    with work.writing(company_id, Lane.VISITORS) as session:
        settle(session, company_id, now(), record_id)
