"""Every refusal of the agent API is a problem document (RFC 9457): never a page, never a traceback."""

from __future__ import annotations

import logging
from typing import Final

import msgspec
from flask import Blueprint, Response, request

from receiver.db.faults import DatabaseAway, DatabaseBusy, DatabaseFault, StorageFull
from receiver.db.unit_of_work import now
from receiver.domain.refusals import Refused
from receiver.domain.sealing import SealError
from receiver.domain.snapshots.receipts import wire_time
from shared.messages import PROTOCOL_HEADER
from shared.problems import MEDIA_TYPE, Problem
from shared.version import PREFIX, PROTOCOL

log = logging.getLogger(__name__)

RETRY_SECONDS: Final = 5
KEPT: Final = ("Allow", "Retry-After")

_GENERAL: Final = {
    400: ("bad-request", "The request can't be understood."),
    403: ("bad-signature", "This address is for paired office computers."),
    404: ("not-found", "There is nothing at this address."),
    405: ("method", "This address does not take such a request."),
    413: ("too-large", "The request is too large."),
    415: ("media-type", "The request is not of the right media type."),
    429: ("too-many", "Too many requests."),
    503: ("busy", "The receiver is busy."),
    507: ("storage-full", "The receiver has no space left."),
}
"""What the rest of the application answers below `PREFIX`, by status, in the words of the contract."""


def answer_problems(blueprint: Blueprint) -> None:
    """Turn every refusal below `PREFIX` into a problem document."""
    blueprint.register_error_handler(Refused, _refused)
    blueprint.register_error_handler(DatabaseFault, _fault)
    blueprint.register_error_handler(SealError, _unopened)
    blueprint.after_app_request(_only_problems)


def problem(code: str, title: str, status: int, detail: str = "", retry_after: int = 0) -> Response:
    """The answer that says no."""
    body = Problem(
        code=code,
        title=title,
        status=status,
        detail=detail,
        time=wire_time(now()) if code == "clock" else "",
        retry_after=retry_after,
    )
    response = Response(msgspec.json.encode(body), status, content_type=MEDIA_TYPE)
    if retry_after:
        response.headers["Retry-After"] = str(retry_after)
    return response


def _refused(error: Refused) -> Response:
    return problem(error.code, error.title, error.status, error.detail, error.retry_after)


def _fault(error: DatabaseFault) -> Response:
    log.warning("database: %s: %s", type(error).__name__, error)
    if isinstance(error, StorageFull):
        return problem(
            "storage-full",
            "The receiver has no space left, or can't write to its disk.",
            507,
            "Nothing new was published; what was published before stays. Tell who runs the portal.",
        )
    if isinstance(error, DatabaseBusy):
        return problem("busy", "The receiver is busy.", 503, retry_after=RETRY_SECONDS)
    if isinstance(error, DatabaseAway):
        return problem("busy", "The receiver can't reach its database just now.", 503, retry_after=RETRY_SECONDS)
    return problem("internal", "The receiver can't use its database.", 500, "Tell who runs the portal.")


def _unopened(error: SealError) -> Response:
    log.error("the secret file does not fit the database: %s", error)
    return problem(
        "internal", "The receiver's secret file does not fit its database.", 500, "Tell who runs the portal."
    )


def _only_problems(response: Response) -> Response:
    """The last stop of answers below `PREFIX`: also what was refused before a route was found."""
    if not request.path.startswith(f"{PREFIX}/"):
        return response
    if response.status_code >= 400 and response.mimetype != MEDIA_TYPE:
        code, title = _GENERAL.get(response.status_code, ("internal", "Something went wrong at the receiver."))
        kept = {name: response.headers[name] for name in KEPT if name in response.headers}
        response = problem(code, title, response.status_code)
        response.headers.update(kept)
    response.headers[PROTOCOL_HEADER] = str(PROTOCOL)
    return response
