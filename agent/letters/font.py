"""The one font of the letters: Noto Sans, which writes Latin, Greek and Cyrillic with all their marks.

It comes with the package `fontpkg-noto-sans`: what the computer itself has installed never matters.
"""

from __future__ import annotations

from importlib.resources import as_file, files
from typing import Final

import fontpkg_noto_sans
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from agent.domain.values import visible

NAME: Final = "Noto Sans"
MARK: Final = "\ufffd"
_FILE: Final = "NotoSans[wdth,wght].ttf"
_NEVER_ALONE: Final = frozenset("\u200b\u200c\u200d\u200e\u200f\ufeff\u00ad")
"""Joiners and marks of direction: nothing is to be seen of them."""


class Writing:
    """The font as it is needed for one file."""

    def __init__(self) -> None:
        with as_file(files(fontpkg_noto_sans) / "files" / _FILE) as path:
            self._font = TTFont(NAME, str(path))
        pdfmetrics.registerFont(self._font)
        self._known = frozenset(self._font.face.charToGlyph)

    def has(self, text: str) -> bool:
        """Whether every character can be printed."""
        return all(ord(one) in self._known for one in text)

    def marked(self, text: str) -> str:
        """`text` on one line, a mark in place of what can't be printed."""
        line = " ".join(visible(text).split())
        kept = (one for one in line if one not in _NEVER_ALONE)
        return "".join(one if ord(one) in self._known else MARK for one in kept)

    def width(self, text: str, size: float) -> float:
        """In points."""
        return float(pdfmetrics.stringWidth(text, NAME, size))

    def fitted(self, text: str, width: float, size: float, least: float) -> tuple[str, float]:
        """The text and the size in which it fits: smaller down to `least`, then cut."""
        needed = self.width(text, size)
        if needed <= width:
            return text, size
        smaller = max(least, size * width / needed)
        if self.width(text, smaller) > width:
            while text and self.width(f"{text}…", smaller) > width:
                text = text[:-1]
            text = f"{text}…"
        return text, smaller

    def broken(self, text: str, width: float, size: float) -> list[str]:
        """The whole text in lines of at most that width, broken wherever they are full."""
        lines, line = [], ""
        for one in text:
            if self.width(line + one, size) > width:
                lines.append(line)
                line = ""
            line += one
        return [*lines, line]
