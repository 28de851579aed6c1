"""Adjust Prices (A5): exact amounts, rounded half up, and what has no price or would fall below zero."""

from __future__ import annotations

from decimal import Decimal

import pytest

from agent.domain.adjustment import Adjustment
from agent.domain.errors import UsageError
from tests.agent.conftest import Desk

PRICE = ("--set", "jobs", "--field", "JB.Price")


@pytest.mark.parametrize(
    ("adjust", "price", "becomes"),
    [
        (Adjustment(amount=Decimal("2.50")), "45.00", "47.50"),
        (Adjustment(percent=Decimal(3)), "0.50", "0.52"),
        (Adjustment(percent=Decimal("2.5")), "45.00", "46.13"),
        (Adjustment(percent=Decimal("2.5"), lower=True), "45.00", "43.88"),
        (Adjustment(amount=Decimal("2.50"), percent=Decimal(3)), "80.00", "82.50"),
        (Adjustment(amount=Decimal("2.50"), percent=Decimal(3)), "100.00", "103.00"),
        (Adjustment(amount=Decimal("2.50"), percent=Decimal(3), lower=True), "100.00", "97.00"),
        (Adjustment(percent=Decimal(3), round_to=Decimal("0.05")), "10.00", "10.30"),
        (Adjustment(percent=Decimal(3), round_to=Decimal("0.05")), "10.75", "11.05"),
        (Adjustment(percent=Decimal(3), round_to=Decimal("1.00")), "50.00", "52.00"),
        (Adjustment(amount=Decimal(5)), "-20.00", "-15.00"),
        (Adjustment(amount=Decimal(5), lower=True), "-20.00", "-25.00"),
        (Adjustment(percent=Decimal(10)), "0.00", "0.00"),
    ],
)
def test_A5_an_adjustment_is_exact(adjust: Adjustment, price: str, becomes: str) -> None:
    adjust.check()
    assert adjust.of(Decimal(price)) == (Decimal(becomes), False)


def test_A5_no_price_falls_below_zero() -> None:
    assert Adjustment(amount=Decimal(5), lower=True).of(Decimal("4.99")) == (Decimal("0.00"), True)
    assert Adjustment(amount=Decimal(5), lower=True).of(Decimal("5.00")) == (Decimal("0.00"), False)


def test_A5_what_is_larger_than_a_field_holds_is_refused() -> None:
    with pytest.raises(UsageError):
        Adjustment(percent=Decimal(1000)).of(Decimal("9999999999.99"))


def test_A5_prices_move_exactly_and_undo_gives_them_back(desk: Desk) -> None:
    desk.change("UPDATE jobs SET price = NULL WHERE id = 1")
    desk.change("UPDATE jobs SET price = 2.00 WHERE id = 2")
    before, untouched = dict(desk.rows("SELECT id, CAST(price AS TEXT) FROM jobs")), desk.dump()
    told = desk.must("replace", *PRICE, "--lower-by", "2.50", "--lower-percent", "3", "--all", "--yes")
    assert told["warnings"] == ["1 price would fall below zero, and become 0.00.", "1 row without a price: left so."]
    after = dict(desk.rows("SELECT id, price FROM jobs"))
    for one, text in before.items():
        if text is None:
            assert after[one] is None
        else:
            price = Decimal(text)
            wanted = max(Decimal(0), price - max(Decimal("2.50"), price * 3 / 100))
            assert abs(Decimal(str(after[one])) - wanted) <= Decimal("0.005"), (one, price)
    assert desk.must("undo")["skipped"] == []
    assert desk.dump() == untouched


@pytest.mark.parametrize(
    "words",
    [
        (*PRICE, "--raise-by", "1", "--lower-by", "1"),
        (*PRICE, "--raise-by", "1e3"),
        (*PRICE, "--raise-by", "-1"),
        (*PRICE, "--raise-by", "0"),
        (*PRICE, "--raise-by", "NaN"),
        (*PRICE, "--raise-percent", "1001"),
        (*PRICE, "--raise-by", "1", "--round-to", "0.03"),
        (*PRICE, "--round-to", "0.05"),
        (*PRICE, "--raise-by", "1", "--value", "3"),
        ("--field", "CU.City", "--raise-by", "1"),
    ],
)
def test_A5_what_can_not_be_meant_changes_nothing(desk: Desk, words: tuple[str, ...]) -> None:
    before = desk.dump()
    assert desk.run("replace", *words, "--all", "--yes").code == 2
    assert desk.dump() == before
