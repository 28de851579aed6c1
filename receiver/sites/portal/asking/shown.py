"""What this account asked for, and how far each request is (B4, B5, B8)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import quote

from flask import Blueprint, Response, abort, make_response

from receiver.domain.mail.addresses import one_address
from receiver.domain.requests.listed import Request, how_many, is_shown, one_request, requests_of
from receiver.domain.requests.threads import Written, replies_to
from receiver.domain.settling import settle_requests
from receiver.sites.portal.asking.telling import details
from receiver.sites.portal.asking.words import KINDS, STATES, WANTED, field_name
from receiver.sites.portal.guard import customer
from receiver.sites.portal.replies import note_read
from receiver.sites.portal.visit import Visit
from receiver.web.language import gettext as _
from receiver.web.language import spoken
from receiver.web.mailing import sends_mail
from receiver.web.pages import render
from receiver.web.paging import asked_page
from receiver.web.parts import parts

ROWS: Final = 50
MAIL_CHARACTERS: Final = 1_800
"""Of a `mailto:` link: longer ones are cut by some mail programs, or not opened at all."""


@dataclass(frozen=True, slots=True)
class Step:
    """A state that a request reached."""

    state: str
    name: str
    time: datetime
    """At the office."""
    by: str = ""


@customer
def my_requests(visit: Visit) -> Response:
    """All of the account, newest first."""
    total = how_many(visit.connection, visit.company_id, visit.customer.record_id)
    page, last = asked_page(), max(1, -(-total // ROWS))
    if page > last:
        abort(404)
    found = requests_of(visit.connection, visit.company_id, visit.customer.record_id, page, ROWS)
    return make_response(
        render(
            "portal/asking/requests.html",
            frame=visit.frame,
            visit=visit,
            here="requests",
            rows=[(one, state_of(visit, one)) for one in found],
            kinds={kind: _(name) for kind, name in KINDS.items()},
            states={state: _(name) for state, name in STATES.items()},
            total=total,
            page=page,
            last=last,
        )
    )


@customer
def my_request(visit: Visit, number: int) -> Response:
    """One of them: what was asked for, how far it is, and what the office wrote."""
    found = one_request(visit.connection, visit.company_id, visit.customer.record_id, number)
    if found is None:
        abort(404)
    if is_shown(found, visit.published, visit.customer):
        settle_requests(parts().work, visit.company_id, visit.customer.record_id)
        found = one_request(visit.connection, visit.company_id, visit.customer.record_id, number) or found
    replies = replies_to(visit.connection, visit.company_id, [number])[number]
    note_read(visit, [number] if any(one.new for one in replies) else [])
    return make_response(_page(visit, found, replies))


def add_to(blueprint: Blueprint) -> None:
    """Register these pages."""
    blueprint.add_url_rule("/requests", view_func=my_requests)
    blueprint.add_url_rule("/requests/<whole:number>", view_func=my_request)


def state_of(visit: Visit, found: Request) -> str:
    """Its state; what is done counts as done before anybody wrote it down."""
    return "done" if is_shown(found, visit.published, visit.customer) else found.state


def _page(visit: Visit, found: Request, replies: list[Written]) -> str:
    return render(
        "portal/asking/request.html",
        frame=visit.frame,
        visit=visit,
        here="requests",
        found=found,
        state=state_of(visit, found),
        title=_(KINDS[found.kind]),
        steps=_steps(visit, found),
        states={state: _(name) for state, name in STATES.items()},
        names={one.field: field_name(one.field, _) for one in found.wish.changes},
        wanted=_(WANTED[found.wish.wanted]) if found.wish.wanted in WANTED else "",
        replies=[(one, visit.frame.there(one.time)) for one in replies],
        by_mail=_by_mail(visit, found),
    )


def _steps(visit: Visit, found: Request) -> list[Step]:
    """The states it reached so far, first to last."""
    answered = found.state if found.state in ("accepted", "declined") else "accepted"
    reached = (
        ("sent", found.made, ""),
        ("seen", found.seen, ""),
        (answered, found.answered_at, found.answered_by),
        ("done", found.done, ""),
    )
    there = visit.frame.there
    return [Step(state, _(STATES[state]), there(time), by) for state, time, by in reached if time is not None]


def _by_mail(visit: Visit, found: Request) -> str:
    """A link that opens the request in the customer's own mail program, where this host sends no mail (B4)."""
    to = one_address(visit.frame.office.email)
    if sends_mail() or not to or found.state != "sent":
        return ""
    subject = f"{_(KINDS[found.kind])}: {visit.customer.name}, {_('No.')} {visit.number}"
    head = f"mailto:{quote(to, safe='@')}?subject={_quoted(subject, 300)}&body="
    return head + _quoted(details(found.wish, spoken()), MAIL_CHARACTERS - len(head))


def _quoted(words: str, most: int) -> str:
    """Encoded, in at most so many characters; what is cut ends in dots."""
    words = words.replace("\n", "\r\n")
    encoded = quote(words, safe="")
    while len(encoded) > most:
        words = words[: min(len(words) - 2, most * len(words) // len(encoded))]
        encoded = quote(f"{words.rstrip()}…", safe="")
    return encoded
