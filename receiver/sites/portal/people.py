"""People (B11): whom the customer lets see his account, whom he invited, and what they may do. Only for himself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import flask
from flask import Blueprint, Response, flash, make_response, redirect, request
from flask.typing import ResponseReturnValue

from receiver.db.unit_of_work import now
from receiver.domain.mail.addresses import one_address
from receiver.domain.mail.texts.marking import N_
from receiver.domain.people import invitations, linking
from receiver.domain.people.attempts import TooManyAttempts
from receiver.domain.people.rights import Rights
from receiver.sites import waiting
from receiver.sites.portal import inviting
from receiver.sites.portal.forms import customer_form, kept_form, own_account
from receiver.sites.portal.guard import customer
from receiver.sites.portal.noting import REMOVED, note_own
from receiver.sites.portal.visit import Visit
from receiver.sites.typed import shown_again
from receiver.web import drawn
from receiver.web.language import gettext as _
from receiver.web.mailing import sends_mail
from receiver.web.pages import render
from receiver.web.transaction import writing

CHOICES: Final = (
    (Rights.SEE, N_("see only"), N_("Schedule, history and contact information.")),
    (Rights.ASK, N_("see and ask"), N_("Also ask the office for changes, and send messages.")),
    (Rights.MONEY, N_("see, ask, and money"), N_("Also prices, balance and invoices.")),
)
GIVEN: Final = {str(rights): rights for rights, _title, _about in CHOICES}
"""What can be given, by its word in the form."""

MADE: Final = "invitation"
"""In the form cookie: the key of the form that invited just now, where no mail brings the link."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What the form holds."""

    email: str = ""
    rights: Rights = Rights.SEE


@customer
@own_account
def people(visit: Visit) -> Response:
    """Who sees the account, who is invited, and the form to invite."""
    kept = kept_form(visit)
    typed = (
        Typed(shown_again(kept.get("email", "")), GIVEN.get(kept.get("rights", ""), Rights.SEE)) if kept else Typed()
    )
    return _page(visit, typed, before=kept is not None)


@customer_form("people")
@own_account
def invite(visit: Visit) -> ResponseReturnValue:
    """Invite the person with this address."""
    sent = request.form.get("email", "")
    typed = Typed(shown_again(sent), GIVEN.get(request.form.get("rights", ""), Rights.SEE))
    email = one_address(sent)
    if not email:
        words = _("That is no e-mail address. Please type one, like ann@example.com.")
        return _page(visit, typed, 400, {"email": words})
    return _invited(visit, typed, email, drawn.sent_key())


@customer_form()
@own_account
def resend(visit: Visit) -> ResponseReturnValue:
    """Invite once more whom an invitation is for; the earlier link is over."""
    marked = request.form.get("invitation", "")
    found = invitations.invitations(visit.connection, visit.company_id, visit.customer.record_id, now())
    for one in found:
        if one.mark == marked:
            return _invited(visit, Typed("", one.details.rights), one.details.email, drawn.sent_key())
    flash(_("That invitation is over."))
    return redirect(visit.frame.address("people"), 303)


@customer_form()
@own_account
def withdraw(visit: Visit) -> ResponseReturnValue:
    """Take an invitation back: its link is over."""
    with writing(visit.company_id) as session:
        invitations.withdraw(
            session, visit.company_id, visit.customer.record_id, request.form.get("invitation", ""), now()
        )
    flash(_("The invitation is taken back; its link opens nothing any more."))
    return redirect(visit.frame.address("people"), 303)


@customer_form()
@own_account
def change_rights(visit: Visit) -> ResponseReturnValue:
    """Let somebody do more, or less."""
    seer, rights = _seer(visit), GIVEN.get(request.form.get("rights", ""))
    if seer is None or rights is None:
        flash(_("That person does not see this account any more."))
        return redirect(visit.frame.address("people"), 303)
    with writing(visit.company_id) as session:
        linking.change_rights(session, visit.company_id, seer.user_id, visit.customer.record_id, rights)
    flash(_("Saved: what %(name)s may do is changed.", name=seer.name or seer.email))
    return redirect(visit.frame.address("people"), 303)


@customer_form()
@own_account
def remove(visit: Visit) -> ResponseReturnValue:
    """Let somebody see the account no more, from the next page that he asks for."""
    seer = _seer(visit)
    if seer is not None:
        with writing(visit.company_id) as session:
            linking.unlink(session, visit.company_id, seer.user_id, visit.customer.record_id)
            note_own(session, visit.company_id, visit.user.user_id, visit.own_number, REMOVED, seer.user_id)
        flash(_("%(name)s does not see this account any more.", name=seer.name or seer.email))
    if seer is not None and seer.user_id == visit.user.user_id:
        return redirect(visit.frame.address("home"), 303)
    return redirect(visit.frame.address("people"), 303)


def add_to(blueprint: Blueprint) -> None:
    """Register these pages."""
    blueprint.add_url_rule("/account/people", view_func=people, methods=["GET"])
    blueprint.add_url_rule("/account/people", view_func=invite, methods=["POST"])
    blueprint.add_url_rule("/account/people/resend", view_func=resend, methods=["POST"])
    blueprint.add_url_rule("/account/people/withdraw", view_func=withdraw, methods=["POST"])
    blueprint.add_url_rule("/account/people/rights", view_func=change_rights, methods=["POST"])
    blueprint.add_url_rule("/account/people/remove", view_func=remove, methods=["POST"])


def _invited(visit: Visit, typed: Typed, email: str, key: str) -> ResponseReturnValue:
    """Make the invitation, and mail its link, or show it once where this host sends no mail. Who goes back and writes
    somebody else into the form invites somebody else."""
    key = drawn.mark("invited", visit.company_id, key, email, typed.rights)
    try:
        with writing(visit.company_id) as session:
            made = inviting.make(session, visit, email, typed.rights, key)
    except TooManyAttempts as refused:
        answer = _page(visit, typed, 429, fault=waiting.sentence(visit.frame, refused.until))
        waiting.set_retry_after(answer, refused.until)
        return answer
    except invitations.TooManyPeople:
        words = _("As many people see this account, or are invited to, as there may be. Remove somebody first.")
        return _page(visit, typed, 400, fault=words)
    if not made:
        flash(_("Nothing was sent: that invitation of %(email)s is over. Look below, and invite again.", email=email))
    elif sends_mail():
        flash(_("The invitation to %(email)s is on its way.", email=email))
    else:
        flask.session[MADE] = key
    return redirect(visit.frame.address("people"), 303)


def _mark(visit: Visit, user_id: str) -> str:
    return drawn.mark("seer", visit.company_id, visit.customer.record_id, user_id)


def _seers(visit: Visit) -> list[linking.Seer]:
    company = visit.frame.company
    return linking.seers(visit.connection, visit.company_id, company.published, visit.customer.record_id)


def _seer(visit: Visit) -> linking.Seer | None:
    """The person whom the form names."""
    sent = request.form.get("person", "")
    return next((one for one in _seers(visit) if _mark(visit, one.user_id) == sent), None)


def _page(
    visit: Visit,
    typed: Typed,
    status: int = 200,
    faults: dict[str, str] | None = None,
    *,
    fault: str = "",
    before: bool = False,
) -> Response:
    key = flask.session.pop(MADE, None) if request.method == "GET" else None
    seers = _seers(visit)
    invited = invitations.invitations(visit.connection, visit.company_id, visit.customer.record_id, now())
    page = render(
        "portal/people.html",
        frame=visit.frame,
        visit=visit,
        here="account",
        link=inviting.address(visit, inviting.token(visit, key)) if isinstance(key, str) else "",
        seers=[(one, _mark(visit, one.user_id)) for one in seers],
        invited=invited,
        choices=CHOICES,
        words={rights: title for rights, title, _about in CHOICES},
        full=len(seers) + len(invited) >= invitations.MOST_PEOPLE,
        mails=sends_mail(),
        typed=typed,
        before=before,
        key=drawn.new_key(),
        faults=faults or {},
        fault=fault,
    )
    return make_response(page, status)
