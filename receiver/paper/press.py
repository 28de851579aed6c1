"""Prints a document: its head, the table over as many pages as it needs, the notes.

Measures are in points, from the left and from the top.
"""

from __future__ import annotations

from io import BytesIO
from threading import Lock
from typing import Final

from reportlab.lib.pagesizes import A4, LETTER
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from receiver.paper.document import Column, Document, Row
from receiver.paper.font import NAME, Writing, writing

Colour = tuple[float, float, float]
SIZES: Final = {"A4": A4, "Letter": LETTER}
INK: Final[Colour] = (0.11, 0.14, 0.13)
MUTED: Final[Colour] = (0.36, 0.40, 0.39)
LINE: Final[Colour] = (0.78, 0.78, 0.76)
MARGIN: Final = 18 * mm
FOOT: Final = 16 * mm
ROW: Final = 5.6 * mm
SMALLEST: Final = 0.8
"""How much smaller a text may get before it is cut."""
GAP: Final = 2 * mm
HEAVY: Final = 0.35

_one_at_a_time: Final = Lock()
"""The font keeps its place in its file while it prints."""


def printed(document: Document) -> bytes:
    """The PDF."""
    with _one_at_a_time:
        return _Press(document, writing()).done()


class _Press:
    def __init__(self, document: Document, letters: Writing) -> None:
        self._document = document
        self._letters = letters
        self._width, self._height = (float(one) for one in SIZES[document.paper])
        self._inner = self._width - 2 * MARGIN
        self._outline = 0.0
        self._file = BytesIO()
        self._canvas = Canvas(self._file, pagesize=SIZES[document.paper], pageCompression=1)
        self._canvas.setTitle(letters.printable(document.title))
        self._canvas.setAuthor(letters.printable(document.sender[0]))
        self._canvas.setCreator("Porchlight")
        notes = [line for note in document.notes for line in letters.lines(letters.printable(note), self._inner, 9)]
        self._notes = notes
        self._starts = self._head()
        self._pages = self._paginated()

    def done(self) -> bytes:
        """Draw the pages; the head stands on the first one already."""
        for number, rows in enumerate(self._pages, 1):
            y = self._starts if number == 1 else self._short_head()
            y = self._table(rows, y)
            if number == len(self._pages):
                self._below(y + 4 * mm)
            self._foot(number)
            self._canvas.showPage()
        self._canvas.save()
        return self._file.getvalue()

    def _paginated(self) -> list[list[Row]]:
        """The rows of each page; the last one has room for the notes."""
        pages: list[list[Row]] = [[]]
        below = len(self._notes) * 4.6 * mm + 6 * mm
        room = self._height - FOOT - self._starts - 2 * ROW
        for row in self._document.rows:
            if (len(pages[-1]) + 1) * ROW > room:
                pages.append([])
                room = self._height - FOOT - MARGIN - 12 * mm - 2 * ROW
            pages[-1].append(row)
        if len(pages[-1]) * ROW + below > room:
            pages.append([])
        return pages

    def _head(self) -> float:
        """Who writes to whom about what; gives where the table begins."""
        document, left = self._document, MARGIN
        self._heavy(HEAVY)
        self._fitted(left, 24 * mm, document.sender[0], self._inner, 15)
        self._heavy(0)
        for at, line in enumerate(document.sender[1:]):
            self._fitted(left, 29.5 * mm + at * 4.2 * mm, line, self._inner, 8.5, MUTED)
        top = 29.5 * mm + max(1, len(document.sender) - 1) * 4.2 * mm + 10 * mm
        half = self._inner / 2
        for at, line in enumerate(document.to):
            self._fitted(left, top + at * 5 * mm, line, half - GAP, 10.5)
        for at, (word, told) in enumerate(document.facts):
            self._fitted(left + half, top + at * 5 * mm, word, half * 0.42 - GAP, 9, MUTED)
            self._fitted(left + half * 1.42, top + at * 5 * mm, told, half * 0.58, 10)
        below = top + max(len(document.to), len(document.facts)) * 5 * mm + 8 * mm
        self._fitted(left, below, document.title, self._inner, 15)
        return float(below + 9 * mm)

    def _short_head(self) -> float:
        """What stands above the table on further pages."""
        told = " · ".join((self._document.sender[0], self._document.title))
        self._fitted(MARGIN, MARGIN + 2 * mm, told, self._inner, 9, MUTED)
        return float(MARGIN + 12 * mm)

    def _table(self, rows: list[Row], y: float) -> float:
        if rows:
            self._row(Row(tuple(one.head for one in self._document.columns)), y, 8.5, MUTED)
            self._stroke(y + 1.6 * mm)
            y += ROW
        for row in rows:
            self._row(row, y, 9.5, INK)
            self._stroke(y + 1.7 * mm, 1.0 if row.strong else 0.4)
            y += ROW
        return y

    def _row(self, row: Row, y: float, size: float, colour: Colour) -> None:
        self._heavy(HEAVY if row.strong else 0)
        left = MARGIN
        for column, cell in zip(self._document.columns, row.cells, strict=True):
            width = self._inner * column.share / 100
            self._cell(column, cell, left, y, width - GAP, size, colour)
            left += width
        self._heavy(0)

    def _cell(self, column: Column, cell: str, left: float, y: float, room: float, size: float, colour: Colour) -> None:
        if not cell:
            return
        # An amount that is cut would be another amount.
        least = 0 if column.right else size * SMALLEST
        text, fitting = self._letters.fitted(self._letters.printable(cell), room, size, least)
        # The last column ends where the page does.
        end = left + room + (GAP if column is self._document.columns[-1] else 0)
        self._text(end - self._letters.width(text, fitting) if column.right else left, y, text, fitting, colour)

    def _below(self, y: float) -> None:
        for line in self._notes:
            self._text(MARGIN, y, line, 9, MUTED)
            y += 4.6 * mm

    def _foot(self, number: int) -> None:
        y = self._height - 10 * mm
        page = self._letters.printable(self._document.page_of(number, len(self._pages)))
        width = self._letters.width(page, 8)
        self._fitted(MARGIN, y, self._document.foot, self._inner - width - 4 * GAP, 8, MUTED)
        self._text(self._width - MARGIN - width, y, page, 8, MUTED)

    def _fitted(self, x: float, y: float, text: str, width: float, size: float, colour: Colour = INK) -> None:
        told, fitting = self._letters.fitted(self._letters.printable(text), width, size, size * SMALLEST)
        self._text(x, y, told, fitting, colour)

    def _text(self, x: float, y: float, text: str, size: float, colour: Colour) -> None:
        """One line whose foot stands at `y`."""
        self._canvas.setFont(NAME, size)
        self._canvas.setFillColorRGB(*colour)
        if self._outline:
            self._canvas.setStrokeColorRGB(*colour)
            self._canvas.setLineWidth(self._outline)
        self._canvas.drawString(x, self._height - y, text, mode=2 if self._outline else None)

    def _heavy(self, line: float) -> None:
        """Letters get an outline of that width: the font comes in one weight."""
        self._outline = line

    def _stroke(self, y: float, width: float = 0.6) -> None:
        self._canvas.setStrokeColorRGB(*LINE)
        self._canvas.setLineWidth(width)
        self._canvas.line(MARGIN, self._height - y, self._width - MARGIN, self._height - y)
