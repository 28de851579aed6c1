"""Conditions against a naive model: what a person would say of each row, told anew here (A3, A4)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from agent.domain.catalog import Catalog, Field, FieldSet, Value
from agent.domain.conditions import Comparison, matches_all, parse, parse_all
from agent.domain.errors import UsageError

CATALOG = Catalog(
    [FieldSet("customers", "Customer database", "CU")],
    [
        Field("CU.Number", "customers", "text", key=True),
        Field("CU.Name", "customers", "text"),
        Field("CU.Name Of Dog", "customers", "text"),
        Field("CU.Balance", "customers", "money"),
        Field("CU.Level", "customers", "integer"),
        Field("CU.Since", "customers", "date"),
        Field("CU.Called", "customers", "moment"),
    ],
)
ORDERED: dict[str, Callable[[Any, Any], bool]] = {
    "=": lambda a, b: a == b,
    "<>": lambda a, b: a != b,
    "!=": lambda a, b: a != b,
    "<": lambda a, b: a < b,
    ">": lambda a, b: a > b,
    "<=": lambda a, b: a <= b,
    ">=": lambda a, b: a >= b,
    " equals ": lambda a, b: a == b,
    " Is  At Least ": lambda a, b: a >= b,
    " IS LESS THAN ": lambda a, b: a < b,
}
INSIDE: dict[str, Callable[[str, str], bool]] = {
    " contains ": lambda a, b: b in a,
    " Starts With ": lambda a, b: a.startswith(b),
}
operators = st.sampled_from(sorted(ORDERED))
letters = st.text("aAbB éÉßſİıσς'%=<>\u00a0\t", max_size=6)
texts = st.one_of(letters, st.text(st.characters(exclude_categories=["Cs"]), max_size=8))
typed = texts.filter(lambda one: bool(one.strip()) and not one.startswith(("=", ">")))
moments = st.datetimes(datetime(1899, 12, 30), datetime(2100, 1, 1)).map(lambda one: one.replace(microsecond=0))


def meets(condition: str, value: Value) -> bool:
    """Whether a row with this value is meant."""
    return parse(condition, CATALOG, "customers").matches(value)


def folded(text: str) -> str:
    """What is compared of a text."""
    return text.strip().casefold()


@given(operators, typed, texts)
def test_texts(operator: str, wanted: str, found: str) -> None:
    assert meets(f"CU.Name{operator} {wanted}", found) is ORDERED[operator](folded(found), folded(wanted))


@given(st.sampled_from(sorted(INSIDE)), typed, texts)
def test_parts_of_texts(operator: str, wanted: str, found: str) -> None:
    assert meets(f"CU.Name{operator}{wanted}", found) is INSIDE[operator](folded(found), folded(wanted))


@given(operators, typed, texts)
@example(" equals ", " <", " <")
def test_keys_count_to_the_last_blank(operator: str, wanted: str, found: str) -> None:
    gap = "" if operator.endswith(" ") else " "
    assert meets(f"CU.Number{operator}{gap}{wanted}", found) is ORDERED[operator](found, wanted)


@given(operators, st.integers(-(10**15) + 1, 10**15 - 1), st.integers(0, 6), st.decimals(-(10**9), 10**9, places=4))
def test_amounts(operator: str, digits: int, places: int, found: Decimal) -> None:
    wanted = Decimal(digits).scaleb(-places)
    assert meets(f"CU.Balance{operator} {wanted:f}", found) is ORDERED[operator](found, wanted)


@given(operators, st.integers(-(10**17), 10**17), st.integers(-(10**17), 10**17))
def test_whole_numbers(operator: str, wanted: int, found: int) -> None:
    assert meets(f"CU.Level{operator} {wanted:+d}", found) is ORDERED[operator](found, wanted)


@given(operators, st.dates(), st.dates())
def test_days(operator: str, wanted: date, found: date) -> None:
    assert meets(f"CU.Since{operator} {wanted}", found) is ORDERED[operator](found, wanted)


@given(operators, moments, st.integers(-200_000, 200_000))
def test_moments_count_as_days_where_only_a_day_is_typed(operator: str, wanted: datetime, seconds: int) -> None:
    found = wanted + timedelta(seconds=seconds)
    assert meets(f"CU.Called{operator} {wanted}", found) is ORDERED[operator](found, wanted)
    assert meets(f"CU.Called{operator} {wanted.date()}", found) is ORDERED[operator](found.date(), wanted.date())


@given(st.sampled_from(["CU.Name", "CU.Number", "CU.Balance", "CU.Since", "CU.Called", "CU.Level"]), st.none() | texts)
def test_empty_and_not_empty_are_opposites(name: str, found: str | None) -> None:
    empty = meets(f"{name} is empty", found)
    assert meets(f"{name} IS  NOT EMPTY", found) is not empty
    assert empty is (found is None or (found == "" if name == "CU.Number" else not found.strip()))


@given(st.sampled_from(["CU.Balance = 1", "CU.Since > 2026-01-01", "CU.Called <> 2026-01-01", "CU.Level < 5"]), texts)
def test_a_text_where_none_belongs_meets_nothing_but_not_empty(condition: str, found: str) -> None:
    assert not meets(condition, found)


@given(st.lists(st.tuples(operators, typed), min_size=1, max_size=3), texts)
def test_all_conditions_have_to_hold(wanted: list[tuple[str, str]], found: str) -> None:
    conditions = parse_all([f"CU.Name{operator} {text}" for operator, text in wanted], CATALOG, "customers")
    expected = all(ORDERED[operator](folded(found), folded(text)) for operator, text in wanted)
    assert matches_all(conditions, {"CU.Name": found}) is expected


@given(st.text(max_size=40) | st.builds("CU.Name{}{}{}".format, st.text(max_size=3), operators, st.text(max_size=9)))
def test_whatever_is_typed_is_a_condition_or_told(text: str) -> None:
    try:
        parsed = parse(text, CATALOG, "customers")
    except UsageError as error:
        assert error.remedy
    else:
        assert parsed.comparison in Comparison
        parsed.matches("any value")


@given(typed)
def test_the_longest_field_name_counts(wanted: str) -> None:
    assert parse(f"CU.Name Of Dog = {wanted}", CATALOG, "customers").field.name == "CU.Name Of Dog"
