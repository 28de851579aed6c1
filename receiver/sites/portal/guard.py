"""Lets customers in: the session, and what the published records say about it at this moment (T22).

One statement finds the session, its company and the records that every page needs. A session ends when its customer
left the snapshot, when his number belongs to another record, or when his password was changed.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import wraps
from typing import Any

from flask import Response, abort, flash, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from receiver.db.faults import DatabaseFault
from receiver.db.unit_of_work import now
from receiver.domain.companies.office import Office
from receiver.domain.companies.queries import Portal
from receiver.domain.people import sessions as people
from receiver.domain.people.links import linked_accounts
from receiver.domain.people.rights import Rights
from receiver.domain.people.users import CUSTOMER, PERSON
from receiver.domain.people.verifiers import StoredCredential, counting, read_credential
from receiver.domain.people.visits import NEVER, Before, before, begins, note
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
    name: str = ""
    """What he is called, whichever account he looks at."""

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
    accounts: int = 1
    """How many accounts he may look at; with more than one, every page says which it shows."""
    unread: int = 0
    """Replies to messages that nobody at the account has seen."""
    before: Before = NEVER
    """His visit before this one."""

    @property
    def form_for(self) -> str:
        """For whom the forms of his pages are made."""
        return account_mark(self.company_id, self.user.user_id, self.customer.record_id)

    @property
    def user_name(self) -> str:
        """What the user is called, whichever account he looks at."""
        return self.user.name

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


@dataclass(frozen=True, slots=True)
class Moved:
    """The account that was looked at can't be seen any more: the session goes on at another one."""

    frame: Frame
    user: User
    number: str
    record_id: str
    own_number: str
    why: str


@dataclass(frozen=True, slots=True)
class Nowhere:
    """An extra person to whom no account is left."""

    frame: Frame
    user: User
    form_token: str


State = Visit | Ended | Moved | Nowhere


@dataclass(frozen=True, slots=True)
class Own:
    """The user's own account: its number and name, and the password that is published for it."""

    number: str
    name: str
    credential: StoredCredential | None


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
        state = _checked(found, connection, token) if found and token else _unknown(connection, company_id)
        answer = make_response(answered(state))
    if token is not None:
        _write_down(company_id, token, found, state)
    if isinstance(state, Ended):
        sessions.clear(answer, company_id)
    return state, answer


def _checked(found: people.Found, connection: Connection, token: str) -> State:
    """Hold the session against what is published now, and against what the portal keeps."""
    company = found.portal
    office = published_office(unpacked(found.office)) if found.office else Office(company.name)
    frame = Frame(company, office, found.published_at)
    if company.suspended:
        abort(closed_page(frame))
    user = User(found.user_id, found.kept)
    own = _own(user, found, connection)
    if own is None or found.kept.deactivated_at is not None:
        return Ended(frame, _("This account is no longer on the portal. Please ask the office about it."), again=False)
    if not _holds(found, own.credential):
        if own.number != found.own_number:
            return Ended(frame, _("The office changed the number of this account. Please sign in with the new one."))
        return Ended(frame, _("The office changed the password of this account. Please sign in with the new one."))
    user = replace(user, name=own.name)
    looked_at = _account(found, connection)
    rights = Rights.OWN if user.record_id == found.record_id else found.link
    if looked_at is None or rights is None:
        return _elsewhere(frame, user, own, found, connection) or Nowhere(frame, user, session_token(token))
    number, body = looked_at
    accounts = found.links + (not user.person)
    form_token = session_token(token)
    return Visit(
        frame,
        number,
        body,
        connection,
        form_token,
        user,
        Rights(rights),
        own.number,
        accounts,
        found.unread,
        _before(found),
    )


def _begins(found: people.Found) -> bool:
    """Whether a visit begins with this page."""
    return begins(found.kept.visited_at, found.seen_at, now())


def _before(found: people.Found) -> Before:
    kept = found.kept
    earlier = (kept.visited_before, kept.visited_before_at)
    return before((kept.visited, kept.visited_at), earlier, begun=_begins(found))


def _own(user: User, found: people.Found, connection: Connection) -> Own | None:
    """The user's own account as it is now; None where it left the portal. An extra person has none, and no number."""
    if user.person:
        return Own("", found.kept.name or "", None)
    published = read_credential(unpacked(found.credential)) if found.credential else None
    number, name = found.own_number, found.own_name or ""
    if found.own_record != user.record_id:
        company = found.portal
        number = _number_now(company, connection, user.record_id) or ""
        wanted = [(kind, number) for kind in ("customer", "credential")]
        stored = published_records(connection, company.company_id, company.published, wanted) if number else {}
        if wanted[0] not in stored:
            return None
        name = decode_as(records.Customer, stored[wanted[0]].body).name
        published = read_credential(stored[wanted[1]].body) if wanted[1] in stored else None
    return Own(number, name, published if published and published.record_id == user.record_id else None)


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


def _elsewhere(frame: Frame, user: User, own: Own, found: people.Found, connection: Connection) -> Moved | None:
    """The account to look at instead of one that the user can't see any more: his own, else the first that is linked to
    him; None where he has none."""
    why = _("You can't see account %(number)s any more.", number=found.number)
    if not user.person:
        return Moved(frame, user, own.number, user.record_id, own.number, why)
    for one in linked_accounts(connection, found.portal.company_id, found.portal.published, user.user_id):
        if one.number:
            return Moved(frame, user, one.number, one.record_id, "", why)
    return None


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
    with suppress(DatabaseFault), writing(company_id) as session:
        if ended:
            people.end(session, company_id, token)
            return
        people.touch(session, company_id, token, found.created_at, moment)
        if isinstance(state, Visit) and _begins(found):
            note(session, company_id, found.user_id, moment)
        if moved and looks_at is not None:
            number, record_id, own_number = looks_at
            people.look_at(session, company_id, token, number=number, record_id=record_id, own_number=own_number)


def _looks_at(state: State) -> tuple[str, str, str] | None:
    """The account that the session stands at after this request, and the user's own number."""
    if isinstance(state, Visit):
        return state.number, state.customer.record_id, state.own_number
    return (state.number, state.record_id, state.own_number) if isinstance(state, Moved) else None
