"""View as customer: opens the portal in this browser as one customer sees it, to look on and change nothing."""

from __future__ import annotations

from flask import Blueprint, make_response, redirect
from flask.typing import ResponseReturnValue

from receiver.db.unit_of_work import now
from receiver.domain.administrators.rights import Right
from receiver.domain.audit.trail import Deed, note
from receiver.domain.people import looking_on
from receiver.domain.people import sessions as people
from receiver.domain.people.candidates import candidates_of
from receiver.domain.people.sign_in import account_of
from receiver.domain.tokens import hash_of
from receiver.sites.admin import cookie
from receiver.sites.admin.customers import ticked
from receiver.sites.admin.desk import Desk
from receiver.sites.admin.guard import administrator_form
from receiver.sites.admin.notices import tell
from receiver.web import sessions
from receiver.web.language import gettext as _
from receiver.web.transaction import writing


@administrator_form(Right.CUSTOMERS)
def customer_view(desk: Desk) -> ResponseReturnValue:
    """Look on as this customer. The portal's own session in this browser, if there is one, ends."""
    chosen, company_id = ticked.ticked(desk), desk.company_id
    found = candidates_of(desk.session, company_id, desk.published, [], [one.user_id for one in chosen[:1]])
    if not found or not found[0].active:
        tell(_("That customer is deactivated, or not on the portal any more: there is nothing to look at."), done=False)
        return redirect(ticked.back(desk, chosen), 303)
    account, before = account_of(found[0]), sessions.token(company_id)
    own = hash_of(cookie.token(company_id) or "")
    with writing(company_id) as session:
        if before is not None:
            people.end(session, company_id, before)
        token = looking_on.start(session, company_id, account, now(), viewer=desk.administrator.id, viewer_session=own)
        deed = Deed("customers.viewed", account.user_id, {"number": account.number})
        note(session, company_id, desk.actor, deed, now())
    answer = make_response(redirect(desk.portal(), 303))
    sessions.keep(answer, company_id, token, looking_on.LONGEST)
    return answer


def add_to(blueprint: Blueprint) -> None:
    """Register it."""
    blueprint.add_url_rule("/customers/view", view_func=customer_view, methods=["POST"])
