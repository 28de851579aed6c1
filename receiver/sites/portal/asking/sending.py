"""Sends what was asked for: stored, mailed to the company, and shown on a page of its own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final

from flask import Response, abort, flash, make_response, redirect, url_for
from sqlalchemy.orm import Session

from receiver.db.unit_of_work import now
from receiver.domain.mail.addresses import one_address
from receiver.domain.mail.outbox import Letter
from receiver.domain.requests.making import Asker, NoForm, TooManyRequests, make
from receiver.sites import waiting
from receiver.sites.portal.asking.form import Form
from receiver.sites.portal.asking.telling import details
from receiver.sites.portal.asking.words import KINDS
from receiver.sites.portal.own_words import own_address
from receiver.sites.portal.visit import Visit
from receiver.web.language import gettext as _
from receiver.web.language import language_of, ngettext
from receiver.web.mailing import post_mail
from receiver.web.transaction import writing
from shared.outbound import Kind, Wish

OFFICE_LANGUAGE: Final = "en"
"""Of mails to the office, whose program speaks it."""

Again = Callable[[int, str], Response]
"""Shows the form once more with what was typed, under a status and with a sentence above it."""


def send(visit: Visit, kind: Kind, wish: Wish, form: Form, again: Again) -> Response:
    """Send what a form asks for, and show its page; `again` where the account has asked for too much already."""
    try:
        with writing(visit.company_id) as session:
            made, new = make(
                session,
                visit.company_id,
                asker(visit),
                kind,
                wish,
                form_key=form.form_key,
                seen=form.seen,
                now=now(),
            )
            if new:
                mail_office(session, visit, made.number, kind, wish)
            number = made.number
    except NoForm:
        abort(400)
    except TooManyRequests as refused:
        answer = again(429, too_many(refused.until))
        if refused.until is not None:
            waiting.set_retry_after(answer, refused.until)
        return answer
    if new:
        flash(_("Your request is sent."))
    return make_response(redirect(url_for("portal.my_request", company_id=visit.company_id, number=number), 303))


def too_many(until: datetime | None) -> str:
    """Why nothing more can be asked for just now."""
    if until is None:
        return _("Many of your requests wait for the office already. Please wait until it has answered some, or call.")
    minutes = -(-waiting.seconds_until(until) // 60)
    words = ngettext("Try again in %(num)d minute.", "Try again in %(num)d minutes.", minutes)
    many = _("Those were many requests within an hour. What you typed is still here.")
    return f"{many} {words}"


def asker(visit: Visit) -> Asker:
    """Who asks, and for which account."""
    return Asker(
        record_id=visit.customer.record_id,
        customer_number=visit.number,
        customer_name=visit.customer.name,
        user_id=visit.user.user_id,
        user_name=visit.user_name or visit.customer.name,
        user_email=own_address(visit),
    )


def mail_office(session: Session, visit: Visit, number: int, kind: Kind, wish: Wish) -> None:
    """Mail a request to the company, in the transaction that makes it; an answer goes to who asked."""
    to = one_address(visit.frame.office.email)
    if not to:
        return
    office, who = language_of(OFFICE_LANGUAGE), asker(visit)
    told = details(wish, office)
    if who.user_name != who.customer_name:
        told = f"{who.user_name}:\n\n{told}"
    letter = Letter(
        kind="request",
        to=to,
        values={
            "what": office.gettext(KINDS[kind]),
            "customer": who.customer_name,
            "number": who.customer_number,
            "details": told,
        },
        reply_to=who.user_email,
        language=OFFICE_LANGUAGE,
    )
    post_mail(session, visit.company_id, letter, cause=f"request {number}")
