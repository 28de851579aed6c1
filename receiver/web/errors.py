"""Error pages: what happened and a next step, never a traceback. The agent API answers for itself."""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from typing import Final

from flask import Flask, Response, make_response, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from receiver.db.faults import DatabaseAway, DatabaseBusy, DatabaseFault, StorageFull
from receiver.languages import N_
from receiver.web.language import gettext
from receiver.web.pages import render

log = logging.getLogger(__name__)

RETRY_SECONDS: Final = 10
COMPANY_PATH: Final = re.compile(r"/[1-9][0-9]{0,9}/")


@dataclass(frozen=True)
class ErrorText:
    """What a page says: what happened, and what to do now."""

    title: str
    step: str


TEXTS: Final = {
    400: ErrorText(N_("That request could not be read"), N_("Go back, check what you typed, and try once more.")),
    403: ErrorText(
        N_("That did not come from this page"),
        N_("Perhaps the page was open for a long time. Go back, reload it, and try once more."),
    ),
    404: ErrorText(
        N_("There is no such page here"),
        N_("Check the address, or use the link that your office gave you."),
    ),
    405: ErrorText(N_("That can't be done here"), N_("Go back to the page you came from.")),
    413: ErrorText(N_("That is too large"), N_("Go back and send less at once.")),
    429: ErrorText(N_("Too many attempts"), N_("Wait a few minutes, then try once more.")),
    500: ErrorText(
        N_("Something went wrong on our side"), N_("It is not your doing. Please try again in a few minutes.")
    ),
    503: ErrorText(N_("The portal is busy just now"), N_("Please try again in a few seconds.")),
    507: ErrorText(
        N_("The portal can't store anything just now"),
        N_("Nothing was lost. Please try again later, or call your office."),
    ),
}


def answer_errors(app: Flask) -> None:
    """Give every error of `app` its page."""
    app.register_error_handler(CSRFError, lambda _error: error_page(403))
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(DatabaseFault, _database)
    app.register_error_handler(Exception, _unforeseen)


def error_page(status: int) -> Response:
    """The page for `status`; statuses without a text of their own get the nearest one."""
    text = TEXTS.get(status) or TEXTS[500 if status >= 500 else 400]
    page = render(
        "errors/page.html", title=gettext(text.title), step=gettext(text.step), status=status, portal=_portal()
    )
    response = make_response(page, status)
    if status == 503:
        response.headers["Retry-After"] = str(RETRY_SECONDS)
    return response


def _portal() -> str:
    """The home of the portal that the address belongs to; empty where it belongs to none."""
    company = COMPANY_PATH.match(request.path)
    return company.group() if company else ""


def _http(error: HTTPException) -> ResponseReturnValue:
    """A page for what Flask refuses; a redirect stays one, and an answer keeps its `Allow`."""
    if error.response is not None or error.code is None or error.code < 400:
        return error.get_response()
    response = error_page(error.code)
    for name, value in error.get_headers(request.environ):
        if name.lower() in ("allow", "retry-after"):
            response.headers[name] = value
    return response


def _database(error: DatabaseFault) -> Response:
    log.warning("database: %s: %s", type(error).__name__, error)
    if isinstance(error, StorageFull):
        return error_page(507)
    return error_page(503 if isinstance(error, DatabaseBusy | DatabaseAway) else 500)


def _unforeseen(error: Exception) -> Response:
    # The endpoint, not the address: addresses may carry what people typed.
    log.error("unforeseen error in %s", request.endpoint, exc_info=error)
    return error_page(500)
