"""Lets signed-in users in. One statement finds the session, its company and the records that every page needs; what it
says is judged by `receiver.sites.portal.admission`."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from typing import Any, Final

from flask import Response, abort, flash, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from receiver.db.faults import DatabaseFault
from receiver.db.unit_of_work import now
from receiver.domain.looks.sections import Section
from receiver.domain.people import sessions as people
from receiver.domain.people.visits import note
from receiver.sites.frame import open_frame
from receiver.sites.portal.admission import checked, unknown, visit_begins
from receiver.sites.portal.looking_on import NOT_KEPT
from receiver.sites.portal.sections import shows
from receiver.sites.portal.visit import Ended, Moved, Nowhere, State, Visit
from receiver.web import sessions
from receiver.web.access import marker
from receiver.web.pages import render
from receiver.web.transaction import viewing, writing

NO_SCHEDULE: Final = "Porchlight-No-Schedule"
"""In an answer: no copy of the schedule stays on the device (`assets/js/worker.js`)."""
Page = Callable[..., ResponseReturnValue]
"""Takes the visit, and what its address holds besides by name."""


def customer(view: Page) -> Callable[..., ResponseReturnValue]:
    """Marks a page that only a signed-in user of the company sees, and lets him in. It may take values from the address
    as keywords."""

    @marker("customer")
    @wraps(view)
    def guarded(company_id: int, **values: str | int) -> ResponseReturnValue:
        if sessions.token(company_id) is None:
            with viewing(company_id) as connection:
                open_frame(connection, company_id)
            return redirect(url_for("portal.sign_in_page", company_id=company_id, to=_wanted() or None), 303)
        _state, answer = admitted(
            company_id,
            lambda state: view(state, **values) if isinstance(state, Visit) else no_visit(state, _wanted()),
        )
        return answer

    return guarded


def admitted(company_id: int, answered: Callable[[State], ResponseReturnValue]) -> tuple[State, Response]:
    """Who comes, as his session says, and what is `answered` to him. A session that holds no more ends with it."""
    token = sessions.token(company_id)
    with viewing(company_id) as connection:
        found = people.find(connection, company_id, token, now()) if token else None
        state = checked(found, connection, token) if found and token else unknown(connection, company_id)
        if isinstance(state, Visit) and not shows(state, (request.endpoint or "").rpartition(".")[2]):
            abort(404)
        answer = make_response(answered(state))
        if isinstance(state, Visit):
            _tell_device(answer, state)
    if token is not None:
        _write_down(company_id, token, found, state)
    if isinstance(state, Ended):
        sessions.clear(answer, company_id)
    return state, answer


def _tell_device(answer: Response, visit: Visit) -> None:
    """What a copy of the schedule on the device has to know."""
    if visit.viewer:
        answer.headers[NOT_KEPT] = "yes"
    elif not visit.shows(Section.SCHEDULE):
        answer.headers[NO_SCHEDULE] = "yes"


def no_visit(state: Ended | Moved | Nowhere, to: str = "") -> ResponseReturnValue:
    """What is answered where there is no account to look at, or another one than was asked for; `to` is the word of the
    page to open after a sign-in."""
    if isinstance(state, Ended):
        return _ended_page(state, to)
    if isinstance(state, Nowhere):
        return make_response(render("portal/no_account.html", frame=state.frame, form_token=state.form_token), 403)
    flash(state.why)
    return redirect(state.frame.address("home"), 303)


def _ended_page(ended: Ended, to: str) -> Response:
    """The sign-in page in place of the page that was asked for."""
    form: dict[str, Any] = {"identifier": "", "to": to}
    page = render("portal/sign_in.html", frame=ended.frame, form=form, faults={}, fault=ended.why)
    return make_response(page, 401)


def _wanted() -> str:
    """The page to open after the sign-in, by its own word; home needs none."""
    word = (request.endpoint or "").rpartition(".")[2]
    return "" if word == "home" else word


def _write_down(company_id: int, token: str, found: people.Found | None, state: State) -> None:
    """End a session that holds no more, or note the visit; a page that can be read is never refused for that."""
    moment, ended = now(), isinstance(state, Ended)
    looks_at = _looks_at(state)
    moved = found is not None and looks_at not in (None, (found.number, found.record_id, found.own_number))
    if found is None or not (ended or moved or moment - found.seen_at >= people.TOUCH_EVERY):
        return
    if found.viewer and not ended:
        return
    with suppress(DatabaseFault, LookupError), writing(company_id) as session:
        if ended:
            people.end(session, company_id, token)
            return
        people.touch(session, company_id, token, found.created_at, moment)
        if isinstance(state, Visit) and visit_begins(found):
            note(session, company_id, found.user_id, moment)
        if moved and looks_at is not None:
            number, record_id, own_number = looks_at
            people.look_at(session, company_id, token, number=number, record_id=record_id, own_number=own_number)


def _looks_at(state: State) -> tuple[str, str, str] | None:
    """The account that the session stands at after this request, and the user's own number."""
    if isinstance(state, Visit):
        return state.number, state.customer.record_id, state.own_number
    return (state.number, state.record_id, state.own_number) if isinstance(state, Moved) else None
