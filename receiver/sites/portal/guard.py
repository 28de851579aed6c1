"""Lets customers in: the session, and what the published records say about it at this moment (T22).

One statement finds the session and its company, one more the records that every page needs. A session ends when its
customer left the snapshot, when his number belongs to another record, or when his password was changed.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import wraps
from typing import Any

from flask import Response, abort, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from receiver.db.faults import DatabaseFault
from receiver.db.unit_of_work import now
from receiver.domain.people import sessions as people
from receiver.domain.snapshots.queries import published_records
from receiver.sites.portal.frame import COMPANY_RECORD, Frame, closed_page, office_of, open_frame
from receiver.web import sessions
from receiver.web.access import marker
from receiver.web.transaction import reading, writing
from shared import records
from shared.canonical import decode_as


@dataclass(frozen=True, slots=True)
class Visit:
    """A signed-in customer on a page; everything that authorises comes from here, nothing from the address."""

    frame: Frame
    number: str
    customer: records.Customer
    session: Session
    """The transaction of this request."""


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
        with reading(company_id) as session:
            if token is None:
                open_frame(session, company_id)
                return redirect(url_for("portal.sign_in_page", company_id=company_id, to=_wanted() or None), 303)
            found = people.find(session, company_id, token, now())
            state = _checked(session, found) if found else _unknown(session, company_id)
            answer = make_response(_ended_page(state) if isinstance(state, Ended) else view(state))
        _write_down(company_id, token, found, ended=isinstance(state, Ended))
        if isinstance(state, Ended):
            sessions.clear(answer, company_id)
        return answer

    return guarded


def _checked(session: Session, found: people.Found) -> Visit | Ended:
    """Hold the session against what is published now."""
    company, held = found.company, found.session
    keys = {kind: (kind, held.number) for kind in ("customer", "credential")}
    stored = published_records(session, company.company_id, company.published, [COMPANY_RECORD, *keys.values()])
    frame = Frame(company, office_of(company, stored.get(COMPANY_RECORD)), found.published_at)
    if company.suspended:
        abort(closed_page(frame))
    record, credential = stored.get(keys["customer"]), stored.get(keys["credential"])
    body = decode_as(records.Customer, record.body) if record else None
    if body is None or body.record_id != held.record_id:
        return Ended(frame, _("This account is no longer on the portal. Please ask the office about it."))
    if credential is None or credential.hash != held.credential_hash:
        return Ended(frame, _("The office changed the password of this account. Please sign in with the new one."))
    return Visit(frame, held.number, body, session)


def _unknown(session: Session, company_id: int) -> Ended:
    frame = open_frame(session, company_id)
    return Ended(frame, _("You were signed out. Please sign in once more."))


def _ended_page(ended: Ended) -> Response:
    """The sign-in page in place of the page that was asked for."""
    form: dict[str, Any] = {"identifier": "", "to": _wanted()}
    page = render_template("portal/sign_in.html", frame=ended.frame, form=form, faults={}, fault=ended.why)
    return make_response(page, 401)


def _wanted() -> str:
    """The page to open after the sign-in, by its own word; home needs none."""
    word = (request.endpoint or "").rpartition(".")[2]
    return "" if word == "home" else word


def _write_down(company_id: int, token: str, found: people.Found | None, *, ended: bool) -> None:
    """End a session that holds no more, or note the visit; a page that can be read is never refused for that."""
    moment = now()
    if found is None or (not ended and moment - found.session.seen_at < people.TOUCH_EVERY):
        return
    with suppress(DatabaseFault), writing(company_id) as session:
        if ended:
            people.end(session, company_id, token)
        else:
            people.touch(session, company_id, token, found.session.created_at, moment)
