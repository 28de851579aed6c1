"""The routes of the agent API."""

from __future__ import annotations

from typing import Final
from urllib.parse import unquote

from flask import Blueprint, Response, request

from receiver.db.unit_of_work import now
from receiver.domain.companies.queries import find_company
from receiver.domain.refusals import Refused
from receiver.domain.snapshots.publisher import Publisher
from receiver.domain.snapshots.receipts import status
from receiver.domain.snapshots.requests import Origin
from receiver.domain.snapshots.showing import tidy
from receiver.sites.agent_api.audit import take_told
from receiver.sites.agent_api.control import answer, read_message
from receiver.sites.agent_api.guard import body, check_device, check_protocol, computer, note_seen
from receiver.sites.agent_api.outbound import (
    answer_request,
    claim_request,
    photo_of_request,
    what_moved,
    with_what_moved,
)
from receiver.sites.agent_api.pairing import pair_computer
from receiver.sites.agent_api.problems import answer_problems
from receiver.sites.agent_api.tidying import answer_and_tidy
from receiver.web import access
from receiver.web.parts import parts
from shared import limits
from shared.messages import BY_SCHEDULE, PART_DIGEST_HEADER, PERSON_HEADER, STARTED_HEADER, Begin, Commit, Seen
from shared.signing import SEEN_HEADER
from shared.version import PREFIX

blueprint = Blueprint("agent_api", __name__, url_prefix=PREFIX)
answer_problems(blueprint)

MOST: Final = {"agent_api.put_part": limits.PART_BYTES}
"""How large the body of a request may be, where it is not a control message."""

NUMBER: Final = "<whole:number>"

MOST_TOLD: Final = 2_000
"""Characters of a name, as it is written in a header."""


@blueprint.before_request
def guard() -> None:
    """Let in only what a paired computer signed; `pair` sees to itself."""
    check_protocol()
    if request.endpoint != "agent_api.pair":
        check_device(MOST.get(request.endpoint or "", limits.CONTROL_BYTES))
        note_seen()


@blueprint.post("/pair")
@access.device
def pair() -> Response:
    """Enrol a computer."""
    return pair_computer()


@blueprint.get("/status")
@access.device
def company_status() -> Response:
    """What the receiver holds of the company."""
    company_id = computer().company_id
    with parts().work.reading(company_id) as session:
        company = find_company(session, company_id)
        if company is None:
            raise Refused("not-found", "This receiver hosts no such company.")
        return answer(status(session, company, now()))


@blueprint.post("/snapshots")
@access.device
def begin() -> Response:
    """Begin an upload, go on with it, or learn that there is nothing to do."""
    message = read_message(Begin, body())
    begun = _publisher().begin(computer().company_id, computer().device_id, message, _origin())
    return with_what_moved(answer_and_tidy(computer().company_id, begun, now()))


@blueprint.get(f"/snapshots/{NUMBER}")
@access.device
def look(number: int) -> Response:
    """How an upload stands."""
    return answer(_publisher().look(computer().company_id, computer().device_id, number))


@blueprint.put(f"/snapshots/{NUMBER}/parts/<whole:n>")
@access.device
def put_part(number: int, n: int) -> Response:
    """Take a part."""
    digest = request.headers.get(PART_DIGEST_HEADER, "")
    _publisher().put_part(computer().company_id, computer().device_id, number, n, body(), digest)
    return Response(status=204)


@blueprint.post(f"/snapshots/{NUMBER}/commit")
@access.device
def commit(number: int) -> Response:
    """Publish an upload."""
    announced = read_message(Commit, body()) if body() else None
    begun = _publisher().commit(computer().company_id, computer().device_id, number, announced)
    return with_what_moved(answer_and_tidy(computer().company_id, begun, now()))


@blueprint.get("/outbound")
@access.device
def outbound() -> Response:
    """What customers asked for, and what became of it, since the office last looked."""
    return what_moved()


@blueprint.post(f"/outbound/{NUMBER}/claim")
@access.device
def claim(number: int) -> Response:
    """Keep other computers of the office from answering."""
    return claim_request(number)


@blueprint.post(f"/outbound/{NUMBER}/answer")
@access.device
def answer_one(number: int) -> Response:
    """Take what the office says to a request."""
    return answer_request(number)


@blueprint.get(f"/outbound/{NUMBER}/photos/<whole:position>")
@access.device
def photo(number: int, position: int) -> Response:
    """A photo that came with a message."""
    return photo_of_request(number, position)


@blueprint.post("/audit")
@access.device
def audit() -> Response:
    """Take what was done at the office into the audit log."""
    return take_told()


def _origin() -> Origin:
    """Who pressed Process and what he saw, or that the schedule did, as the office tells; what is no name is passed
    over."""
    told = unquote(request.headers.get(PERSON_HEADER, "")[:MOST_TOLD])
    scheduled = request.headers.get(STARTED_HEADER) == BY_SCHEDULE
    seen = request.headers.get(SEEN_HEADER)
    return Origin(tidy(told) if told.strip() else "", scheduled, None if seen is None else Seen.read(seen))


def _publisher() -> Publisher:
    return Publisher(parts().work, parts().secrets.peppers, now)
