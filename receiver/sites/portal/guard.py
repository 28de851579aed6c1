"""Lets customers in: the session, and what the published records say about it at this moment (T22).

One statement finds the session, its company and the records that every page needs. A session ends when its customer
left the snapshot, when his number belongs to another record, or when his password was changed.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import wraps
from typing import Any

from flask import Response, abort, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from receiver.db.faults import DatabaseFault
from receiver.db.unit_of_work import now
from receiver.domain.companies.office import Office
from receiver.domain.people import sessions as people
from receiver.domain.people.verifiers import StoredCredential, read_credential
from receiver.domain.snapshots.bodies import unpacked
from receiver.domain.snapshots.queries import numbers_of, published_records
from receiver.sites.portal.frame import Frame, closed_page, open_frame, published_office
from receiver.web import sessions
from receiver.web.access import marker
from receiver.web.forgery import session_token
from receiver.web.language import gettext as _
from receiver.web.pages import render
from receiver.web.transaction import viewing, writing
from shared import records
from shared.canonical import decode_as


@dataclass(frozen=True, slots=True)
class Visit:
    """A signed-in customer on a page; everything that authorises comes from here, nothing from the address."""

    frame: Frame
    number: str
    customer: records.Customer
    connection: Connection
    """The transaction of this request."""
    form_token: str
    """For the forms of his pages."""


@dataclass(frozen=True, slots=True)
class Ended:
    """The session holds no more; `why` is the sentence for the visitor."""

    frame: Frame
    why: str


Page = Callable[[Visit], ResponseReturnValue]


def customer(view: Page) -> Callable[..., ResponseReturnValue]:
    """Marks a page that only a signed-in customer of the company sees, and lets him in."""

    @marker("customer")
    @wraps(view)
    def guarded(company_id: int) -> ResponseReturnValue:
        token = sessions.token(company_id)
        with viewing(company_id) as connection:
            if token is None:
                open_frame(connection, company_id)
                return redirect(url_for("portal.sign_in_page", company_id=company_id, to=_wanted() or None), 303)
            found = people.find(connection, company_id, token, now())
            state = _checked(found, connection, token) if found else _unknown(connection, company_id)
            answer = make_response(_ended_page(state) if isinstance(state, Ended) else view(state))
        _write_down(company_id, token, found, state)
        if isinstance(state, Ended):
            sessions.clear(answer, company_id)
        return answer

    return guarded


def _checked(found: people.Found, connection: Connection, token: str) -> Visit | Ended:
    """Hold the session against what is published now."""
    company = found.portal
    office = published_office(unpacked(found.office)) if found.office else Office(company.name)
    frame = Frame(company, office, found.published_at)
    if company.suspended:
        abort(closed_page(frame))
    body = decode_as(records.Customer, unpacked(found.customer)) if found.customer else None
    credential = read_credential(unpacked(found.credential)) if found.credential else None
    number = found.number
    if body is None or body.record_id != found.record_id:
        moved = _moved(found, connection)
        if moved is None:
            return Ended(frame, _("This account is no longer on the portal. Please ask the office about it."))
        number, body, credential = moved
    if credential is None or credential.verifier.mark != found.verifier_mark:
        if number != found.number:
            return Ended(frame, _("The office changed the number of this account. Please sign in with the new one."))
        return Ended(frame, _("The office changed the password of this account. Please sign in with the new one."))
    return Visit(frame, number, body, connection, session_token(token))


def _moved(found: people.Found, connection: Connection) -> tuple[str, records.Customer, StoredCredential | None] | None:
    """Where the customer is now whose number was given to somebody else or to nobody: his new number, and what is
    published under it; None where he left."""
    company = found.portal
    numbers = numbers_of(connection, company.company_id, company.published, found.record_id)
    if len(numbers) != 1:
        return None
    number = numbers[0]
    wanted = [("customer", number), ("credential", number)]
    stored = published_records(connection, company.company_id, company.published, wanted)
    customer, credential = (stored.get(one) for one in wanted)
    if customer is None:
        return None
    body = decode_as(records.Customer, customer.body)
    return number, body, read_credential(credential.body) if credential else None


def _unknown(connection: Connection, company_id: int) -> Ended:
    frame = open_frame(connection, company_id)
    return Ended(frame, _("You were signed out. Please sign in once more."))


def _ended_page(ended: Ended) -> Response:
    """The sign-in page in place of the page that was asked for."""
    form: dict[str, Any] = {"identifier": "", "to": _wanted()}
    page = render("portal/sign_in.html", frame=ended.frame, form=form, faults={}, fault=ended.why)
    return make_response(page, 401)


def _wanted() -> str:
    """The page to open after the sign-in, by its own word; home needs none."""
    word = (request.endpoint or "").rpartition(".")[2]
    return "" if word == "home" else word


def _write_down(company_id: int, token: str, found: people.Found | None, state: Visit | Ended) -> None:
    """End a session that holds no more, or note the visit; a page that can be read is never refused for that."""
    moment, ended = now(), isinstance(state, Ended)
    renumbered = found is not None and isinstance(state, Visit) and state.number != found.number
    if found is None or not (ended or renumbered or moment - found.seen_at >= people.TOUCH_EVERY):
        return
    with suppress(DatabaseFault), writing(company_id) as session:
        if ended:
            people.end(session, company_id, token)
            return
        people.touch(session, company_id, token, found.created_at, moment)
        if isinstance(state, Visit) and renumbered:
            people.renumber(session, company_id, token, state.number)
