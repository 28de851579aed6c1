"""A PDF that is written page after page: texts, lines, the QR code of the portal's link."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO, Final

import segno
from reportlab.lib.pagesizes import A4, LETTER
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from agent.domain.letters import Paper, Sender
from agent.letters.font import NAME, Writing

SIZES: Final = {"A4": A4, "Letter": LETTER}
INK, MUTED, LINE = (0.11, 0.14, 0.13), (0.36, 0.40, 0.39), (0.78, 0.78, 0.76)
SMALLEST: Final = 0.75
"""How much smaller a text may get before it is cut."""
_QR: Final = "portal-link"


class Sheet:
    """Measures are in points, from the left and from the top."""

    def __init__(self, file: BinaryIO, paper: Paper, sender: Sender, writing: Writing) -> None:
        self.writing = writing
        self.width, self.height = (float(one) for one in SIZES[paper])
        self._canvas = Canvas(file, pagesize=SIZES[paper], pageCompression=1)
        self._canvas.setTitle(writing.marked(sender.company) or "Customer portal")
        self._canvas.setCreator("Porchlight")
        self._modules = _draw_code(self._canvas, sender.link)

    def text(self, x: float, y: float, text: str, size: float, colour: tuple[float, float, float] = INK) -> None:
        """One line whose foot stands at `y`."""
        self._canvas.setFont(NAME, size)
        self._canvas.setFillColorRGB(*colour)
        self._canvas.drawString(x, self.height - y, text)

    def fitted(
        self, x: float, y: float, text: str, width: float, size: float, colour: tuple[float, float, float] = INK
    ) -> None:
        """One line that gets smaller where it is too wide; marks stand for what can't be printed."""
        told, fitting = self.writing.fitted(self.writing.marked(text), width, size, size * SMALLEST)
        self.text(x, y, told, fitting, colour)

    def paragraph(self, x: float, y: float, text: str, width: float, size: float) -> float:
        """Several lines, broken between words; gives where the next may begin."""
        line = ""
        for word in self.writing.marked(text).split():
            longer = f"{line} {word}".strip()
            if line and self.writing.width(longer, size) > width:
                self.text(x, y, line, size)
                y += size * 1.45
                longer = word
            line = longer
        self.text(x, y, line, size)
        return y + size * 1.45

    def box(self, x: float, y: float, width: float, height: float) -> None:
        """A thin line around something."""
        self._canvas.setStrokeColorRGB(*LINE)
        self._canvas.setLineWidth(0.8)
        self._canvas.roundRect(x, self.height - y - height, width, height, 4 * mm)

    def stroke(self, x: float, y: float, to_x: float, to_y: float) -> None:
        """A hair line, to cut along."""
        self._canvas.setStrokeColorRGB(*MUTED)
        self._canvas.setLineWidth(0.3)
        self._canvas.line(x, self.height - y, to_x, self.height - to_y)

    def code(self, x: float, y: float, side: float) -> None:
        """The QR code of the portal's link, its upper left corner at that place."""
        self._canvas.saveState()
        self._canvas.translate(x, self.height - y - side)
        self._canvas.scale(side / self._modules, side / self._modules)
        self._canvas.doForm(_QR)
        self._canvas.restoreState()

    @contextmanager
    def kept(self, name: str) -> Iterator[None]:
        """What is drawn inside is kept in the file once, for `again`."""
        self._canvas.beginForm(name, 0, 0, self.width, self.height)
        yield
        self._canvas.endForm()

    def again(self, name: str, x: float = 0, y: float = 0) -> None:
        """Show what was kept, moved to the right and down."""
        self._canvas.saveState()
        self._canvas.translate(x, -y)
        self._canvas.doForm(name)
        self._canvas.restoreState()

    def turn(self) -> None:
        """The page is complete."""
        self._canvas.showPage()

    def finish(self) -> None:
        """The file is complete."""
        self._canvas.save()


def _draw_code(canvas: Canvas, link: str) -> int:
    """Keep the QR code in the file once, for every page to show; gives how many modules its side has."""
    matrix = segno.make(link, error="m", micro=False).matrix
    side = len(matrix)
    canvas.beginForm(_QR, 0, 0, side, side)
    canvas.setFillColorRGB(0, 0, 0)
    for y, modules in enumerate(matrix):
        x = 0
        while x < side:
            length = 0
            while x + length < side and modules[x + length]:
                length += 1
            if length:
                canvas.rect(x, side - 1 - y, length, 1, stroke=0, fill=1)
            x += length + 1
    canvas.endForm()
    return side
