"""Where everything stands: a letter of one page, and ten cards on a page.

What is the same for every customer is kept in the file once: that makes it small and quick to write.
"""

from __future__ import annotations

from typing import Final, Protocol

from reportlab.lib.units import mm

from agent.domain.letters import Addressee, Form, Sender
from agent.letters.sheet import MUTED, Sheet

_SAME: Final = "same-for-all"


class Layout(Protocol):
    """Draws one customer after the other."""

    password_size: float
    password_lines: int
    """How many lines there are for a password."""
    password_width: float

    def draw(self, to: Addressee, password: list[str]) -> None:
        """The next one."""

    def finish(self) -> None:
        """There are no more."""


def layout_of(form: Form, sheet: Sheet, sender: Sender) -> Layout:
    """The layout of letters or cards."""
    return Letters(sheet, sender) if form == "letters" else Cards(sheet, sender)


class Letters:
    """One customer a page; the address is where the windows of envelopes are."""

    password_size, password_lines = 15.0, 3
    _margin, _address, _code = 22 * mm, 50 * mm, 34 * mm

    def __init__(self, sheet: Sheet, sender: Sender) -> None:
        self._sheet = sheet
        self._width = sheet.width - 2 * self._margin
        self.password_width = self._width - self._code - 24 * mm
        self._inner = self._margin + 8 * mm
        with sheet.kept(_SAME):
            self._box = self._draw_same(sender)

    def draw(self, to: Addressee, password: list[str]) -> None:
        """See `Layout`."""
        sheet, size = self._sheet, self.password_size
        sheet.again(_SAME)
        sheet.code(self._margin + self._width - self._code - 8 * mm, self._box + 8 * mm, self._code)
        for at, line in enumerate(to.address):
            sheet.fitted(self._margin, self._address + at * 5.2 * mm, line, 85 * mm, 11)
        sheet.fitted(self._inner, self._box + 15.5 * mm, to.number, self.password_width, size)
        for at, line in enumerate(password):
            sheet.text(self._inner, self._box + 30.5 * mm + at * 6 * mm, line, size)
        sheet.turn()

    def finish(self) -> None:
        """See `Layout`."""

    def _draw_same(self, sender: Sender) -> float:
        """Everything but the customer; gives where the box is."""
        sheet, left, width = self._sheet, self._margin, self._width
        sheet.fitted(left, 24 * mm, sender.company, width, 16)
        sheet.fitted(left, 30 * mm, " · ".join((*sender.address, sender.phone)).strip(" ·"), width, 9, MUTED)
        sheet.text(left, 102 * mm, "Your customer portal", 16)
        below = sheet.paragraph(
            left,
            112 * mm,
            "On our customer portal you see your next visit, the history of our work and your contact information. You"
            " can ask for a change, and send us notes and messages, at any time of the day.",
            width,
            11,
        )
        box = float(below + 4 * mm)
        sheet.box(left, box, width, 62 * mm)
        sheet.text(self._inner, box + 9 * mm, "Customer number", 9, MUTED)
        sheet.text(self._inner, box + 24 * mm, "Password", 9, MUTED)
        sheet.text(self._inner, box + 50 * mm, "Portal", 9, MUTED)
        sheet.fitted(self._inner, box + 56 * mm, sender.link, width - 16 * mm, 11)
        below = sheet.paragraph(
            left,
            box + 74 * mm,
            "Open the link, or point the camera of your telephone at the square. Sign in with your customer number and"
            " your password. Please keep this letter in a safe place, and pass the password on to nobody.",
            width,
            11,
        )
        if sender.phone:
            sheet.paragraph(left, below + 4 * mm, f"Questions? Call us: {sender.phone}", width, 11)
        return box


class Cards:
    """Two by five on a page, with marks to cut along."""

    password_size, password_lines = 11.0, 2
    columns, rows = 2, 5
    _padding, _code, _mark = 7 * mm, 21 * mm, 4 * mm

    def __init__(self, sheet: Sheet, sender: Sender) -> None:
        self._sheet = sheet
        self._count = 0
        self._width, self._height = sheet.width / self.columns, sheet.height / self.rows
        self.password_width = self._width - 3 * self._padding - self._code
        with sheet.kept(_SAME):
            self._draw_same(sender)

    def draw(self, to: Addressee, password: list[str]) -> None:
        """See `Layout`."""
        sheet = self._sheet
        row, column = divmod(self._count % (self.columns * self.rows), self.columns)
        left, top = column * self._width, row * self._height
        x = left + self._padding
        sheet.again(_SAME, left, top)
        sheet.code(left + self._width - self._padding - self._code, top + 12 * mm, self._code)
        address = to.address[:1] + to.address[-3:] if len(to.address) > 4 else to.address
        for at, line in enumerate(address):
            sheet.fitted(x, top + 13 * mm + at * 3.7 * mm, line, self.password_width, 8)
        sheet.fitted(x + 22 * mm, top + 32.5 * mm, to.number, self.password_width - 22 * mm, 10)
        for at, line in enumerate(password):
            sheet.text(x, top + 41.5 * mm + at * 4.2 * mm, line, self.password_size)
        self._count += 1
        if self._count % (self.columns * self.rows) == 0:
            self._draw_marks()

    def finish(self) -> None:
        """See `Layout`."""
        if self._count % (self.columns * self.rows):
            self._draw_marks()

    def _draw_same(self, sender: Sender) -> None:
        """A card without its customer, in the upper left corner."""
        sheet, x, width = self._sheet, self._padding, self._width - 2 * self._padding
        sheet.fitted(x, 8 * mm, sender.company, width, 9)
        sheet.text(x, 32.5 * mm, "Customer number", 6.5, MUTED)
        sheet.text(x, 37 * mm, "Password", 6.5, MUTED)
        sheet.fitted(x, 51.5 * mm, sender.link, width, 7.5, MUTED)

    def _draw_marks(self) -> None:
        """The page is complete with them."""
        for column in range(self.columns + 1):
            for row in range(self.rows + 1):
                x, y = column * self._width, row * self._height
                self._sheet.stroke(x - self._mark, y, x + self._mark, y)
                self._sheet.stroke(x, y - self._mark, x, y + self._mark)
        self._sheet.turn()
