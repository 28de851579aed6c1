"""Calls accepted requests done that a snapshot shows, in a transaction of its own."""

from __future__ import annotations

import logging

from receiver.db.faults import DatabaseFault
from receiver.db.lanes import Lane
from receiver.db.unit_of_work import now
from receiver.domain.requests.settling import any_due, settle
from receiver.web.parts import Parts

log = logging.getLogger(__name__)


def settle_requests(made: Parts, company_id: int, record_id: str = "") -> None:
    """Settle what the published snapshot shows; of one account, where one is named. What can't be written now is
    settled the next time."""
    try:
        with made.work.reading(company_id) as session:
            if not any_due(session, company_id):
                return
        with made.work.writing(company_id, Lane.VISITORS) as session:
            settle(session, company_id, now(), record_id)
    except DatabaseFault as error:
        log.warning("settling requests of company %s: %s: %s", company_id, type(error).__name__, error)
