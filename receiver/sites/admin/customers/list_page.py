"""The list, and Go."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from flask import Blueprint, Response, abort, request
from flask.typing import ResponseReturnValue

from receiver.domain.administrators.rights import Right
from receiver.domain.people import customer_list
from receiver.domain.people.customer_list import Listed, Order
from receiver.languages import N_
from receiver.sites.admin.customers import asked, inviting, printing, standing, ticked
from receiver.sites.admin.customers.asked import ROWS, Asked
from receiver.sites.admin.customers.words import PASSWORDS
from receiver.sites.admin.desk import Desk
from receiver.sites.admin.guard import administrator, administrator_form
from receiver.sites.admin.page import shown
from receiver.web.language import gettext as _
from receiver.web.mailing import sends_mail
from receiver.web.paging import Page, within

DEEDS: Final = {
    "invite": N_("Invite by e-mail"),
    "letters": N_("Print letters with a code"),
    "unlock": N_("Unlock"),
    "deactivate": N_("Deactivate"),
    "activate": N_("Activate"),
}
"""What the drop-down offers, by its word."""
ORDERS: Final = {Order.NUMBER: N_("Number"), Order.NAME: N_("Customer"), Order.SIGNED_IN: N_("Last sign-in")}


@administrator(Right.CUSTOMERS)
def customers(desk: Desk) -> ResponseReturnValue:
    """All customers in the portal, or those that are asked for."""
    return _page(desk, asked.read(request.args))


@administrator_form(Right.CUSTOMERS)
def customers_go(desk: Desk) -> ResponseReturnValue:
    """Do with those that are ticked what the drop-down says, or ask first where it matters."""
    deed, back = request.form.get("do", ""), asked.read(request.form)
    if not deed:
        return _page(desk, back, _("Choose what to do with those that are ticked, then press Go."))
    if deed not in DEEDS:
        abort(400)
    chosen = ticked.ticked(desk)
    if not chosen:
        words = _("Tick the customers that you mean, then press Go.")
        return _page(desk, back, _(standing.GONE) if ticked.sent() else words, deed)
    match deed:
        case "invite":
            return inviting.confirmation(desk, chosen)
        case "letters":
            return printing.confirmation(desk, chosen)
        case "deactivate":
            return standing.confirmation(desk, chosen)
        case "unlock":
            return standing.unlocked(desk, chosen)
        case _:
            return standing.activated(desk, chosen)


def add_to(blueprint: Blueprint) -> None:
    """Register both."""
    blueprint.add_url_rule("/customers", view_func=customers, methods=["GET"])
    blueprint.add_url_rule("/customers/go", view_func=customers_go, methods=["POST"])


def _page(desk: Desk, told: Asked, fault: str = "", deed: str = "") -> Response:
    """`fault`: why nothing was done; ticks, and what was chosen, then stand as they were sent."""
    nobody: Page[Listed] = Page((), 1, 1, 0, 1)
    found = nobody if told.fault else _found(desk, told)
    return shown(
        desk,
        "admin/customers/list.html",
        "customers",
        400 if fault or told.fault else 200,
        asked=replace(told, page=found.number),
        page=found,
        address_of=lambda number: desk.address("customers", **told.query(page=number)),
        which=asked.WHICH,
        orders=ORDERS,
        deeds={word: name for word, name in DEEDS.items() if word != "invite" or sends_mail()},
        passwords=PASSWORDS,
        most=min(ticked.MOST, found.total),
        longest=asked.WORDS_CHARACTERS,
        fault=fault,
        ticks=ticked.sent_records(),
        all_ticked=ticked.all_sent(),
        deed=deed,
        mails=sends_mail(),
    )


def _found(desk: Desk, told: Asked) -> Page[Listed]:
    total = customer_list.count(desk.session, desk.company_id, desk.published, told.wanted)
    number, pages = within(told.page, total, ROWS)
    skip = (number - 1) * ROWS
    rows = customer_list.page(desk.session, desk.company_id, desk.published, told.wanted, skip=skip, most=ROWS)
    return Page(rows, number, pages, total, skip + 1)
