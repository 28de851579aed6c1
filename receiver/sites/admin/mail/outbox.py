"""Every mail of the company, newest first, with what became of it (H1)."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from flask import Blueprint, Response, abort, redirect, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from receiver.db.unit_of_work import now
from receiver.domain.administrators.rights import Right
from receiver.domain.audit.trail import Deed, note
from receiver.domain.mail.finding import (
    CHOICES,
    FAILED,
    ListedMail,
    Wanted,
    count_mails,
    customers_of,
    page_of_mails,
)
from receiver.domain.mail.handling import CantHandle, counted, stop_mail, try_again
from receiver.domain.mail.kinds import TO_THE_HOST
from receiver.domain.mail.models import Mail
from receiver.domain.mail.trouble import trouble_of
from receiver.domain.tokens import new_token
from receiver.languages import N_
from receiver.sites.admin.desk import Desk
from receiver.sites.admin.guard import administrator, administrator_form
from receiver.sites.admin.mail import asked
from receiver.sites.admin.mail.addresses import own_addresses
from receiver.sites.admin.mail.wording import goes_to, told
from receiver.sites.admin.notices import tell
from receiver.sites.admin.page import shown
from receiver.web.language import gettext as _
from receiver.web.language import ngettext
from receiver.web.paging import Page, asked_page, within
from receiver.web.transaction import writing

SIZE: Final = 40
"""Mails on a page. A form may have fifty fields, and each mail has its tick."""

FILTERS: Final = {
    "": N_("All"),
    "waiting": N_("Waiting"),
    "sent": N_("Sent out"),
    FAILED: N_("Not delivered"),
    "stopped": N_("Cancelled"),
}
TICK: Final = "mail-"
"""Leads the name of a tick; the mail's id follows."""


@administrator(Right.MAIL)
def mails(desk: Desk) -> ResponseReturnValue:
    """The list, and how the company's mails fare."""
    return _list(desk)


def _list(desk: Desk, fault: str = "", chosen: str = "", ticked: Collection[str] = ()) -> Response:
    """`fault`: why nothing was done with those that are `ticked`."""
    wanted, counts, moment = asked.wanted(), counted(desk.session, desk.company_id), now()
    page = _page(desk, wanted, counts)
    people = customers_of(desk.session, desk.company_id, desk.published, {one.user_id for one in page.rows})
    failed = sum(counts.get(state, 0) for state in CHOICES[FAILED])
    return shown(
        desk,
        "admin/mails.html",
        "mail",
        400 if fault else 200,
        page=page,
        rows=[(one, told(one, moment), goes_to(one), people.get(one.user_id)) for one in page.rows],
        wanted=wanted,
        counts=counts,
        failed=failed,
        filters=FILTERS,
        trouble=trouble_of(desk.session, desk.company_id, moment),
        addresses=own_addresses(desk),
        once=new_token(),
        listed=lambda number: desk.address("mails", **asked.query(wanted, number)),
        part=asked.query(wanted, page.number),
        fault=fault,
        chosen=chosen,
        ticked=ticked,
    )


@administrator_form(Right.MAIL)
def change_mails(desk: Desk) -> ResponseReturnValue:
    """Do with the ticked mails what was chosen. What can't be done with one of them is left as it is, and said."""
    do = request.form.get("do", "")
    if do not in ("", "again", "stop"):
        abort(400)
    ticked = [name.removeprefix(TICK) for name in request.form if name.startswith(TICK)]
    if not ticked or not do:
        nothing = _("Nothing was ticked. Tick the mails that you mean, then press Go.")
        words = _("Choose what to do with those that are ticked, then press Go.") if ticked else nothing
        return _list(desk, words, do, ticked)
    with writing(desk.company_id) as session:
        done = sum(_done(session, desk.company_id, mail_id, do) for mail_id in ticked)
        if done:
            action = "mails.tried-again" if do == "again" else "mails.stopped"
            note(session, desk.company_id, desk.actor, Deed(action, details={"count": done}), now())
    tell(_said(do, done, len(ticked) - done), done=done > 0)
    return redirect(desk.address("mails", **asked.part()), 303)


def add_to(blueprint: Blueprint) -> None:
    """Register these pages."""
    blueprint.add_url_rule("/mail", view_func=mails, methods=["GET"])
    blueprint.add_url_rule("/mail/ticked", view_func=change_mails, methods=["POST"])


def _page(desk: Desk, wanted: Wanted, counts: dict[str, int]) -> Page[ListedMail]:
    if wanted.words:
        total = count_mails(desk.session, desk.company_id, desk.published, wanted)
    else:
        states = CHOICES[wanted.state] if wanted.state else tuple(counts)
        total = sum(counts.get(state, 0) for state in states)
    number, pages = within(asked_page(), total, SIZE)
    skip = (number - 1) * SIZE
    rows = page_of_mails(desk.session, desk.company_id, desk.published, wanted, skip=skip, most=SIZE) if total else ()
    return Page(rows, number, pages, total, skip + 1)


def _done(session: Session, company_id: int, mail_id: str, do: str) -> bool:
    """Whether it could be done with that mail, of those that are the company's own."""
    mail = session.get(Mail, (company_id, mail_id))
    if mail is None or mail.kind in TO_THE_HOST:
        return False
    try:
        if do == "again":
            try_again(session, company_id, mail_id, now())
        else:
            stop_mail(session, company_id, mail_id)
    except CantHandle:
        return False
    return True


def _said(do: str, done: int, left: int) -> str:
    if do == "again":
        words = ngettext("%(num)d mail is tried again now.", "%(num)d mails are tried again now.", done)
        why = ngettext(
            "%(num)d mail was left as it is: it was sent, or its link or code is not kept any more.",
            "%(num)d mails were left as they are: they were sent, or their links and codes are not kept any more.",
            left,
        )
    else:
        words = ngettext("%(num)d mail is cancelled.", "%(num)d mails are cancelled.", done)
        why = ngettext(
            "%(num)d mail was left as it is: it does not wait any more.",
            "%(num)d mails were left as they are: they do not wait any more.",
            left,
        )
    return " ".join(([words] if done else []) + ([why] if left else []))
