"""What the office published of an account, for the copy of its customer."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import Connection

from receiver.domain.mydata.copies import PUBLISHED, Account, plain
from receiver.domain.snapshots.queries import published_records
from shared import records
from shared.canonical import decode_as

BY_YEAR: Final = "history"
MONEY: Final = "invoices"
"""A kind that is there only while the office shares money."""


def account_of(connection: Connection, company_id: int, published: int, number: str, *, money: bool) -> Account | None:
    """The account of this number in two statements; None where there is none."""
    kinds = [kind for kind in PUBLISHED if kind != BY_YEAR and (money or kind != MONEY)]
    stored = published_records(connection, company_id, published, [(kind, number) for kind in kinds])
    if ("customer", number) not in stored:
        return None
    customer = decode_as(records.Customer, stored["customer", number].body)
    years = [("history", records.history_key(number, year)) for year in customer.history_years]
    held = published_records(connection, company_id, published, years) if years else {}
    history: list[dict[str, Any]] = []
    for key in years:
        if key in held:
            visits = decode_as(records.History, held[key].body).visits
            history += [plain(one, money=money) for one in visits]
    more = {
        kind: plain(decode_as(PUBLISHED[kind], record.body), money=money)
        for (kind, _key), record in stored.items()
        if kind != "customer"
    }
    return Account(number, plain(customer, money=money), history, more)
