"""Whom a form is about: those that are ticked in the list, or those that the page before named."""

from __future__ import annotations

from typing import Final

import msgspec
from flask import abort, request

from receiver.domain.people import customer_list
from receiver.domain.people.customer_list import Listed
from receiver.domain.snapshots.queries import published_records
from receiver.sites.admin.customers import asked
from receiver.sites.admin.desk import Desk
from shared.canonical import decode_as
from shared.records import Customer

MOST: Final = 300
"""Customers that one press of Go is about: a form that names more is not taken."""
ONE: Final = "one-"
"""Leads the names of the ticks."""
NAMED: Final = "customers"
"""The field in which the next page names them again."""


def ticked(desk: Desk) -> list[Listed]:
    """Those that are ticked, or the first `MOST` of the whole list where that is; who left the portal meanwhile is not
    among them."""
    if NAMED in request.form:
        return named(desk)
    if all_sent():
        wanted = asked.read(request.form).wanted
        return customer_list.page(desk.session, desk.company_id, desk.published, wanted, skip=0, most=MOST)
    return _found(desk, sent_records())


def all_sent() -> bool:
    """Whether the whole list was ticked."""
    return request.form.get("all") == "yes"


def sent_records() -> list[str]:
    """The customers whose tick came with the form, whether they are there or not."""
    return [value for name, value in request.form.items() if name.startswith(ONE)]


def sent() -> bool:
    """Whether anybody was ticked or named at all."""
    return NAMED in request.form or bool(sent_records())


def named(desk: Desk) -> list[Listed]:
    """Those that the page before named; 400 where it named nobody in a way that we would."""
    try:
        records = msgspec.json.decode(request.form.get(NAMED, ""), type=list[str])
    except (msgspec.DecodeError, UnicodeEncodeError):
        abort(400)
    if len(records) > MOST:
        abort(400)
    return _found(desk, records)


def naming(customers: list[Listed]) -> str:
    """What stands in that field."""
    return msgspec.json.encode([one.record_id for one in customers]).decode()


def alone() -> bool:
    """Whether the form came from the page of one customer, which is where it leads back to."""
    return request.form.get("from") == "customer"


def kept() -> dict[str, str | int]:
    """The part of the list that the form came from, or that the page before was told of."""
    return asked.read(request.form).query()


def back(desk: Desk, chosen: list[Listed]) -> str:
    """Where the form came from: that part of the list, or the page of the one whom it was about."""
    if alone() and len(chosen) == 1:
        return desk.address("customer", number=chosen[0].number, **kept())
    return desk.address("customers", **kept())


def published(desk: Desk, customers: list[Listed]) -> dict[str, Customer]:
    """What the office publishes of them, by number."""
    wanted = [("customer", one.number) for one in customers]
    stored = published_records(desk.session, desk.company_id, desk.published, wanted) if wanted else {}
    return {number: decode_as(Customer, found.body) for (_kind, number), found in stored.items()}


def _found(desk: Desk, records: list[str]) -> list[Listed]:
    if any("\0" in one for one in records):
        abort(400)
    return customer_list.of_records(desk.session, desk.company_id, desk.published, records)
