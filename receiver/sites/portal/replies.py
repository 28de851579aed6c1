"""What the office wrote back counts as read once somebody has looked at its page."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress

from flask import request

from receiver.db.faults import DatabaseFault
from receiver.db.unit_of_work import now
from receiver.domain.requests.threads import read_replies
from receiver.sites.portal.visit import Visit
from receiver.web.transaction import writing


def note_read(visit: Visit, numbers: Collection[int]) -> None:
    """The replies to these requests stand on this page: they have been seen, by somebody who may answer them; a browser
    that fetches a page beforehand has seen nothing. A page that can be read is never refused for that."""
    if (
        numbers
        and visit.rights.may_ask
        and not visit.viewer
        and "prefetch" not in request.headers.get("Sec-Purpose", "")
    ):
        with suppress(DatabaseFault), writing(visit.company_id) as session:
            read_replies(session, visit.company_id, numbers, now())
