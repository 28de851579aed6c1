"""The language of the pages, chosen at this browser (B14), and that of the mails of whoever is signed in."""

from __future__ import annotations

from contextlib import suppress
from urllib.parse import parse_qsl, urlencode

from flask import Blueprint, abort, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from receiver.db.unit_of_work import now
from receiver.domain.people import sessions as people
from receiver.domain.people.keeping import kept_user
from receiver.languages import languages
from receiver.sites.portal.frame import open_frame
from receiver.web import access, sessions
from receiver.web.assets import YEAR
from receiver.web.forgery import session_form
from receiver.web.language import COOKIE
from receiver.web.parts import parts
from receiver.web.transaction import viewing, writing


@access.anybody
@session_form
def choose_language(company_id: int) -> ResponseReturnValue:
    """Speak another language from now on, and go back to the page that was open."""
    language = request.form.get("language", "")
    if language not in languages():
        abort(400)
    token = sessions.token(company_id)
    with viewing(company_id) as connection:
        open_frame(connection, company_id)
        found = people.find(connection, company_id, token, now()) if token else None
    if found is not None:
        # An extra person may be removed at this very moment; the cookie says enough.
        with suppress(LookupError), writing(company_id) as session:
            kept_user(session, company_id, found.user_id, now()).language = language
    answer = redirect(_page(company_id, request.form.get("back", "")), 303)
    answer.set_cookie(COOKIE, language, max_age=YEAR, secure=parts().settings.secure, httponly=True, samesite="Lax")
    return answer


def _page(company_id: int, back: str) -> str:
    """That page of the company's portal, with what was asked of it; home where it is none."""
    home = url_for("portal.home", company_id=company_id)
    path, _mark, asked = back.partition("?")
    try:
        endpoint, values = current_app.url_map.bind("").match(path, "GET")
    except HTTPException:
        return home
    if not endpoint.startswith("portal.") or values.get("company_id") != company_id:
        return home
    page = url_for(endpoint, **values)
    return f"{page}?{urlencode(parse_qsl(asked))}" if asked else page


def add_to(blueprint: Blueprint) -> None:
    """Register it."""
    blueprint.add_url_rule("/language", view_func=choose_language, methods=["POST"])
