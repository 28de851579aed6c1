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
from receiver.domain.companies.queries import Portal
from receiver.domain.people import sessions as people
from receiver.domain.people.rights import Rights
from receiver.domain.people.users import CUSTOMER, PERSON
from receiver.domain.people.verifiers import StoredCredential, counting, read_credential
from receiver.domain.snapshots.bodies import unpacked
from receiver.domain.snapshots.queries import numbers_of, published_records
from receiver.sites.portal.frame import Frame, closed_page, open_frame, published_office
from receiver.web import sessions
from receiver.web.access import marker
from receiver.web.forgery import account_mark, session_token
from receiver.web.language import gettext as _
from receiver.web.pages import render
from receiver.web.transaction import viewing, writing
from shared import records
from shared.canonical import decode_as


@dataclass(frozen=True, slots=True)
class User:
    """Who is signed in: a customer of the office, or an extra person."""

    user_id: str
    kept: people.KeptUser
    """What the portal keeps of him."""

    @property
    def person(self) -> bool:
        """Whether he is an extra person, without an account of his own."""
        return self.user_id.startswith(PERSON)

    @property
    def record_id(self) -> str:
        """Of his own account; empty for an extra person."""
        return "" if self.person else self.user_id.removeprefix(CUSTOMER)


@dataclass(frozen=True, slots=True)
class Visit:
    """A signed-in user on a page, and the account he looks at; everything that authorises comes from here, nothing from
    the address."""

    frame: Frame
    number: str
    customer: records.Customer
    connection: Connection
    """The transaction of this request."""
    form_token: str
    """For the forms of his pages."""
    user: User
    rights: Rights
    own_number: str = ""
    """The number of his own account; empty for an extra person."""

    @property
    def form_for(self) -> str:
        """For whom the forms of his pages are made."""
        return account_mark(self.company_id, self.user.user_id, self.customer.record_id)

    @property
    def company_id(self) -> int:
        """The company number."""
        return self.frame.company_id

    @property
    def published(self) -> int:
        """The snapshot that he sees."""
        return self.frame.company.published

    @property
    def shares_money(self) -> bool:
        """Whether this page may show prices, amounts and the balance."""
        return self.frame.office.shares_money and self.rights.sees_money


@dataclass(frozen=True, slots=True)
class Ended:
    """The session holds no more; `why` is the sentence for the visitor."""

    frame: Frame
    why: str
    again: bool = True
    """Whether he can sign in once more and find everything as it was."""


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
            lambda state: ended_page(state, _wanted()) if isinstance(state, Ended) else view(state, **values),
        )
        return answer

    return guarded


def admitted(
    company_id: int, answered: Callable[[Visit | Ended], ResponseReturnValue]
) -> tuple[Visit | Ended, Response]:
    """Who comes, as his session says, and what is `answered` to him. A session that holds no more ends with it."""
    token = sessions.token(company_id)
    with viewing(company_id) as connection:
        found = people.find(connection, company_id, token, now()) if token else None
        state = _checked(found, connection, token) if found and token else _unknown(connection, company_id)
        answer = make_response(answered(state))
    if token is not None:
        _write_down(company_id, token, found, state)
    if isinstance(state, Ended):
        sessions.clear(answer, company_id)
    return state, answer


def _checked(found: people.Found, connection: Connection, token: str) -> Visit | Ended:
    """Hold the session against what is published now, and against what the portal keeps."""
    company = found.portal
    office = published_office(unpacked(found.office)) if found.office else Office(company.name)
    frame = Frame(company, office, found.published_at)
    if company.suspended:
        abort(closed_page(frame))
    if found.kept.deactivated_at is not None:
        return Ended(frame, _("This account is no longer on the portal. Please ask the office about it."), again=False)
    user = User(found.user_id, found.kept)
    looked_at = _account(found, connection)
    if looked_at is None:
        return Ended(frame, _("This account is no longer on the portal. Please ask the office about it."), again=False)
    number, body = looked_at
    own = user.record_id == body.record_id
    own_number, credential = _own_credential(user, found, connection, number if own else found.own_number)
    if not _holds(found, credential):
        if own and number != found.number:
            return Ended(frame, _("The office changed the number of this account. Please sign in with the new one."))
        return Ended(frame, _("The office changed the password of this account. Please sign in with the new one."))
    rights = Rights.OWN if own else found.link
    if rights is None:
        return Ended(frame, _("You can't see this account any more. Please sign in once more."))
    return Visit(frame, number, body, connection, session_token(token), user, Rights(rights), own_number)


def _account(found: people.Found, connection: Connection) -> tuple[str, records.Customer] | None:
    """The account that is looked at: its number now, and its record; None where it left the portal."""
    body = decode_as(records.Customer, unpacked(found.customer)) if found.customer else None
    if body is not None and body.record_id == found.record_id:
        return found.number, body
    company = found.portal
    number = _number_now(company, connection, found.record_id)
    wanted = ("customer", number or "")
    stored = published_records(connection, company.company_id, company.published, [wanted]).get(wanted)
    return (number, decode_as(records.Customer, stored.body)) if number and stored else None


def _own_credential(
    user: User, found: people.Found, connection: Connection, number: str
) -> tuple[str, StoredCredential | None]:
    """The user's own number now, and the password that is published under it."""
    if user.person:
        return "", None
    held = read_credential(unpacked(found.credential)) if found.credential and number == found.own_number else None
    if held is not None and held.record_id == user.record_id:
        return number, held
    company = found.portal
    if number == found.own_number:
        number = _number_now(company, connection, user.record_id) or number
    wanted = ("credential", number)
    stored = published_records(connection, company.company_id, company.published, [wanted]).get(wanted)
    other = read_credential(stored.body) if stored else None
    return number, other if other is not None and other.record_id == user.record_id else None


def _holds(found: people.Found, credential: StoredCredential | None) -> bool:
    """Whether the password that the session was started with still counts; who has none came by a mailed link."""
    verifier = counting(found.kept.verifier or b"", found.kept.reset or 0, credential)
    return (verifier.mark if verifier else b"") == found.verifier_mark


def _number_now(company: Portal, connection: Connection, record_id: str) -> str | None:
    """The number that the office's record has now: that of the session was given to somebody else or to nobody."""
    numbers = numbers_of(connection, company.company_id, company.published, record_id)
    return numbers[0] if len(numbers) == 1 else None


def _unknown(connection: Connection, company_id: int) -> Ended:
    frame = open_frame(connection, company_id)
    return Ended(frame, _("You were signed out. Please sign in once more."))


def ended_page(ended: Ended, to: str = "") -> Response:
    """The sign-in page in place of the page that was asked for; `to` is the word of the page to open afterwards."""
    form: dict[str, Any] = {"identifier": "", "to": to}
    page = render("portal/sign_in.html", frame=ended.frame, form=form, faults={}, fault=ended.why)
    return make_response(page, 401)


def _wanted() -> str:
    """The page to open after the sign-in, by its own word; home needs none."""
    word = (request.endpoint or "").rpartition(".")[2]
    return "" if word == "home" else word


def _write_down(company_id: int, token: str, found: people.Found | None, state: Visit | Ended) -> None:
    """End a session that holds no more, or note the visit; a page that can be read is never refused for that."""
    moment, ended = now(), isinstance(state, Ended)
    renumbered = (
        found is not None
        and isinstance(state, Visit)
        and (state.number, state.own_number) != (found.number, found.own_number)
    )
    if found is None or not (ended or renumbered or moment - found.seen_at >= people.TOUCH_EVERY):
        return
    with suppress(DatabaseFault), writing(company_id) as session:
        if ended:
            people.end(session, company_id, token)
            return
        people.touch(session, company_id, token, found.created_at, moment)
        if isinstance(state, Visit) and renumbered:
            people.renumber(session, company_id, token, number=state.number, own_number=state.own_number)
