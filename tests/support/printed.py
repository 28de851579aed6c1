"""What stands in a PDF."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Final

from pypdf import PdfReader

CODE: Final = re.compile(r"\b[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}\b")


def pages(pdf: bytes) -> list[str]:
    """The text of each page."""
    return [one.extract_text() for one in PdfReader(BytesIO(pdf)).pages]


def code_in(pdf: bytes, number: str) -> str:
    """The code in the letter to the customer of that number."""
    (page,) = [one for one in pages(pdf) if re.search(rf"\b{re.escape(number)}\b", one)]
    (found,) = CODE.findall(page)
    return str(found)
