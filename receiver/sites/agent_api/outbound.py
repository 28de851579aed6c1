"""Requests of customers for the office, and the office's answers (A15, `shared.outbound`)."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import UTC, datetime

from flask import Response, request
from sqlalchemy.orm import Session

from receiver.db.faults import DatabaseFault
from receiver.db.unit_of_work import now
from receiver.domain.refusals import Refused
from receiver.domain.requests import answering
from receiver.domain.requests.counters import moved_until
from receiver.domain.requests.models import CustomerRequest
from receiver.domain.requests.outbound import asked, outbound
from receiver.domain.requests.photos import photo_at
from receiver.sites.agent_api.control import answer, read_message
from receiver.sites.agent_api.guard import body, computer
from receiver.web.parts import parts
from receiver.web.transaction import writing
from shared.messages import OUTBOUND_HEADER
from shared.outbound import Answer, Claim

_AFTER = re.compile(rb"after=(0|[1-9][0-9]{0,9})(?:&heard=(0|[1-9][0-9]{0,9}))?")


def what_moved() -> Response:
    """Answer `GET outbound?after=N&heard=T`. Raises `Refused`."""
    found = _AFTER.fullmatch(request.query_string)
    if found is None:
        raise Refused(
            "bad-request", "The request can't be understood.", "It says after=NUMBER, and heard=TIME behind it."
        )
    company_id = computer().company_id
    heard = datetime.fromtimestamp(int(found[2]), UTC) if int(found[2] or 0) else None
    with parts().work.reading(company_id) as session:
        return answer(outbound(session, company_id, int(found[1]), now(), heard))


def with_what_moved(response: Response) -> Response:
    """The answer to an upload, which tells how far what goes home has moved; where that can't be read just now, it
    tells nothing, for the upload is what matters."""
    company_id = computer().company_id
    with suppress(DatabaseFault), parts().work.reading(company_id) as session:
        response.headers[OUTBOUND_HEADER] = str(moved_until(session, company_id))
    return response


def claim_request(number: int) -> Response:
    """Answer `POST outbound/{number}/claim`. Raises `Refused`."""
    sender, message = computer(), read_message(Claim, body())
    with writing(sender.company_id) as session:
        return _as_it_is(session, answering.claim(session, sender.company_id, sender.device_id, number, message, now()))


def answer_request(number: int) -> Response:
    """Answer `POST outbound/{number}/answer`. Raises `Refused`."""
    sender, message = computer(), read_message(Answer, body())
    with writing(sender.company_id) as session:
        given = answering.answer(session, sender.company_id, sender.device_id, number, message, now())
        return _as_it_is(session, given.request)


def photo_of_request(number: int, position: int) -> Response:
    """Answer `GET outbound/{number}/photos/{position}`. Raises `Refused`."""
    company_id = computer().company_id
    with parts().work.reading(company_id) as session:
        answering.find_request(session, company_id, number)
        photo = photo_at(session, company_id, number, position)
    data = parts().files.read(company_id, photo.photo_id) if photo else None
    if data is None:
        raise Refused("not-found", f"Request {number} has no photo {position}.")
    return Response(data, content_type="image/jpeg")


def _as_it_is(session: Session, row: CustomerRequest) -> Response:
    """The answer that shows a request as it stands in this transaction."""
    (one,) = asked(session, row.company_id, [row], now())
    return answer(one)
