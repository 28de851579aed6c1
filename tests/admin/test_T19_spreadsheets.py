"""T19, bad input 13: what a spreadsheet would calculate or send to another program is text in our files."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from receiver.web.spreadsheets import csv_file, shown_cell


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        " =1+1",
        "\ufeff=1+1",
        "\u00a0@SUM(A1)",
        "\x00=1",
        "\u200b=1",
        "\t",
        "\tx",
        "\r\n=1",
        "\n",
        "+41 44 555 01 99",
        "-",
        "-1+1|cmd",
        "|calc",
        "%0A",
        "＝1",
        "＋1",
        "－1",
        "＠x",
        '=HYPERLINK("http://x")',
    ],
)
def test_T19_what_may_be_a_formula_gets_an_apostrophe(text: str) -> None:
    assert shown_cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "Ann", "a=b", "1", "-1", "+12.50", "-0.5", "2026-11-26", "'=1", "Zoë", "<b>"])
def test_T19_everything_else_stays(text: str) -> None:
    assert shown_cell(text) == text
    assert shown_cell(7) == "7" and shown_cell(None) == ""


@given(st.lists(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=2, max_size=2), max_size=5))
def test_T19_rows_and_columns_stay_what_they_are(rows: list[list[str]]) -> None:
    data = b"".join(csv_file(("a", "b"), rows)).decode("utf-8-sig")
    read = list(csv.reader(io.StringIO(data, newline="")))
    assert read == [["a", "b"], *([shown_cell(one) for one in row] for row in rows)]
