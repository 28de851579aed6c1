"""The first page: how the portal is doing, and what waits for somebody."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

from flask import Blueprint
from flask.typing import ResponseReturnValue

from receiver.db.faults import DatabaseFault
from receiver.db.unit_of_work import now
from receiver.domain.administrators.rights import Right
from receiver.domain.companies.standing import mails_unsent, open_requests, signed_in_customers
from receiver.domain.mail.trouble import Sort, Trouble, trouble_of
from receiver.domain.people.customer_list import Which
from receiver.domain.snapshots.judged import Judged, judged_passwords, keep_judged
from receiver.domain.snapshots.listed import Listed, find_listed
from receiver.sites.admin.coming import Coming, coming
from receiver.sites.admin.desk import Desk
from receiver.sites.admin.guard import administrator
from receiver.sites.admin.page import shown
from receiver.sites.admin.snapshots import words
from receiver.sites.admin.when import ago, number, recently
from receiver.web.language import gettext as _
from receiver.web.parts import parts


@dataclass(frozen=True, slots=True)
class Figure:
    """One number, what it is about, and where more of it stands; `tone` is `warn` or `bad` where somebody should
    look."""

    label: str
    value: str
    words: str = ""
    link: str = ""
    tone: str = ""


@administrator()
def overview(desk: Desk) -> ResponseReturnValue:
    """What customers see, how old it is, what is to be done."""
    company = desk.company
    live = find_listed(desk.session, company, company.published)
    newest = live if company.newest == company.published else find_listed(desk.session, company, company.newest)
    waiting = newest if newest is not live else None
    figures = [
        _published(desk, live),
        _next(coming(desk)),
        _held(desk, waiting),
        _customers(desk, live),
        _requests(desk),
        _passwords(desk),
        _never(desk, live),
        _mail(desk),
    ]
    return shown(
        desk,
        "admin/overview.html",
        "overview",
        figures=figures,
        waiting=waiting,
        imports=_way(desk, "import_page", Right.DATA),
    )


def _published(desk: Desk, live: Listed | None) -> Figure:
    label, link = _("Customers see"), _way(desk, "snapshots", Right.DATA)
    if live is None:
        return Figure(label, _("nothing yet"), _("The office publishes by pressing Process."), link)
    when = _("from the office %(when)s, %(ago)s", when=recently(desk, live.received), ago=ago(live.received))
    return Figure(label, _("snapshot %(number)s", number=live.number), when, link)


def _next(expected: Coming) -> Figure:
    return Figure(_("Next upload"), expected.value, expected.words, tone="bad" if expected.late else "")


def _held(desk: Desk, waiting: Listed | None) -> Figure:
    label, link = _("Held"), _way(desk, "import_page", Right.DATA)
    if waiting is None:
        on = desk.company.hold_uploads
        return Figure(label, _("none"), _("Each upload waits until you import it.") if on else "", link)
    why = words.fewer(waiting.held) if waiting.held else _("waits for import")
    return Figure(label, _("snapshot %(number)s", number=waiting.number), why, link, "bad" if waiting.held else "warn")


def _customers(desk: Desk, live: Listed | None) -> Figure:
    count = number(live.customers) if live else "0"
    return Figure(_("Customers in the portal"), count, link=_way(desk, "customers", Right.CUSTOMERS))


def _requests(desk: Desk) -> Figure:
    found = open_requests(desk.session, desk.company_id)
    told = _("%(count)s without an answer. The office program shows them.", count=number(found.unanswered))
    return Figure(
        _("Open requests"), number(found.open), told if found.open else "", tone="warn" if found.unanswered else ""
    )


def _passwords(desk: Desk) -> Figure:
    found, link = _judged(desk), _way(desk, "customers", Right.CUSTOMERS, which=Which.WEAK)
    told = _(
        "%(weak)s weak, %(shared)s shared, of %(all)s",
        weak=number(found.weak),
        shared=number(found.shared),
        all=number(found.all),
    )
    if found.either:
        told += ". " + _("Global Replacement at the office makes better ones.")
    if found.either and link:
        told += " " + _("The list leaves out who chose an own one.")
    return Figure(_("Weak or shared passwords"), number(found.either), told, link, "warn" if found.either else "")


def _judged(desk: Desk) -> Judged:
    """Counted once for each snapshot. A page that can be read is never refused since that could not be kept."""
    if not desk.published:
        return Judged()
    counted = judged_passwords(desk.session, desk.company_id, desk.published)
    if not counted.kept:
        with suppress(DatabaseFault), parts().work.writing(desk.company_id) as session:
            keep_judged(session, desk.company_id, desk.published, counted.judged)
    return counted.judged


def _never(desk: Desk, live: Listed | None) -> Figure:
    all_ = live.customers if live else 0
    never = max(0, all_ - signed_in_customers(desk.session, desk.company)) if live else 0
    told = _("of %(count)s customers", count=number(all_))
    link = _way(desk, "customers", Right.CUSTOMERS, which=Which.NEVER_HERE)
    return Figure(_("Never signed in"), number(never), told, link)


def _mail(desk: Desk) -> Figure:
    label, link = _("Mail"), _way(desk, "mails", Right.MAIL)
    if not desk.frame.mails:
        return Figure(label, _("off"), _("Whoever runs this receiver has set up no mail server."), link, "warn")
    moment = now()
    if trouble := trouble_of(desk.session, desk.company_id, moment):
        return _troubled(desk, trouble, label, link)
    found = mails_unsent(desk.session, desk.company_id, moment)
    waits = _("%(count)s wait to be sent", count=number(found.waiting)) if found.waiting else ""
    if found.failed:
        return Figure(
            label, _("%(count)s not sent", count=number(found.failed)), _("in the last seven days"), link, "warn"
        )
    return Figure(label, _("in order"), waits, link)


def _troubled(desk: Desk, trouble: Trouble, label: str, link: str) -> Figure:
    moment = desk.moment(trouble.moment)
    if trouble.sort is Sort.LATE:
        told = _("Mails wait since %(since)s and nobody sends them.", since=moment)
        return Figure(label, _("held up"), told, link, "bad")
    if trouble.sort is Sort.MANY:
        told = _(
            "More mails were sent within an hour than a company may send. The others follow from %(until)s on.",
            until=moment,
        )
        return Figure(label, _("paused"), told, link, "warn")
    told = _("until %(when)s. %(reason)s", when=recently(desk, trouble.moment), reason=trouble.said)
    return Figure(label, _("paused"), told, link, "bad")


def _way(desk: Desk, view: str, right: Right, **values: str) -> str:
    """Where more of it stands; empty where that is nothing for him."""
    return desk.address(view, **values) if desk.may(right) else ""


def add_to(blueprint: Blueprint) -> None:
    """Register the page."""
    blueprint.add_url_rule("/", view_func=overview, methods=["GET"])
