"""What somebody wrote about is not on the portal any more: his words are shown, so that nothing is lost."""

from __future__ import annotations

from flask import Response, make_response

from receiver.domain.requests.typed import shown_text
from receiver.sites.portal.visit import Visit
from receiver.web.pages import render


def gone(visit: Visit, here: str, words: str) -> Response:
    """The page that says so; `here` is the page that lists what there is now."""
    page = render("portal/asking/gone.html", frame=visit.frame, visit=visit, here=here, words=shown_text(words))
    return make_response(page, 409)
