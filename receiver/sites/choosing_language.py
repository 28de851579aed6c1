"""The language that somebody chose at the foot of a page: remembered at his browser, and back to that page."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode

from flask import Response, abort, current_app, make_response, redirect, request, url_for
from werkzeug.exceptions import HTTPException

from receiver.languages import languages
from receiver.web.assets import YEAR
from receiver.web.language import COOKIE
from receiver.web.parts import parts


def chosen() -> str:
    """The language that the form names; 400 where there is none of that name."""
    language = request.form.get("language", "")
    if language not in languages():
        abort(400)
    return language


def spoken_from_now_on(company_id: int, language: str, home: str) -> Response:
    """The answer: the page of the same site that was open, and its `home` (an endpoint) where that is none."""
    answer = make_response(redirect(page_again(company_id, request.form.get("back", ""), home), 303))
    answer.set_cookie(COOKIE, language, max_age=YEAR, secure=parts().settings.secure, httponly=True, samesite="Lax")
    return answer


def page_again(company_id: int, back: str, home: str) -> str:
    """Where `back` is, a path with what was asked of it; where the page `home` is, if that is none of the same site and
    company."""
    at_home = url_for(home, company_id=company_id)
    path, _mark, asked = back.partition("?")
    try:
        endpoint, values = current_app.url_map.bind("").match(path, "GET")
    except HTTPException:
        return at_home
    if endpoint.partition(".")[0] != home.partition(".")[0] or values.get("company_id") != company_id:
        return at_home
    page = url_for(endpoint, **values)
    return f"{page}?{urlencode(parse_qsl(asked))}" if asked else page
