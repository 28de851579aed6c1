"""Prints a document: its head, the table over as many pages as it needs, the notes.

Measures are in points, from the left and from the top.
"""

from __future__ import annotations

from typing import Final

from reportlab.lib.units import mm

from receiver.paper.document import Column, Document, Row
from receiver.paper.sheet import HEAVY, INK, MARGIN, MUTED, SMALLEST, Colour, Sheet

FOOT: Final = 16 * mm
ROW: Final = 5.6 * mm
GAP: Final = 2 * mm


def printed(document: Document) -> bytes:
    """The PDF."""
    return _Press(document).done()


class _Press:
    def __init__(self, document: Document) -> None:
        self._document = document
        self._sheet = Sheet(document.paper, document.title, document.sender[0])
        self._letters, self._inner = self._sheet.letters, self._sheet.inner
        letters = self._letters
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
            self._sheet.next()
        return self._sheet.done()

    def _paginated(self) -> list[list[Row]]:
        """The rows of each page; the last one has room for the notes."""
        pages: list[list[Row]] = [[]]
        below = len(self._notes) * 4.6 * mm + 6 * mm
        room = self._sheet.height - FOOT - self._starts - 2 * ROW
        for row in self._document.rows:
            if (len(pages[-1]) + 1) * ROW > room:
                pages.append([])
                room = self._sheet.height - FOOT - MARGIN - 12 * mm - 2 * ROW
            pages[-1].append(row)
        if len(pages[-1]) * ROW + below > room:
            pages.append([])
        return pages

    def _head(self) -> float:
        """Who writes to whom about what; gives where the table begins."""
        document, left = self._document, MARGIN
        self._sheet.heavy(HEAVY)
        self._sheet.fitted(left, 24 * mm, document.sender[0], self._inner, 15)
        self._sheet.heavy(0)
        for at, line in enumerate(document.sender[1:]):
            self._sheet.fitted(left, 29.5 * mm + at * 4.2 * mm, line, self._inner, 8.5, MUTED)
        top = 29.5 * mm + max(1, len(document.sender) - 1) * 4.2 * mm + 10 * mm
        half = self._inner / 2
        for at, line in enumerate(document.to):
            self._sheet.fitted(left, top + at * 5 * mm, line, half - GAP, 10.5)
        for at, (word, told) in enumerate(document.facts):
            self._sheet.fitted(left + half, top + at * 5 * mm, word, half * 0.42 - GAP, 9, MUTED)
            self._sheet.fitted(left + half * 1.42, top + at * 5 * mm, told, half * 0.58, 10)
        below = top + max(len(document.to), len(document.facts)) * 5 * mm + 8 * mm
        self._sheet.fitted(left, below, document.title, self._inner, 15)
        return float(below + 9 * mm)

    def _short_head(self) -> float:
        """What stands above the table on further pages."""
        told = " · ".join((self._document.sender[0], self._document.title))
        self._sheet.fitted(MARGIN, MARGIN + 2 * mm, told, self._inner, 9, MUTED)
        return float(MARGIN + 12 * mm)

    def _table(self, rows: list[Row], y: float) -> float:
        if rows:
            self._row(Row(tuple(one.head for one in self._document.columns)), y, 8.5, MUTED)
            self._sheet.stroke(y + 1.6 * mm)
            y += ROW
        for row in rows:
            self._row(row, y, 9.5, INK)
            self._sheet.stroke(y + 1.7 * mm, 1.0 if row.strong else 0.4)
            y += ROW
        return y

    def _row(self, row: Row, y: float, size: float, colour: Colour) -> None:
        self._sheet.heavy(HEAVY if row.strong else 0)
        left = MARGIN
        for column, cell in zip(self._document.columns, row.cells, strict=True):
            width = self._inner * column.share / 100
            self._cell(column, cell, left, y, width - GAP, size, colour)
            left += width
        self._sheet.heavy(0)

    def _cell(self, column: Column, cell: str, left: float, y: float, room: float, size: float, colour: Colour) -> None:
        if not cell:
            return
        # An amount that is cut would be another amount.
        least = 0 if column.right else size * SMALLEST
        text, fitting = self._letters.fitted(self._letters.printable(cell), room, size, least)
        # The last column ends where the page does.
        end = left + room + (GAP if column is self._document.columns[-1] else 0)
        self._sheet.text(end - self._letters.width(text, fitting) if column.right else left, y, text, fitting, colour)

    def _below(self, y: float) -> None:
        for line in self._notes:
            self._sheet.text(MARGIN, y, line, 9, MUTED)
            y += 4.6 * mm

    def _foot(self, number: int) -> None:
        y = self._sheet.height - 10 * mm
        page = self._letters.printable(self._document.page_of(number, len(self._pages)))
        width = self._letters.width(page, 8)
        self._sheet.fitted(MARGIN, y, self._document.foot, self._inner - width - 4 * GAP, 8, MUTED)
        self._sheet.text(self._sheet.width - MARGIN - width, y, page, 8, MUTED)
