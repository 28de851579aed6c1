"""The front door, the health checks, and what crawlers ask for."""

from __future__ import annotations

from flask import Blueprint, Response

from receiver.db.faults import DatabaseFault
from receiver.db.migrations import is_current
from receiver.web import access
from receiver.web.pages import render
from receiver.web.parts import parts

blueprint = Blueprint("public", __name__)


@blueprint.get("/")
@access.anybody
def front_door() -> str:
    """Portals are reached by the company's own link; companies are not listed here."""
    return render("public/front_door.html")


@blueprint.get("/healthz")
@access.anybody
def healthz() -> Response:
    """The process lives."""
    return _plain("ok", 200)


@blueprint.get("/readyz")
@access.anybody
def readyz() -> Response:
    """The database can be reached and has this program's layout."""
    try:
        ready = is_current(parts().work.engine)
    except DatabaseFault:
        return _plain("the database can't be reached", 503)
    return _plain("ready", 200) if ready else _plain("the database has another layout: receiver migrate up", 503)


@blueprint.get("/robots.txt")
@access.anybody
def robots() -> Response:
    """Nothing here is for search engines."""
    return _plain("User-agent: *\nDisallow: /", 200)


def _plain(text: str, status: int) -> Response:
    return Response(f"{text}\n", status, mimetype="text/plain")
