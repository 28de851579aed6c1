"""Lets an administrator in who proved who he is, or half in where his second factor is still to come."""

from __future__ import annotations

from dataclasses import dataclass, field

from flask import Response, current_app, make_response, redirect, url_for
from sqlalchemy.orm import Session

from receiver.db.unit_of_work import now
from receiver.domain.administrators import sessions
from receiver.domain.administrators.models import Step
from receiver.domain.administrators.rights import Administrator
from receiver.domain.audit.models import Side
from receiver.domain.audit.trail import Actor, Deed, note
from receiver.domain.people.models import Way
from receiver.sites.admin import cookie
from receiver.web import known_browsers
from receiver.web.browsers import browser
from receiver.web.client_address import client_network


@dataclass(frozen=True, slots=True)
class Entrant:
    """Who is to be let in, and how he proved who he is."""

    company_id: int
    administrator: Administrator
    verifier_mark: bytes = field(repr=False)
    way: Way


def start(session: Session, entrant: Entrant, step: Step) -> str:
    """Start his session in place of the one that this browser has; gives the token of it."""
    company_id, who, moment = entrant.company_id, entrant.administrator, now()
    replaced = cookie.token(company_id)
    if replaced is not None:
        sessions.end(session, company_id, replaced)
    token = sessions.start(
        session,
        company_id,
        who.id,
        entrant.verifier_mark,
        moment,
        step=step,
        way=entrant.way,
        browser=browser(),
        address=client_network(),
    )
    if step is Step.IN:
        action = "administrators.signed-in-by-passkey" if entrant.way is Way.PASSKEY else "administrators.signed-in"
        note(session, company_id, actor(who), Deed(action), moment)
    return token


def entered(entrant: Entrant, token: str, step: Step, to: str) -> Response:
    """The answer: on to the page `to`, or to the second factor before it."""
    company_id = entrant.company_id
    if step is Step.IN:
        address = url_for(f"admin.{to or 'overview'}", company_id=company_id)
    else:
        address = url_for("admin.factor_page", company_id=company_id, to=to or None)
    answer = make_response(redirect(address, 303))
    cookie.keep(answer, company_id, token)
    known_browsers.remember(answer, company_id, entrant.administrator.id)
    return answer


def actor(who: Administrator) -> Actor:
    """For the audit log."""
    return Actor(Side.ADMINISTRATION, who.id, who.name, client_network())


def afterwards(word: str) -> str:
    """The page to open after the sign-in: one of this site that takes nothing from its address but the company."""
    view = f"admin.{word}"
    if view not in current_app.view_functions or word in ("overview", "sign_in_page", "factor_page"):
        return ""
    rules = current_app.url_map.iter_rules(view)
    return word if any(one.arguments == {"company_id"} and "GET" in (one.methods or ()) for one in rules) else ""
