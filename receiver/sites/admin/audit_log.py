"""The audit log: who did what, to whom, when and from where (C10). Nobody changes it; everything of it can be taken
away as a file, and looked through for traces of somebody who did."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from flask import Blueprint, Response, abort, current_app, request
from flask.typing import ResponseReturnValue

from receiver.db.unit_of_work import now
from receiver.domain.administrators.rights import Right
from receiver.domain.audit import exporting
from receiver.domain.audit.checking import Checked, MarkError, checked
from receiver.domain.audit.models import AuditEntry
from receiver.domain.audit.naming import Named, named
from receiver.domain.audit.queries import Opened, computer_of, count_of, head_of, in_order, listed, said_of
from receiver.domain.audit.trail import Deed, DetailValue, note
from receiver.domain.audit.words import NAMES, WORDS
from receiver.sites.admin.audit_filter import SIDES, Filter, read_filter
from receiver.sites.admin.desk import Desk
from receiver.sites.admin.guard import administrator, administrator_form
from receiver.sites.admin.page import shown
from receiver.web.language import gettext as _
from receiver.web.language import spoken
from receiver.web.paging import Page, asked_page, within
from receiver.web.parts import parts
from receiver.web.spreadsheets import CSV_TYPE, csv_file
from receiver.web.transaction import writing

ROWS: Final = 50
LATE: Final = timedelta(minutes=2)
"""What was noted later than this after it was done says when."""
CSV, JSON = "csv", "json"
SUBJECTS: Final = frozenset(action.partition(".")[0] for action in WORDS)


@dataclass(frozen=True, slots=True)
class Row:
    """An entry as the page shows it."""

    number: int
    at: datetime
    when: str
    noted: str
    """When we learned of it, where that was later."""
    side: str
    who: str
    computer: str
    """Of the office, that told it."""
    what: str
    about: str
    customer: str
    """Where the page of the customer is that it was done to; empty where there is none."""
    network: str


NOTHING: Final[Page[Row]] = Page((), 1, 1, 0, 1)


@administrator(Right.AUDIT)
def audit_log(desk: Desk) -> ResponseReturnValue:
    """The entries that the filter lets through, what was done last first."""
    chosen = read_filter(request.args)
    if chosen.faults:
        return _shown(desk, chosen, NOTHING, 400)
    wanted = chosen.wanted(desk)
    total = count_of(desk.session, desk.company_id, wanted)
    number, pages = within(asked_page(), total, ROWS)
    first = (number - 1) * ROWS
    entries = listed(desk.session, desk.company_id, wanted, first, ROWS)
    return _shown(desk, chosen, Page(_rows(desk, entries), number, pages, total, first + 1))


@administrator_form(Right.AUDIT)
def export_audit_log(desk: Desk) -> ResponseReturnValue:
    """The same entries, all of them, as a file; that it was taken is an entry itself."""
    chosen, form = read_filter(request.form), request.form.get("form", "")
    if chosen.faults or form not in (CSV, JSON):
        abort(400)
    wanted, made, last = chosen.wanted(desk), now(), head_of(desk.session, desk.company_id).number
    count = count_of(desk.session, desk.company_id, wanted)
    with writing(desk.company_id) as session:
        told: dict[str, DetailValue] = {"count": count, "form": form.upper()}
        note(session, desk.company_id, desk.actor, Deed("audit.exported", details=told), made)
    entries = in_order(_opened(desk), desk.company_id, wanted, last)
    answer = Response(_file(desk, form, entries, made), content_type=CSV_TYPE if form == CSV else "application/json")
    name = f"porchlight-{desk.company_id}-audit-{desk.frame.there(made):%Y-%m-%d}.{form}"
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer


@administrator(Right.AUDIT)
def check_audit_log(desk: Desk) -> ResponseReturnValue:
    """Look at every hash, and at the mark that somebody wrote down."""
    mark, faults = request.args.get("mark", ""), {}
    found: Checked | None = None
    try:
        found = checked(_opened(desk), desk.company_id, mark)
    except MarkError:
        faults["mark"] = _("That is no mark. It looks like 41:0f3b5c1d2e4a6b7c8d9e0f1a.")
    fault = _(found.fault, number=found.number) if found and found.fault else ""
    return shown(
        desk,
        "admin/audit_check.html",
        "audit",
        400 if faults else 200,
        found=found,
        fault=fault,
        mark=mark[:100] if mark.isprintable() else "",
        faults=faults,
    )


def add_to(blueprint: Blueprint) -> None:
    """Register these pages."""
    blueprint.add_url_rule("/audit", view_func=audit_log, methods=["GET"])
    blueprint.add_url_rule("/audit/export", view_func=export_audit_log, methods=["POST"])
    blueprint.add_url_rule("/audit/check", view_func=check_audit_log, methods=["GET"])


def _shown(desk: Desk, chosen: Filter, page: Page[Row], status: int = 200) -> Response:
    return shown(
        desk,
        "admin/audit_log.html",
        "audit",
        status,
        chosen=chosen,
        page=page,
        names=sorted(
            ((one, _(words)) for one, words in NAMES.items() if one in SUBJECTS), key=lambda one: one[1].casefold()
        ),
        places=[(one, _(words)) for one, words in SIDES.items()],
        sides={one: _(words) for one, words in SIDES.items()},
        to=lambda number: desk.address("audit_log", **chosen.kept, page=number),
    )


def _rows(desk: Desk, entries: list[AuditEntry]) -> list[Row]:
    ids = {one.about for one in entries} | {one.actor for one in entries if not one.actor_name}
    known = named(desk.session, desk.company, ids - {""})
    return [_row(desk, one, known) for one in entries]


def _row(desk: Desk, entry: AuditEntry, known: dict[str, Named]) -> Row:
    about, actor = known.get(entry.about), known.get(entry.actor)
    return Row(
        number=entry.number,
        at=entry.at,
        when=desk.moment(entry.at),
        noted=desk.moment(entry.noted_at) if entry.noted_at - entry.at > LATE else "",
        side=entry.side,
        who=entry.actor_name or (actor.name if actor else ""),
        computer=computer_of(entry),
        what=said_of(entry, _),
        about=_called(about) if about else _gone(entry.about),
        customer=_customer_page(desk, about.number) if about and not about.left else "",
        network=entry.address,
    )


def _called(about: Named) -> str:
    return _("%(number)s (left)", number=about.name) if about.left else about.name


def _gone(about: str) -> str:
    """Who is not known any more: a person who was removed, or anybody who was forgotten."""
    return _("somebody who is gone") if about else ""


def _customer_page(desk: Desk, number: str) -> str:
    """Where a customer's page is, for who may see it."""
    there = number and "admin.customer" in current_app.view_functions and desk.may(Right.CUSTOMERS)
    return desk.address("customer", number=number) if there else ""


def _opened(desk: Desk) -> Opened:
    work, company_id = parts().work, desk.company_id
    return lambda: work.reading(company_id)


def _file(desk: Desk, form: str, entries: Iterator[AuditEntry], made: datetime) -> Iterator[bytes]:
    """The bytes of the file, which leave when the request is over already."""
    if form == JSON:
        return exporting.json_file(desk.company_id, made, entries)
    words, zone = spoken().gettext, desk.frame.zone
    heads = [words(one) for one in exporting.HEADS]
    return csv_file(heads, exporting.rows(entries, zone, words))
