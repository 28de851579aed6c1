"""Calls accepted requests done that a snapshot shows, and lets go of passwords that it resets and of what opened the
administration site for users whom it lists no more, each in a transaction of its own."""

from __future__ import annotations

import logging

from receiver.db.faults import DatabaseFault
from receiver.db.lanes import Lane
from receiver.db.unit_of_work import now
from receiver.domain.administrators.departed import forget_departed
from receiver.domain.people.own_password import end_reset
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


def settle_passwords(made: Parts, company_id: int) -> None:
    """Let go of the chosen passwords that the office has reset. What can't be written now goes with a later upload."""
    try:
        with made.work.writing(company_id, Lane.VISITORS) as session:
            end_reset(session, company_id)
    except DatabaseFault as error:
        log.warning("resets of company %s: %s: %s", company_id, type(error).__name__, error)


def settle_administrators(made: Parts, company_id: int) -> None:
    """Forget passkeys and sessions of level-1 users who were removed or demoted. What can't be written now goes with a
    later upload; they open nothing meanwhile."""
    try:
        with made.work.writing(company_id, Lane.VISITORS) as session:
            forget_departed(session, company_id)
    except DatabaseFault as error:
        log.warning("administrators of company %s: %s: %s", company_id, type(error).__name__, error)
