"""Prints letters, a page each.

Measures are in points, from the left and from the top.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Final

import segno
from reportlab.lib.units import mm

from receiver.paper.document import Paper
from receiver.paper.letter import Letter
from receiver.paper.sheet import HEAVY, LINE, MARGIN, MUTED, Sheet

WINDOW: Final = 52 * mm
"""Where the first line of the address stands: within the window of a DIN long and of a No. 10 envelope."""
WINDOW_LEFT: Final = 22 * mm
SIZE: Final = 10.5
LEAST: Final = 5.0
"""How small a text of the box may get before it is cut."""
LEADING: Final = 5.4 * mm
SQUARE: Final = 34 * mm
PADDING: Final = 6 * mm
FACT: Final = 7 * mm


def printed_letters(letters: Sequence[Letter], paper: Paper, title: str) -> bytes:
    """The PDF, the letters in their order."""
    sheet = Sheet(paper, title, letters[0].sender[0])
    for letter in letters:
        _print(sheet, letter)
        sheet.next()
    return sheet.done()


def _print(sheet: Sheet, letter: Letter) -> None:
    sheet.heavy(HEAVY)
    sheet.fitted(MARGIN, 24 * mm, letter.sender[0], sheet.inner, 15)
    sheet.heavy(0)
    for at, line in enumerate(letter.sender[1:]):
        sheet.fitted(MARGIN, 29.5 * mm + at * 4.2 * mm, line, sheet.inner, 8.5, MUTED)
    for at, line in enumerate(letter.to):
        sheet.fitted(WINDOW_LEFT, WINDOW + at * 5 * mm, line, 78 * mm, SIZE)
    day = sheet.letters.printable(letter.day)
    sheet.text(sheet.width - MARGIN - sheet.letters.width(day, 9.5), WINDOW, day, 9.5, MUTED)
    sheet.heavy(HEAVY)
    sheet.fitted(MARGIN, 100 * mm, letter.title, sheet.inner, 15)
    sheet.heavy(0)
    y = _paragraphs(sheet, letter.paragraphs, 111 * mm)
    y = _box(sheet, letter, y + 1 * mm)
    _paragraphs(sheet, letter.after, y + 10 * mm)


def _paragraphs(sheet: Sheet, paragraphs: Sequence[str], y: float) -> float:
    """Gives where the next line would stand."""
    for paragraph in paragraphs:
        for line in sheet.letters.lines(sheet.letters.printable(paragraph), sheet.inner, SIZE):
            sheet.text(MARGIN, y, line, SIZE)
            y += LEADING
        y += 2.2 * mm
    return y


def _box(sheet: Sheet, letter: Letter, top: float) -> float:
    """What is needed, framed, with the square beside it; gives where it ends."""
    height = max(SQUARE, FACT * (len(letter.box) + 1)) + 2 * PADDING
    sheet.canvas.setStrokeColorRGB(*LINE)
    sheet.canvas.setLineWidth(0.8)
    sheet.canvas.roundRect(MARGIN, sheet.height - top - height, sheet.inner, height, 3 * mm)
    left, room = MARGIN + PADDING, sheet.inner - SQUARE - 3 * PADDING
    y = top + PADDING + 5 * mm
    for word, told in letter.box:
        last = (word, told) == letter.box[-1]
        sheet.fitted(left, y, word, room * 0.3 - 2 * mm, 9, MUTED)
        sheet.heavy(HEAVY if last else 0)
        # An address that is cut leads nowhere.
        text, size = sheet.letters.fitted(sheet.letters.printable(told), room * 0.7, 16 if last else SIZE, LEAST)
        sheet.text(left + room * 0.3, y, text, size)
        sheet.heavy(0)
        y += FACT + (2 * mm if (word, told) == letter.box[-2] else 0)
    _square(sheet, letter.link, sheet.width - MARGIN - PADDING - SQUARE, top + (height - SQUARE) / 2)
    return float(top + height)


def _square(sheet: Sheet, link: str, x: float, y: float) -> None:
    """The QR code, in one path: each module as a shape of its own takes reportlab ten times as long as the letter."""
    matrix = segno.make_qr(link, error="m").matrix
    side, path = len(matrix), sheet.canvas.beginPath()
    for at, modules in enumerate(matrix):
        left = 0
        for dark, run in groupby(modules):
            length = len(list(run))
            if dark:
                path.rect(left, side - 1 - at, length, 1)
            left += length
    sheet.canvas.saveState()
    sheet.canvas.translate(x, sheet.height - y - SQUARE)
    sheet.canvas.scale(SQUARE / side, SQUARE / side)
    sheet.canvas.setFillColorRGB(0, 0, 0)
    sheet.canvas.drawPath(path, stroke=0, fill=1)
    sheet.canvas.restoreState()
