"""Tables as files that open in a spreadsheet, and do nothing there but show what is in them (reliability T19)."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Final

CSV_TYPE: Final = "text/csv; charset=utf-8"
BOM: Final = "\ufeff"
"""Spreadsheets take a file without it for one of the computer's own old character set."""

Cell = str | int | None

_FORMULA: Final = frozenset("=+-@|%\t\r\n＝＋－＠")
"""What a text begins with that spreadsheets calculate, or send to another program. TAB and the ends of lines lead into
another cell of some of them."""
_UNSEEN: Final = frozenset(("Cc", "Cf", "Zs", "Zl", "Zp"))
"""Categories of signs that a spreadsheet passes over before it looks."""
_NUMBER: Final = re.compile(r"[+-]?[0-9]{1,15}(?:\.[0-9]{1,15})?")


def csv_file(heads: Iterable[str], rows: Iterable[Iterable[Cell]]) -> Iterator[bytes]:
    """The bytes of a CSV file, line by line, as the rows come; every cell is quoted, so that no comma, semicolon or tab
    begins another one."""
    yield BOM.encode() + _line(heads)
    for row in rows:
        yield _line(row)


def shown_cell(value: Cell) -> str:
    """What stands in a cell: the text itself, with an apostrophe before what would be taken for a formula. Plain
    numbers stay."""
    text = "" if value is None else str(value)
    if _NUMBER.fullmatch(text):
        return text
    first = next((sign for sign in text if sign in _FORMULA or unicodedata.category(sign) not in _UNSEEN), "")
    return f"'{text}" if first in _FORMULA else text


def _line(cells: Iterable[Cell]) -> bytes:
    line = io.StringIO()
    csv.writer(line, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerow([shown_cell(one) for one in cells])
    return line.getvalue().encode("utf-8", "replace")
