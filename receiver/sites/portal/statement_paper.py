"""A statement of account in words, ready to be printed."""

from __future__ import annotations

from decimal import Decimal

from receiver.domain.billing.statement import Line, Statement
from receiver.paper.document import Column, Document, Row
from receiver.sites import letterhead
from receiver.sites.portal.visit import Visit
from receiver.web.formats import full_date, money
from receiver.web.language import gettext as _
from receiver.web.language import spoken
from shared.records import Payment


def paper_of(visit: Visit, made: Statement) -> Document:
    """The whole document, in the language of this request."""
    office, language = visit.frame.office, spoken()
    first, last = full_date(language, made.first), full_date(language, made.last)
    return Document(
        title=_("Statement of account"),
        sender=letterhead.sender_of(office),
        to=letterhead.addressee_of(visit.customer),
        facts=(
            (_("Customer number"), visit.number),
            (_("From"), first),
            (_("To"), last),
            (_("Balance at the end"), _amount(made.closing, office.currency)),
        ),
        columns=(
            Column(_("Date"), 19),
            Column(_("Invoice or payment"), 36),
            Column(_("Charged"), 15, right=True),
            Column(_("Paid"), 15, right=True),
            Column(_("Balance"), 15, right=True),
        ),
        rows=_rows(made, office.currency),
        notes=tuple(notes_of(made)),
        foot=_("Office data as of %(moment)s", moment=visit.frame.as_of),
        page_of=lambda number, pages: _("Page %(number)s of %(pages)s", number=number, pages=pages),
        paper=letterhead.paper_of(office),
    )


def notes_of(made: Statement) -> list[str]:
    """What there is to know about the balances."""
    language, told = spoken(), []
    if made.begins is None:
        told.append(_("There are no invoices or payments of these days on the portal."))
    if made.since is not None and made.reaches_back:
        day = full_date(language, made.since)
        told.append(
            _("It holds those of %(day)s and later; please ask the office for an older statement.", day=day)
            if made.begins is None
            else _(
                "The portal holds invoices and payments from %(day)s on; what was before is in the first balance.",
                day=day,
            )
        )
    if made.begins is not None and made.opening is None:
        told.append(_("The office does not publish all that a balance is made of, so none is shown."))
    return told


def _rows(made: Statement, currency: str) -> tuple[Row, ...]:
    if made.begins is None:
        return ()
    language = spoken()
    opening = Row(
        (full_date(language, made.begins), _("Balance before"), "", "", _amount(made.opening, currency)), True
    )
    lines = [
        Row(
            (
                full_date(language, one.day),
                _what(one),
                _amount(one.charged, currency),
                _amount(one.paid, currency),
                _amount(one.balance, currency),
            )
        )
        for one in made.lines
    ]
    closing = Row(
        (
            full_date(language, made.last),
            _("Balance at the end"),
            _amount(made.charged, currency),
            _amount(made.paid, currency),
            _amount(made.closing, currency),
        ),
        True,
    )
    return (opening, *lines, closing)


def _what(line: Line) -> str:
    row = line.row
    if not isinstance(row, Payment):
        return _("Invoice %(number)s", number=row.number).strip()
    told = _("Payment %(number)s", number=row.number).strip()
    return ", ".join(filter(None, [told, row.method]))


def _amount(amount: Decimal | None, currency: str) -> str:
    return "" if amount is None else money(spoken(), amount, currency)
