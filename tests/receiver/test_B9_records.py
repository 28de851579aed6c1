"""Records of invoices at the receiver (B9): they belong to customers of the set, and hold amounts that a page can
write."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from shared.records import Invoice, Invoices, Payment
from tests.receiver.publishing import Bodies, House, some_customers

DAY = date(2026, 2, 1)
BILLS = Invoices((Invoice("I1", DAY, DAY, Decimal("12.50"), Decimal("2.50")),), (), DAY, Decimal("0.00"))


def test_F34_invoices_of_nobody_are_refused_and_nothing_is_published(house: House) -> None:
    first: Bodies = {**some_customers(2), ("invoices", "00001"): BILLS}
    done = house.publish("key-0001", {}, first, base=0)
    assert done.receipt is not None and done.receipt.counts == {"company": 1, "customer": 2, "invoices": 1}
    brought: Bodies = {**first, ("invoices", "4711"): BILLS}
    left_behind: Bodies = {**some_customers(1), ("invoices", "00001"): BILLS}
    for at, wrong in enumerate((brought, left_behind)):
        code = house.refused(house.publish, f"key-001{at}", first, wrong, done.id)
        assert code == "bad-records"
        assert house.numbers == (done.id, done.id)
    last = house.publish("key-0003", first, some_customers(1), base=done.id)
    assert last.receipt is not None
    assert last.receipt.difference["invoices"] == {"added": 0, "changed": 0, "removed": 1}


@pytest.mark.parametrize(
    "wrong",
    [
        Invoices((Invoice("1", amount=Decimal("1e400")),)),
        Invoices((Invoice("1", open_amount=Decimal("NaN")),)),
        Invoices((), (Payment("1", amount=Decimal("Infinity")),)),
        Invoices(brought_forward=Decimal("-1e16")),
    ],
    ids=["amount", "open amount", "payment", "brought forward"],
)
def test_bad_input_an_amount_that_no_page_could_write_is_refused(house: House, wrong: Invoices) -> None:
    bodies: Bodies = {**some_customers(1), ("invoices", "00000"): wrong}
    assert house.refused(house.publish, "key-0001", {}, bodies, 0) == "bad-records"
    assert house.numbers == (0, 0)
