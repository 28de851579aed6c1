"""What follows from a snapshot that is shown, in transactions of their own: accepted requests are done, passwords that
the office has reset have ended."""

from __future__ import annotations

import logging

from receiver.db.faults import DatabaseFault
from receiver.db.lanes import Lane
from receiver.db.unit_of_work import now
from receiver.domain.people import office_resets
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


def end_passwords(made: Parts, company_id: int) -> None:
    """End the passwords that the office has reset; what can't be written now ends the next time, and until then the
    count in the snapshot decides."""
    try:
        with made.work.reading(company_id) as session:
            if not office_resets.any_due(session, company_id):
                return
        with made.work.writing(company_id, Lane.VISITORS) as session:
            office_resets.end_reset(session, company_id)
    except DatabaseFault as error:
        log.warning("resets of passwords of company %s: %s: %s", company_id, type(error).__name__, error)
