"""What the office set of the portal's looks, as public as the sign-in page that shows it (C5, C6)."""

from __future__ import annotations

from flask import Blueprint, Response, abort, request

from receiver.domain.companies.queries import find_portal
from receiver.domain.looks.accent import accent_of
from receiver.domain.looks.look import look_of
from receiver.domain.looks.pictures import picture_of
from receiver.web import access
from receiver.web.assets import YEAR
from receiver.web.headers import POLICY
from receiver.web.pictures import SANDBOX
from receiver.web.transaction import viewing


@access.anybody
def picture(company_id: int, name: str) -> Response:
    """Splash screen or logo. What has a name of its own never changes, so a browser keeps it for a year."""
    with viewing(company_id) as connection:
        found = picture_of(connection, company_id, name)
    if found is None:
        abort(404)
    answer = Response(found.body, mimetype=found.type, headers={POLICY: SANDBOX})
    answer.set_etag(name)
    return _kept_for_a_year(answer)


@access.anybody
def colours(company_id: int) -> Response:
    """The stylesheet with the office's colour. Under the name that pages give it a browser keeps it for a year."""
    with viewing(company_id) as connection:
        company = find_portal(connection, company_id)
    chosen = look_of(company.look).accent if company else ""
    if not chosen:
        abort(404)
    accent = accent_of(chosen)
    answer = Response(accent.style(), mimetype="text/css", headers={POLICY: SANDBOX})
    answer.set_etag(accent.mark)
    if request.args.get("v") == accent.mark:
        return _kept_for_a_year(answer)
    answer.cache_control.no_cache = True
    answer.make_conditional(request)
    return answer


def add_to(blueprint: Blueprint) -> None:
    """Register them."""
    blueprint.add_url_rule("/pictures/<name>", view_func=picture, methods=["GET"])
    blueprint.add_url_rule("/colours.css", view_func=colours, methods=["GET"])


def _kept_for_a_year(answer: Response) -> Response:
    answer.cache_control.public = True
    answer.cache_control.max_age = YEAR
    answer.cache_control.immutable = True
    answer.make_conditional(request)
    return answer
