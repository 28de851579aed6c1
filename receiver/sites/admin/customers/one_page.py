"""The page of one customer: what the office publishes of him, how he signs in, and who else sees his account (B11)."""

from __future__ import annotations

from flask import Blueprint, abort, request
from flask.typing import ResponseReturnValue

from receiver.db.unit_of_work import now
from receiver.domain.administrators.rights import Right
from receiver.domain.people import customer_list, invitations, linking
from receiver.domain.people.links import linked_accounts
from receiver.domain.people.rights import Rights
from receiver.domain.people.users import STAFF
from receiver.languages import N_
from receiver.sites.admin.customers import asked, ticked
from receiver.sites.admin.customers.words import PASSWORDS
from receiver.sites.admin.desk import Desk
from receiver.sites.admin.guard import administrator
from receiver.sites.admin.page import shown
from receiver.sites.typed import CONTROLS
from receiver.web.mailing import sends_mail

MAY = {
    Rights.SEE: N_("see only"),
    Rights.ASK: N_("see and ask"),
    Rights.MONEY: N_("see, ask, and money"),
    Rights.OWN: N_("everything: linked by number and password"),
}
"""What somebody may do at an account that is not his own."""


@administrator(Right.CUSTOMERS)
def customer(desk: Desk) -> ResponseReturnValue:
    """The customer of the number in the address; 404 where there is none of it, any more or ever. Besides it
    the address says from which part of the list he was opened."""
    number = request.args.get("number", "")
    if not number or CONTROLS.search(number):
        abort(404)
    found = customer_list.of_number(desk.session, desk.company_id, desk.published, number)
    if found is None:
        abort(404)
    company_id, published = desk.company_id, desk.published
    return shown(
        desk,
        "admin/customers/customer.html",
        "customers",
        one=found,
        part=asked.read(request.args).query(),
        told=ticked.published(desk, [found])[number],
        passwords=PASSWORDS,
        may=MAY,
        sees=linked_accounts(desk.session, company_id, published, found.user_id),
        seers=linking.seers(desk.session, company_id, published, found.record_id),
        invited=invitations.invitations(desk.session, company_id, found.record_id, now()),
        by=found.deactivated_by.removeprefix(STAFF) if found.deactivated_by.startswith(STAFF) else "",
        mails=sends_mail(),
    )


def add_to(blueprint: Blueprint) -> None:
    """Register it."""
    blueprint.add_url_rule("/customer", view_func=customer, methods=["GET"])
