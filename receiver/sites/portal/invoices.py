"""Invoices (B9): the balance, what is open and when it is due, what was paid; and the office's pay link."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import wraps
from typing import Final

from flask import Blueprint, abort, request
from flask.typing import ResponseReturnValue

from receiver.domain.billing.bills import Account, Bill, account_of
from receiver.sites.portal.guard import customer
from receiver.sites.portal.visit import Visit
from receiver.web.pages import render
from receiver.web.paging import asked_page, page_of
from shared import pay_link

ROWS: Final = 100
_CENT: Final = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Paying:
    """The office's pay link, for one customer."""

    link: str
    number: str

    def whole(self, balance: Decimal | None) -> str:
        """Where he pays all that he owes; empty where nothing is known to be paid, or no such place."""
        return self._filled("", balance) if balance is not None and balance > 0 else ""

    def one(self, bill: Bill) -> str:
        """Where he pays what is open of one invoice; empty where the address does not lead to one."""
        left = bill.invoice.open_amount
        if not pay_link.names_invoice(self.link) or left is None or left <= 0:
            return ""
        return self._filled(bill.invoice.number, left)

    def any_of(self, bills: Iterable[Bill]) -> bool:
        """Whether any of them can be paid by itself."""
        return any(map(self.one, bills))

    def _filled(self, invoice: str, amount: Decimal) -> str:
        written = f"{amount.quantize(_CENT):f}"
        return pay_link.filled(self.link, number=self.number, invoice=invoice, amount=written)


def for_who_sees_money(view: Callable[..., ResponseReturnValue]) -> Callable[..., ResponseReturnValue]:
    """Where the office shares no money, or this visitor is not to see it, there is no such page."""

    @wraps(view)
    def checked(visit: Visit) -> ResponseReturnValue:
        if not visit.shares_money:
            abort(404)
        return view(visit)

    return checked


@customer
@for_who_sees_money
def invoices(visit: Visit) -> str:
    """What is open, then a page of what is settled."""
    account = read_account(visit)
    year, number = _chosen(account)
    balance = balance_of(visit, account)
    return render(
        "portal/invoices.html",
        frame=visit.frame,
        visit=visit,
        here="invoices",
        account=account,
        balance=balance,
        paying=Paying(visit.frame.office.pay_link, visit.number),
        year=year,
        page=page_of(account.settled(year), number, ROWS),
    )


def add_to(blueprint: Blueprint) -> None:
    """Register this page."""
    blueprint.add_url_rule("/invoices", view_func=invoices)


def read_account(visit: Visit) -> Account:
    """The invoices and payments of the account that is looked at."""
    return account_of(visit.connection, visit.company_id, visit.published, visit.number, visit.frame.today)


def balance_of(visit: Visit, account: Account) -> Decimal | None:
    """What the office says is owed; where it says nothing, what is open of the invoices."""
    if visit.customer.balance is not None:
        return visit.customer.balance
    left = [one.invoice.open_amount for one in account.bills]
    known = [one for one in left if one is not None]
    return sum(known, Decimal()) if known and len(known) == len(left) else None


def _chosen(account: Account) -> tuple[int | None, int]:
    """Year and page that the address asks for; 404 for what there is not."""
    year = request.args.get("year", "")
    years = {str(one): one for one in account.years}
    if year and year not in years:
        abort(404)
    return years.get(year), asked_page()
