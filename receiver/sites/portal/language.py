"""The language of the pages, chosen at this browser (B14), and that of the mails of whoever is signed in."""

from __future__ import annotations

from contextlib import suppress

from flask import Blueprint
from flask.typing import ResponseReturnValue

from receiver.db.unit_of_work import now
from receiver.domain.people import sessions as people
from receiver.domain.people.keeping import kept_user
from receiver.sites.choosing_language import chosen, spoken_from_now_on
from receiver.sites.frame import open_frame
from receiver.web import access, sessions
from receiver.web.forgery import session_form
from receiver.web.transaction import viewing, writing


@access.anybody
@session_form
def choose_language(company_id: int) -> ResponseReturnValue:
    """Speak another language from now on, and go back to the page that was open."""
    language = chosen()
    token = sessions.token(company_id)
    with viewing(company_id) as connection:
        open_frame(connection, company_id)
        found = people.find(connection, company_id, token, now()) if token else None
    if found is not None:
        # An extra person may be removed at this very moment; the cookie says enough.
        with suppress(LookupError), writing(company_id) as session:
            kept_user(session, company_id, found.user_id, now()).language = language
    return spoken_from_now_on(company_id, language, "portal.home")


def add_to(blueprint: Blueprint) -> None:
    """Register it."""
    blueprint.add_url_rule("/language", view_func=choose_language, methods=["POST"])
