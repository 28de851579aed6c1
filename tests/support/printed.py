"""What stands in a PDF."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Final

from pypdf import PdfReader

CODE: Final = re.compile(r"\b[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}\b")
NUMBER: Final = r"(-?[\d.]+)"
BOX: Final = re.compile(rf"{NUMBER} {NUMBER} {NUMBER} {NUMBER} re\b")
FILLED: Final = re.compile(r"\bre\s+f")


def pages(pdf: bytes) -> list[str]:
    """The text of each page."""
    return [one.extract_text() for one in PdfReader(BytesIO(pdf)).pages]


def code_in(pdf: bytes, number: str) -> str:
    """The code in the letter to the customer of that number."""
    (page,) = [one for one in pages(pdf) if re.search(rf"\b{re.escape(number)}\b", one)]
    (found,) = CODE.findall(page)
    return str(found)


def square(pdf: bytes) -> tuple[int, set[tuple[int, int]]]:
    """The square code on the first page: in how many shapes it is drawn, and where its dark modules are, counted from
    the upper left corner."""
    contents = PdfReader(BytesIO(pdf)).pages[0].get_contents()
    assert contents is not None
    drawn = contents.get_data().decode("latin-1")
    boxes = [tuple(float(one) for one in found) for found in BOX.findall(drawn)]
    top = max(y for _, y, _, _ in boxes)
    dark = {(int(x) + step, int(top - y)) for x, y, width, _ in boxes for step in range(int(width))}
    return len(FILLED.findall(drawn)), dark
