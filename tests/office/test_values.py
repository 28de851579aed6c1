"""What foreign databases keep, as values of the practice fields."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest

from agent.domain.catalog import Value
from agent.office.catalog import NATIVE
from agent.office.mapping import FieldSource
from agent.office.shown import CONTROLS, NO_AMOUNT, NO_DATE, NO_MARK, REPLACED, SHORTENED, Shown
from agent.office.values import exact, stored
from shared import limits


@pytest.mark.parametrize(
    ("field", "raw", "value"),
    [
        ("CU.Customer Name", b"Z\xc3\xbcrich", "Zürich"),
        ("CU.Customer Name", "  padded ", "  padded "),
        ("CU.Customer Name", 5.0, "5"),
        ("CU.Customer Name", None, None),
        ("CU.Balance", 19.9, Decimal("19.90")),
        ("CU.Balance", "50", Decimal("50.00")),
        ("CU.Balance", "1.2345", Decimal("1.2345")),
        ("CU.Balance", "1,50", "1,50"),
        ("CU.Balance", float("nan"), "nan"),
        ("US.Level", " 2 ", 2),
        ("IN.Date", "2026-03-01 08:15:00.000", date(2026, 3, 1)),
        ("IN.Date", "0000-00-00", "0000-00-00"),
        ("JB.Next Visit", "2026-03-01T08:15:30.250+02:00", datetime(2026, 3, 1, 8, 15, 30)),
        ("JB.Next Visit", "2026-03-01", datetime(2026, 3, 1)),
        ("JB.Next Visit", date(2026, 3, 1), datetime(2026, 3, 1)),
        ("JB.Next Visit", "", None),
        *[("JB.Delayed", raw, True) for raw in (1, True, "Y", "yes ", "X", "-1", -1, 1.0, b"true")],
        *[("JB.Delayed", raw, False) for raw in (0, False, "N", "no", "F", 0.0)],
        ("JB.Delayed", "maybe", "maybe"),
    ],
)
def test_raw_values_are_read_leniently_and_what_is_none_stays_text(field: str, raw: object, value: Value) -> None:
    found = exact(NATIVE.field(field))(raw)
    assert (found, type(found)) == (value, type(value))


def test_published_values_are_trimmed_and_counted() -> None:
    shown = Shown()
    assert shown.line(" one\r\ntwo\tthree ") == "one two three"
    assert shown.memo("one\r\ntwo\r\tthree\x1b") == "one\ntwo\n\tthree␛"
    assert shown.line("a\u00a0b 😀 \ufeff") == "a\u00a0b 😀 \ufeff"
    assert shown.line("\ufffd\x00") == "\ufffd␀"
    assert len(shown.line("x" * 5000)) == limits.LINE_CHARACTERS
    assert shown.memo("x" * 5000) == "x" * 5000
    assert len(shown.memo("x" * 1_000_000)) == limits.TEXT_CHARACTERS
    assert shown.moment("31.02.2026") is None
    assert shown.moment("2026-03-01 08:15+01") == datetime(2026, 3, 1, 8, 15)
    assert shown.money("1e400") is None
    assert shown.mark("maybe") is False
    assert (shown.counts[SHORTENED], shown.counts[REPLACED]) == (2, 1)
    assert (shown.counts[NO_DATE], shown.counts[NO_AMOUNT], shown.counts[NO_MARK]) == (1, 1, 1)


def test_what_is_remembered_is_the_same_and_is_counted_every_time() -> None:
    shown = Shown(few=True)
    line, mark = shown.remembered(shown.line), shown.remembered(shown.mark)
    for _ in range(3):
        assert [line(raw) for raw in (" a ", 1, 1.0, 1.5, None, b"b", "c\x00")] == ["a", "1", "1", "1.5", "", "b", "c␀"]
        assert [mark(raw) for raw in (1, 0, None, "no", "maybe")] == [True, False, False, False, False]
    assert (shown.counts[CONTROLS], shown.counts[NO_MARK]) == (3, 3)
    everything = [str(number) for number in range(50_000)] * 2
    assert [line(raw) for raw in everything] == everything


def test_what_a_server_gives_need_not_be_hashable() -> None:
    shown = Shown()
    assert shown.remembered(shown.line)(["a", "b"]) == "['a', 'b']"


def test_a_value_goes_back_in_the_words_of_the_database() -> None:
    status = NATIVE.field("CU.Customer Status")
    letters = FieldSource("column", "State", values={"A": "ACTIVE", "H": "ON HOLD"})
    assert [exact(status, letters)(raw) for raw in ("A", "H ", "other")] == ["ACTIVE", "ON HOLD", "other"]
    assert [stored(status, letters, "sqlite")(word) for word in ("ACTIVE", "other", None)] == ["A", "other", None]
    german = FieldSource("column", "Day", format="%d.%m.%Y")
    assert stored(NATIVE.field("IN.Date"), german, "sqlite")(date(2026, 3, 1)) == "01.03.2026"
    assert stored(NATIVE.field("IN.Date"), FieldSource("column", "Day"), "postgresql")(date(2026, 3, 1)) == date(
        2026, 3, 1
    )
