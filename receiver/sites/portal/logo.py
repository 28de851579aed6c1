"""The company's logo, as public as the sign-in page that shows it."""

from __future__ import annotations

from flask import Blueprint, Response, abort, request

from receiver.domain.companies.office import find_logo, mark_of
from receiver.domain.companies.queries import find_portal
from receiver.web import access
from receiver.web.assets import YEAR
from receiver.web.headers import POLICY
from receiver.web.pictures import SANDBOX
from receiver.web.transaction import viewing


@access.anybody
def logo(company_id: int) -> Response:
    """The picture. Under the name that pages give it a browser keeps it for a year, else it asks each time."""
    with viewing(company_id) as connection:
        company = find_portal(connection, company_id)
        png = find_logo(connection, company_id, company.published) if company else None
    if png is None:
        abort(404)
    answer = Response(png, mimetype="image/png", headers={POLICY: SANDBOX})
    mark = mark_of(png)
    answer.set_etag(mark)
    answer.cache_control.public = True
    if request.args.get("v") == mark:
        answer.cache_control.max_age = YEAR
        answer.cache_control.immutable = True
    else:
        answer.cache_control.no_cache = True
    answer.make_conditional(request)
    return answer


def add_to(blueprint: Blueprint) -> None:
    """Register it."""
    blueprint.add_url_rule("/logo", view_func=logo, methods=["GET"])
