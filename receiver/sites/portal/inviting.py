"""Makes invitations of extra people, and the mails that bring their links (B11)."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from flask import url_for
from sqlalchemy.orm import Session

from receiver.db.unit_of_work import now
from receiver.domain.mail.outbox import Letter
from receiver.domain.people import invitations
from receiver.domain.people.attempts import TooManyAttempts, counters
from receiver.domain.people.buckets import Bucket
from receiver.domain.people.mail_limits import allow
from receiver.domain.people.rights import Rights
from receiver.domain.tokens import hash_of
from receiver.sites.portal.noting import INVITED, note_own
from receiver.sites.portal.visit import Visit
from receiver.web import drawn
from receiver.web.client_address import client_network
from receiver.web.language import gettext as _
from receiver.web.language import spoken
from receiver.web.mailing import post_mail, sends_mail
from receiver.web.parts import parts

A_DAY: Final = Bucket(20, timedelta(minutes=72))
"""Invitations to one account: so many at once, and as many a day."""


def make(session: Session, visit: Visit, email: str, rights: Rights, key: str) -> bool:
    """Make the invitation, and its mail where this host sends some; whether it is good, made now or by the same form
    before. Raises `TooManyAttempts`, `invitations.TooManyPeople`."""
    company_id, record_id, moment = visit.company_id, visit.customer.record_id, now()
    code = token(visit, key)
    told = invitations.Details(record_id, email, rights, visit.user.user_id, visit.user_name)
    if not invitations.invite(session, company_id, told, code, moment):
        return invitations.find(session, company_id, code, moment) is not None
    note_own(session, company_id, visit.user.user_id, visit.own_number, INVITED)
    row = counters(session, company_id, [f"invitations:{record_id}"], moment)[f"invitations:{record_id}"]
    until = A_DAY.waits_until(row, moment)
    if until is not None:
        raise TooManyAttempts(until)
    A_DAY.count(row, moment)
    if not sends_mail():
        return True
    # Not about the account: that would use up the links to sign in which its customer may need.
    if not allow(session, company_id, client_network(), [], email, moment):
        raise TooManyAttempts(moment + timedelta(minutes=15))
    post_mail(session, company_id, _letter(visit, email, code), cause=f"invitation:{hash_of(code).hex()}")
    return True


def _letter(visit: Visit, email: str, code: str) -> Letter:
    office = visit.frame.office
    return Letter(
        "invitation",
        email,
        values={
            "who": visit.user_name,
            "account": _("%(name)s, no. %(number)s", name=visit.customer.name, number=visit.number),
            "company": office.name,
            "phone": office.phone,
        },
        secrets={"link": address(visit, code)},
        reply_to=office.email,
        language=str(spoken().locale),
    )


def token(visit: Visit, key: str) -> str:
    """What stands in the link of the invitation that the form with this key makes."""
    return drawn.token("invitation", visit.company_id, visit.user.user_id, visit.customer.record_id, key)


def address(visit: Visit, code: str) -> str:
    """The whole link."""
    return parts().settings.public_url + url_for("portal.invitation", company_id=visit.company_id, token=code)
