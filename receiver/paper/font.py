"""The one font of printed pages: Noto Sans, which writes Latin, Greek and Cyrillic with all their marks.

It comes with the package `fontpkg-noto-sans`, so that every receiver prints the same. A sign that it does not have is
printed as a box: a name in another script stays a name of that length, and nothing fails.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import as_file, files
from threading import Lock
from typing import Final

import fontpkg_noto_sans
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

NAME: Final = "Noto Sans"
BOX: Final = "\ufffd"
ALMOST: Final = 0.999
"""Of the size that just fits: rounding must not make it too large."""
_FILE: Final = "NotoSans[wdth,wght].ttf"
_NEVER_ALONE: Final = frozenset(
    "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff\u00ad\ufe0f"
)
"""Joiners, and marks of direction and of style: nothing is to be seen of them."""

_at_first: Final = Lock()
"""Two that are read at the same time would take each other's place in the middle of a page."""


class Writing:
    """The font, read once."""

    def __init__(self) -> None:
        with as_file(files(fontpkg_noto_sans) / "files" / _FILE) as path:
            font = TTFont(NAME, str(path))
        pdfmetrics.registerFont(font)
        self._known = frozenset(font.face.charToGlyph)

    def printable(self, text: str) -> str:
        """`text` on one line, a box in place of what can't be printed."""
        kept = (one for one in " ".join(text.split()) if one not in _NEVER_ALONE)
        return "".join(one if ord(one) in self._known and one.isprintable() else BOX for one in kept)

    def width(self, text: str, size: float) -> float:
        """In points."""
        return float(pdfmetrics.stringWidth(text, NAME, size))

    def fitted(self, text: str, width: float, size: float, least: float) -> tuple[str, float]:
        """The text and the size in which it fits: smaller down to `least`, then cut."""
        needed = self.width(text, size)
        if needed <= width:
            return text, size
        smaller = max(least, ALMOST * size * width / needed)
        if self.width(text, smaller) <= width:
            return text, smaller
        low, high = 0, len(text)
        while low < high:
            middle = (low + high + 1) // 2
            if self.width(f"{text[:middle]}…", smaller) <= width:
                low = middle
            else:
                high = middle - 1
        return f"{text[:low]}…", smaller

    def lines(self, text: str, width: float, size: float) -> list[str]:
        """A sentence in lines, broken between words."""
        found, line = [], ""
        for word in text.split():
            longer = f"{line} {word}".strip()
            if line and self.width(longer, size) > width:
                found.append(line)
                longer = word
            line = longer
        return [*found, line] if line else found


def writing() -> Writing:
    """The font of this process."""
    with _at_first:
        return _read()


@cache
def _read() -> Writing:
    return Writing()
