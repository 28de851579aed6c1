"""The plan of a replacement: what it refuses, what it would write, what it says."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from decimal import Decimal

import pytest

from agent.domain.catalog import Field, Value
from agent.domain.conditions import Comparison, condition
from agent.domain.errors import UsageError
from agent.domain.passwords import ALPHABET, unique
from agent.domain.replacement import Rows, in_pieces, make_plan
from agent.domain.wish import Wish, new_value
from agent.usecases.words import word_list

NAME = Field("CU.Customer Name", "customers", "text", length=5)
PASSWORD = Field("CU.Customer Password", "customers", "text", secret=True)
EVERYBODY = (condition(NAME, Comparison.NOT_EMPTY),)


def no_passwords(taken: Collection[str]) -> Iterator[str]:
    """Random ones, where none should be asked for."""
    return unique("random", (), taken)


def rows(field: Field, *values: Value) -> Rows:
    """Rows with these values of the field; everybody is called Kim."""
    named = [] if field.name == NAME.name else [NAME]
    found = [(str(at), one, (one, *("Kim" for _ in named))) for at, one in enumerate(values)]
    return Rows([field, *named], named, in_pieces(found))


@pytest.mark.parametrize(
    ("field", "text", "says"),
    [
        (Field("CU.Customer Number", "customers", "text", key=True), "7", "is a key"),
        (Field("CU.Country", "customers", "text", home="fixed"), "7", "only read"),
        (NAME, "Kimble", "too long"),
        (NAME, "a\nb", "no text"),
        (NAME, "a\x00b", "no text"),
        (NAME, "\udcff", "no text"),
        (Field("CU.Balance", "customers", "money"), "a lot", "does not fit"),
        (Field("CU.Not On Portal", "customers", "mark", nullable=False), "", "can't be empty"),
    ],
)
def test_A4_a_value_that_does_not_fit_is_refused(field: Field, text: str, says: str) -> None:
    with pytest.raises(UsageError, match=says):
        make_plan(Wish(field, EVERYBODY, text), rows(field, None), no_passwords)


def test_A4_values_become_the_fields_type() -> None:
    assert new_value(Field("CU.Balance", "customers", "money"), " 12.50 ") == Decimal("12.50")
    assert new_value(Field("CU.Not On Portal", "customers", "mark"), "No") is False
    assert new_value(NAME, "") is None
    assert new_value(Field("CU.Notes", "customers", "memo"), "two\nlines") == "two\nlines"


def test_A4_no_condition_never_means_everything() -> None:
    with pytest.raises(UsageError, match="No condition"):
        make_plan(Wish(NAME, (), "Lee"), rows(NAME, "Kim"), no_passwords)
    assert make_plan(Wish(NAME, (), "Lee", everyone=True), rows(NAME, "Kim"), no_passwords).everything


def test_A4_a_field_may_stand_in_its_own_condition_and_equal_values_stay() -> None:
    field = Field("CU.Customer Status", "customers", "text")
    wish = Wish(field, (condition(field, Comparison.STARTS, "a"),), "ACTIVE")
    plan = make_plan(wish, rows(field, "active ", "ACTIVE", "PATTERN", None), no_passwords)
    assert [(one.record_id, one.before, one.after) for one in plan.changes] == [("0", "active ", "ACTIVE")]
    assert (plan.matched, plan.unchanged, plan.rows) == (2, 1, 4)


def test_A6_one_password_for_several_is_warned_of_and_never_shown() -> None:
    plan = make_plan(Wish(PASSWORD, EVERYBODY, "clip"), rows(PASSWORD, "secret-a", None), no_passwords)
    assert plan.question() == "Replace all 2 passwords?"
    assert "2 customers" in plan.warnings[0]
    assert not any(word in repr(plan) for word in ("clip", "secret-a"))


@pytest.mark.parametrize("kind", ["words", "random"])
def test_A6_unique_passwords_differ_and_have_their_form(kind: str) -> None:
    source = unique("words" if kind == "words" else "random", word_list())
    made = [next(source) for _ in range(500)]
    assert len(set(made)) == 500
    if kind == "random":
        assert all(len(one) == 12 and set(one) <= set(ALPHABET) for one in made)
    else:
        assert len(word_list()) == 7776
        # Four of the words hold a hyphen themselves.
        assert all(len(one.split("-")) >= 4 for one in made)


def test_A6_a_password_in_use_is_not_given_again() -> None:
    pair = ("one", "two")
    every = {f"{a}-{b}-{c}-{d}" for a in pair for b in pair for c in pair for d in pair}
    left = "one-two-one-two"
    assert next(unique("words", pair, every - {left})) == left


def test_A6_unique_is_for_passwords() -> None:
    with pytest.raises(UsageError, match="not a password"):
        make_plan(Wish(NAME, EVERYBODY, unique="words"), rows(NAME, "Kim"), no_passwords)
