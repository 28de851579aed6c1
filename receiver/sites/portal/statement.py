"""Statement of account for a range of days (B9): as a page that prints well, and as PDF."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from flask import Blueprint, Response, make_response, request
from flask.typing import ResponseReturnValue

from receiver.domain.billing.bills import Account
from receiver.domain.billing.statement import Statement, statement_of
from receiver.paper.press import printed
from receiver.sites.portal.guard import customer
from receiver.sites.portal.invoices import for_who_sees_money, read_account
from receiver.sites.portal.statement_paper import notes_of, paper_of
from receiver.sites.portal.visit import Visit
from receiver.web.language import gettext as _
from receiver.web.pages import render

MOST: Final = 1_000
"""Lines of a statement: more are a matter of a shorter range."""

_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_NOT_IN_NAMES: Final = re.compile(r"[^A-Za-z0-9]+")
_NAME_CHARACTERS: Final = 40


@dataclass(frozen=True, slots=True)
class Range:
    """The form: both days as they were typed, what is wrong with them, which are no days at all, and the days where
    nothing is wrong. A browser shows nothing of what is no day in a field for days, so that becomes one for texts."""

    typed: tuple[str, str]
    faults: dict[str, str]
    unreadable: frozenset[str]
    days: tuple[date, date] | None


@customer
@for_who_sees_money
def statement(visit: Visit) -> ResponseReturnValue:
    """The form, and below it the statement."""
    account, chosen = read_account(visit), _range(visit)
    made = statement_of(account.told, *chosen.days) if chosen.days else None
    return _page(visit, account, chosen, made)


@customer
@for_who_sees_money
def statement_pdf(visit: Visit) -> ResponseReturnValue:
    """The same to keep; where the days are none, the form says so."""
    account, chosen = read_account(visit), _range(visit)
    made = statement_of(account.told, *chosen.days) if chosen.days else None
    if made is None or len(made.lines) > MOST:
        return _page(visit, account, chosen, made)
    answer = Response(printed(paper_of(visit, made)), mimetype="application/pdf")
    named = _NOT_IN_NAMES.sub("-", visit.number).strip("-")[:_NAME_CHARACTERS]
    words = "-".join(["statement", *filter(None, [named]), str(made.first), str(made.last)])
    answer.headers["Content-Disposition"] = f'attachment; filename="{words}.pdf"'
    return answer


def add_to(blueprint: Blueprint) -> None:
    """Register both."""
    blueprint.add_url_rule("/invoices/statement", view_func=statement)
    blueprint.add_url_rule("/invoices/statement.pdf", view_func=statement_pdf)


def _page(visit: Visit, account: Account, chosen: Range, made: Statement | None) -> Response:
    too_long = made is not None and len(made.lines) > MOST
    page = render(
        "portal/statement.html",
        frame=visit.frame,
        visit=visit,
        here="invoices",
        chosen=chosen,
        made=None if too_long else made,
        too_long=too_long,
        notes=notes_of(made) if made else [],
        presets=_presets(visit.frame.today, account),
    )
    return make_response(page, 400 if chosen.faults or too_long else 200)


def _range(visit: Visit) -> Range:
    """What the address asks for; this year so far where it names nothing."""
    today = visit.frame.today
    typed = request.args.get("from", f"{date(today.year, 1, 1)}"), request.args.get("to", f"{today}")
    days = dict(zip(("from", "to"), map(_day, typed), strict=True))
    unreadable = frozenset(name for name, day in days.items() if day is None)
    faults = dict.fromkeys(unreadable, _("Please enter a day, such as %(day)s.", day=today))
    first, last = days.values()
    if first and last and first > last:
        faults["to"] = _("This day is before the first one.")
    return Range(typed, faults, unreadable, (first, last) if first and last and not faults else None)


def _day(text: str) -> date | None:
    """The day that a browser writes so."""
    if not _DAY.fullmatch(text.strip()):
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None


def _presets(today: date, account: Account) -> list[tuple[str, date, date]]:
    """Ranges that are often wanted: their words, first and last day."""
    start = date(today.year, 1, 1)
    found = [(_("This year"), start, today), (_("Last year"), date(today.year - 1, 1, 1), start - timedelta(days=1))]
    if account.told.since is not None and account.told.since <= today:
        found.append((_("Everything on the portal"), account.told.since, today))
    return found
