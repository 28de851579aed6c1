"""A sheet of paper, and how a text gets onto it.

Measures are in points, from the left and from the top.
"""

from __future__ import annotations

from io import BytesIO
from threading import Lock
from typing import Final

from reportlab.lib.pagesizes import A4, LETTER
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from receiver.paper.document import Paper
from receiver.paper.font import NAME, Writing, writing

Colour = tuple[float, float, float]
SIZES: Final = {"A4": A4, "Letter": LETTER}
INK: Final[Colour] = (0.11, 0.14, 0.13)
MUTED: Final[Colour] = (0.36, 0.40, 0.39)
LINE: Final[Colour] = (0.78, 0.78, 0.76)
MARGIN: Final = 18 * mm
SMALLEST: Final = 0.8
"""How much smaller a text may get before it is cut."""
HEAVY: Final = 0.35

_one_at_a_time: Final = Lock()
"""The font keeps its place in its file while the signs that were used are taken out of it. Until then each file that is
written has its own record of them."""


class Sheet:
    """The sheet that is printed on now; `next` begins another one."""

    def __init__(self, paper: Paper, title: str, author: str) -> None:
        self.letters: Writing = writing()
        self.width, self.height = (float(one) for one in SIZES[paper])
        self.inner = self.width - 2 * MARGIN
        self.outline = 0.0
        self._file = BytesIO()
        self.canvas = Canvas(self._file, pagesize=SIZES[paper], pageCompression=1)
        self.canvas.setTitle(self.letters.printable(title))
        self.canvas.setAuthor(self.letters.printable(author))
        self.canvas.setCreator("Porchlight")

    def next(self) -> None:
        """Begin another sheet."""
        self.canvas.showPage()

    def done(self) -> bytes:
        """The PDF."""
        with _one_at_a_time:
            self.canvas.save()
        return self._file.getvalue()

    def fitted(self, x: float, y: float, text: str, width: float, size: float, colour: Colour = INK) -> None:
        """One line that is no wider: smaller, then cut."""
        told, fitting = self.letters.fitted(self.letters.printable(text), width, size, size * SMALLEST)
        self.text(x, y, told, fitting, colour)

    def text(self, x: float, y: float, text: str, size: float, colour: Colour = INK) -> None:
        """One line whose foot stands at `y`."""
        self.canvas.setFont(NAME, size)
        self.canvas.setFillColorRGB(*colour)
        if self.outline:
            self.canvas.setStrokeColorRGB(*colour)
            self.canvas.setLineWidth(self.outline)
        self.canvas.drawString(x, self.height - y, text, mode=2 if self.outline else None)

    def heavy(self, line: float) -> None:
        """Letters get an outline of that width: the font comes in one weight."""
        self.outline = line

    def stroke(self, y: float, width: float = 0.6) -> None:
        """A line across."""
        self.canvas.setStrokeColorRGB(*LINE)
        self.canvas.setLineWidth(width)
        self.canvas.line(MARGIN, self.height - y, self.width - MARGIN, self.height - y)
