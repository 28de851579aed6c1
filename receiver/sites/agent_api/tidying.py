"""What is done after each upload, once the office has its answer: what follows from it is settled, a little is pruned,
and pictures that no message names go, so that nothing else is needed to stay small."""

from __future__ import annotations

import logging
from datetime import datetime

from flask import Response

from receiver.db.faults import DatabaseFault
from receiver.db.unit_of_work import UnitOfWork
from receiver.domain.requests.photos import remove_orphans
from receiver.domain.settling import settle_all
from receiver.domain.snapshots.pruning import BATCH, prune
from receiver.settings import Retention
from receiver.sites.agent_api.control import answer
from receiver.web.parts import Parts, parts
from shared.messages import Begun

log = logging.getLogger(__name__)


def answer_and_tidy(company_id: int, begun: Begun, now: datetime) -> Response:
    """The answer to an upload. Behind one that needs no more, what is not settled is; behind one that is done as many
    rows go as it brought."""
    response = answer(begun)
    made = parts()
    work, retention = made.work, made.settings.retention
    if begun.state in ("done", "current"):
        response.call_on_close(lambda: settle_all(work, company_id))
    if begun.state == "done" and begun.receipt is not None:
        moved = sum(sum(counts.values()) for counts in begun.receipt.difference.values())
        response.call_on_close(lambda: _prune(work, company_id, retention, now, 2 * moved + BATCH))
        response.call_on_close(lambda: _remove_orphans(made, company_id, now))
    return response


def _prune(work: UnitOfWork, company_id: int, retention: Retention, now: datetime, rows: int) -> None:
    """What can't be removed now goes with a later upload."""
    try:
        prune(work, company_id, retention, now, rows)
    except DatabaseFault as error:
        log.warning("pruning company %s: %s: %s", company_id, type(error).__name__, error)


def _remove_orphans(made: Parts, company_id: int, now: datetime) -> None:
    """What a receiver left behind that was killed while it took a message."""
    try:
        remove_orphans(made.work, made.files, company_id, now)
    except DatabaseFault as error:
        log.warning("pictures of company %s: %s: %s", company_id, type(error).__name__, error)
