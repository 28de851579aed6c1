"""Erase a customer (C10): who has left, what the portal still holds of him, and forgetting it."""

from __future__ import annotations

import logging
from functools import partial
from typing import Final

from flask import Blueprint, Response, abort, redirect, request
from flask.typing import ResponseReturnValue

from receiver.db.faults import DatabaseFault
from receiver.db.unit_of_work import now
from receiver.domain.administrators.rights import Right
from receiver.domain.companies.models import Company
from receiver.domain.erasing.departed import ROWS, Departed, departed, find_departed
from receiver.domain.erasing.forgetting import Erased, erase, remove_pictures
from receiver.domain.erasing.holdings import holdings_of
from receiver.sites.admin.desk import Desk
from receiver.sites.admin.guard import administrator, administrator_form, proved
from receiver.sites.admin.notices import tell
from receiver.sites.admin.page import shown
from receiver.sites.typed import CONTROLS
from receiver.web.forgery import account_mark
from receiver.web.language import gettext as _
from receiver.web.paging import Page, read_page, within
from receiver.web.parts import parts

LOG = logging.getLogger(__name__)

WORDS_CHARACTERS: Final = 100
RECORD_CHARACTERS: Final = 500


@administrator(Right.SETTINGS)
def erasing(desk: Desk) -> ResponseReturnValue:
    """Those who have left, the last first."""
    words, number = _words(), read_page(request.args.get("page", ""))
    if len(words) > WORDS_CHARACTERS:
        faults = {"q": _("That is too long to search for.")}
        return _listed(desk, Page((), 1, 1, 0, 1), words[:WORDS_CHARACTERS], faults, 400)
    found = departed(desk.session, desk.company, words, number)
    if not found.rows and number > 1:
        number, _pages = within(number, departed(desk.session, desk.company, words, 1).total, ROWS)
        found = departed(desk.session, desk.company, words, number)
    number, pages = within(number, found.total, ROWS)
    page = Page(found.rows, number, pages, found.total, (number - 1) * ROWS + 1)
    return _listed(desk, page, words, {})


@administrator(Right.SETTINGS)
def erasing_customer(desk: Desk) -> ResponseReturnValue:
    """What is held of one, and the button."""
    who = find_departed(desk.session, desk.company, _record(request.args.get("record", "")))
    if who is None:
        abort(404)
    held = holdings_of(desk.session, desk.company, who, parts().settings.retention)
    return shown(desk, "admin/erasing_customer.html", "settings", held=held, called=called(who), part=_part())


@administrator_form(Right.SETTINGS)
@proved
def erase_customer(desk: Desk) -> ResponseReturnValue:
    """Forget him."""
    record_id, part, made = _record(request.form.get("record", "")), _part(), parts()
    with made.work.writing(desk.company_id) as session:
        company = session.get_one(Company, desk.company_id)
        done = erase(session, company, record_id, partial(account_mark, desk.company_id), desk.actor, now())
    if done is None:
        tell(_("Nothing was erased: that customer is here again, or nothing is held of him any more."), done=False)
    else:
        _remove_pictures(desk.company_id, done)
        tell(_("Everything that the portal held of customer %(number)s is erased.", number=done.who.number or "–"))
    return redirect(desk.address("erasing", **part), 303)


def add_to(blueprint: Blueprint) -> None:
    """Register these pages."""
    blueprint.add_url_rule("/settings/erasing", view_func=erasing, methods=["GET"])
    blueprint.add_url_rule("/settings/erasing/customer", view_func=erasing_customer, methods=["GET"])
    blueprint.add_url_rule("/settings/erasing/customer", view_func=erase_customer, methods=["POST"])


def called(who: Departed) -> str:
    """What a page calls him, whatever is still known."""
    return who.name or who.number or who.record_id


def _listed(desk: Desk, page: Page[Departed], words: str, faults: dict[str, str], status: int = 200) -> Response:
    def to(number: int) -> str:
        return desk.address("erasing", **_query(words, number))

    return shown(
        desk,
        "admin/erasing.html",
        "settings",
        status,
        page=page,
        words=words,
        faults=faults,
        longest=WORDS_CHARACTERS,
        to=to,
        part=_query(words, page.number),
        called=called,
    )


def _words() -> str:
    """What is searched for, as the address or the form says."""
    return CONTROLS.sub("", request.values.get("q", "")).strip()


def _part() -> dict[str, str | int]:
    """The part of the list that a page about one of them was opened from."""
    return _query(_words()[:WORDS_CHARACTERS], read_page(request.values.get("page", "")))


def _query(words: str, number: int) -> dict[str, str | int]:
    """The same, as its address says it."""
    told: dict[str, str | int] = {"q": words, "page": number if number > 1 else ""}
    return {name: value for name, value in told.items() if value}


def _record(sent: str) -> str:
    """A record id that the office may have given; 404 for what none can be."""
    if not sent or len(sent) > RECORD_CHARACTERS or CONTROLS.search(sent):
        abort(404)
    return sent


def _remove_pictures(company_id: int, done: Erased) -> None:
    """A file store that is away keeps nobody from being forgotten: no row leads to what is left there, and it goes with
    a later upload."""
    try:
        remove_pictures(parts().files, company_id, done.photos)
    except DatabaseFault as error:
        LOG.warning("pictures of company %s: %s: %s", company_id, type(error).__name__, error)
