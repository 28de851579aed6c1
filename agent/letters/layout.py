"""Where everything stands: a letter of one page, and ten cards on a page."""

from __future__ import annotations

from typing import Final

from reportlab.lib.units import mm

from agent.domain.letters import Addressee, Sender
from agent.letters.sheet import MUTED, Sheet

_MARGIN: Final = 22 * mm
_ADDRESS: Final = 50 * mm
"""From the top: where the windows of envelopes are."""
_CODE: Final = 34 * mm
COLUMNS, ROWS = 2, 5
_PADDING: Final = 7 * mm
_CARD_CODE: Final = 21 * mm
_CUT: Final = 4 * mm

LETTER_PASSWORD, CARD_PASSWORD = (15.0, 3), (11.0, 2)
"""Size of the password, and how many lines there are for it."""


def draw_letter(sheet: Sheet, sender: Sender, to: Addressee, password: list[str]) -> None:
    """One letter; the page is complete with it."""
    width = sheet.width - 2 * _MARGIN
    sheet.fitted(_MARGIN, 24 * mm, sender.company, width, 16)
    sheet.fitted(_MARGIN, 30 * mm, " · ".join((*sender.address, sender.phone)).strip(" ·"), width, 9, MUTED)
    for at, line in enumerate(to.address):
        sheet.fitted(_MARGIN, _ADDRESS + at * 5.2 * mm, line, 85 * mm, 11)
    y = 102 * mm
    sheet.text(_MARGIN, y, "Your customer portal", 16)
    y = sheet.paragraph(
        _MARGIN,
        y + 10 * mm,
        "On our customer portal you see your next visit, the history of our work and your contact information. You can"
        " ask for a change, and send us notes and messages, at any time of the day.",
        width,
        11,
    )
    top, inner = y + 4 * mm, _MARGIN + 8 * mm
    size, _ = LETTER_PASSWORD
    sheet.box(_MARGIN, top, width, 62 * mm)
    text_width = width - _CODE - 24 * mm
    sheet.text(inner, top + 9 * mm, "Customer number", 9, MUTED)
    sheet.fitted(inner, top + 15.5 * mm, to.number, text_width, size)
    sheet.text(inner, top + 24 * mm, "Password", 9, MUTED)
    for at, line in enumerate(password):
        sheet.text(inner, top + 30.5 * mm + at * 6 * mm, line, size)
    sheet.text(inner, top + 50 * mm, "Portal", 9, MUTED)
    sheet.fitted(inner, top + 56 * mm, sender.link, width - 16 * mm, 11)
    sheet.code(_MARGIN + width - _CODE - 8 * mm, top + 8 * mm, _CODE)
    y = sheet.paragraph(
        _MARGIN,
        top + 74 * mm,
        "Open the link, or point the camera of your telephone at the square. Sign in with your customer number and"
        " your password. Please keep this letter in a safe place, and pass the password on to nobody.",
        width,
        11,
    )
    if sender.phone:
        sheet.paragraph(_MARGIN, y + 4 * mm, f"Questions? Call us: {sender.phone}", width, 11)
    sheet.turn()


def draw_card(sheet: Sheet, sender: Sender, to: Addressee, password: list[str], at: int) -> None:
    """The card at place `at` of its page, counted from the upper left one."""
    width, height = sheet.width / COLUMNS, sheet.height / ROWS
    left, top = at % COLUMNS * width, at // COLUMNS * height
    x, text_width = left + _PADDING, width - 3 * _PADDING - _CARD_CODE
    size, _ = CARD_PASSWORD
    sheet.fitted(x, top + 8 * mm, sender.company, width - 2 * _PADDING, 9)
    address = to.address[:1] + to.address[-3:] if len(to.address) > 4 else to.address
    for line_at, line in enumerate(address):
        sheet.fitted(x, top + 13 * mm + line_at * 3.7 * mm, line, text_width, 8)
    sheet.text(x, top + 32.5 * mm, "Customer number", 6.5, MUTED)
    sheet.fitted(x + 22 * mm, top + 32.5 * mm, to.number, text_width - 22 * mm, 10)
    sheet.text(x, top + 37 * mm, "Password", 6.5, MUTED)
    for line_at, line in enumerate(password):
        sheet.text(x, top + 41.5 * mm + line_at * 4.2 * mm, line, size)
    sheet.fitted(x, top + 51.5 * mm, sender.link, width - 2 * _PADDING, 7.5, MUTED)
    sheet.code(left + width - _PADDING - _CARD_CODE, top + 12 * mm, _CARD_CODE)


def password_width(sheet: Sheet, form: str) -> float:
    """How wide the password may be."""
    if form == "letters":
        return float(sheet.width - 2 * _MARGIN - _CODE - 24 * mm)
    return float(sheet.width / COLUMNS - 3 * _PADDING - _CARD_CODE)


def draw_marks(sheet: Sheet) -> None:
    """Where the cards are cut; the page is complete with them."""
    for column in range(COLUMNS + 1):
        for row in range(ROWS + 1):
            x, y = column * sheet.width / COLUMNS, row * sheet.height / ROWS
            sheet.stroke(x - _CUT, y, x + _CUT, y)
            sheet.stroke(x, y - _CUT, x, y + _CUT)
    sheet.turn()
