"""The conditions of Global Replacement: every comparison, on every kind of field."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest

from agent.domain.catalog import Catalog, Field, FieldSet, Value
from agent.domain.conditions import parse
from agent.domain.errors import UsageError

CATALOG = Catalog(
    [FieldSet("customers", "Customer database", "CU")],
    [
        Field("CU.Customer Number", "customers", "text", key=True),
        Field("CU.Customer Name", "customers", "text"),
        Field("CU.Customer Name Suffix", "customers", "text"),
        Field("CU.Record Id", "customers", "integer", key=True),
        Field("CU.Balance", "customers", "money"),
        Field("CU.Since", "customers", "date"),
        Field("CU.Called", "customers", "moment"),
        Field("CU.Not On Portal", "customers", "mark"),
        Field("CU.Customer Password", "customers", "text", secret=True),
    ],
)
NOON = datetime(2026, 3, 1, 12)


def meets(text: str, value: Value) -> bool:
    return parse(text, CATALOG, "customers").matches(value)


@pytest.mark.parametrize(
    ("text", "value", "expected"),
    [
        ("CU.Customer Name = kim", " Kim ", True),
        ("CU.Customer Name Equals kim", "Kim", True),
        ("CU.Customer Name = kim", "Kimble", False),
        ("CU.Customer Name <> kim", "KIM", False),
        ("CU.Customer Name != kim", "Lee", True),
        ("CU.Customer Name does not equal kim", "Lee", True),
        ("CU.Customer Name > kim", "lee", True),
        ("CU.Customer Name is less than kim", "Adams", True),
        ("CU.Customer Name contains IM", "Kim", True),
        ("CU.Customer Name contains im b", "Kimble", False),
        ("CU.Customer Name starts with ki", "Kim", True),
        ("CU.Customer Name starts with im", "Kim", False),
        ("CU.Customer Name is empty", "  ", True),
        ("CU.Customer Name is not empty", "Kim", True),
        ("CU.Customer Name Suffix = Jr", "jr", True),
        ("cu.customer  name = Kim", "Kim", True),
        ("CU.Customer Name = a = b", "A = B", True),
        ("CU.Balance = 10", Decimal("10.00"), True),
        ("CU.Balance > 10.5", Decimal("9"), False),
        ("CU.Balance >= 10", Decimal("10.00"), True),
        ("CU.Balance is at most 10", Decimal("100"), False),
        ("CU.Since < 2026-03-01", date(2026, 2, 28), True),
        ("CU.Since = 2026-03-01", date(2026, 3, 1), True),
        ("CU.Called = 2026-03-01", NOON, True),
        ("CU.Called > 2026-03-01", NOON, False),
        ("CU.Called = 2026-03-01 12:00", NOON, True),
        ("CU.Called = 2026-03-01 12:01", NOON, False),
        ("CU.Not On Portal = yes", True, True),
        ("CU.Not On Portal <> yes", False, True),
        ("CU.Record Id = 7", 7, True),
        ("CU.Record Id = ALFKI", "ALFKI", True),
    ],
)
def test_A3_comparisons(text: str, value: Value, expected: bool) -> None:
    assert meets(text, value) is expected


@pytest.mark.parametrize(("number", "expected"), [("Val2 ", True), ("Val2", False), ("val2 ", False)])
def test_A4_keys_are_compared_exactly(number: str, expected: bool) -> None:
    assert meets("CU.Customer Number = Val2 ", number) is expected


@pytest.mark.parametrize(
    "comparison", ["= x", "<> x", "> x", "< x", ">= x", "<= x", "contains x", "starts with x", "is not empty"]
)
def test_A4_null_meets_only_is_empty(comparison: str) -> None:
    assert not meets(f"CU.Customer Name {comparison}", None)
    assert meets("CU.Customer Name is empty", None)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("CU.Nonsense = 1", "names no field"),
        ("CU.Customer Name resembles Kim", "not understood"),
        ("CU.Customer Name =", "no value to compare"),
        ("CU.Customer Name is empty x", "takes no value"),
        ("CU.Balance = 1,234.50", "does not fit"),
        ("CU.Balance = nan", "does not fit"),
        ("CU.Since = 2026-02-30", "does not fit"),
        ("CU.Since = 03/01/2026", "does not fit"),
        ("CU.Not On Portal > yes", "yes or no"),
        ("CU.Balance contains 1", "is for texts"),
    ],
)
def test_A3_what_does_not_fit_is_said(text: str, says: str) -> None:
    with pytest.raises(UsageError, match=says) as caught:
        parse(text, CATALOG, "customers")
    assert caught.value.remedy


def test_A4_a_password_in_a_condition_is_masked() -> None:
    condition = parse("CU.Customer Password = hunter2", CATALOG, "customers")
    assert condition.matches("hunter2")
    assert "hunter2" not in condition.text() + repr(condition)
