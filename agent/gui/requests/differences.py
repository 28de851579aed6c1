"""What a customer wants changed, field by field: as he saw it, as it is now, as he wants it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QVBoxLayout, QWidget

from agent.gui.language import say
from agent.gui.looks.icons import picture
from agent.gui.looks.theme import Theme
from agent.gui.looks.tokens import SPACE_1, SPACE_2, SPACE_3, SPACE_4
from agent.gui.pieces.buttons import copy_button
from agent.gui.pieces.card import empty, label, pill, quoted, row
from agent.gui.presenters.request import Row

ICON = 16
TITLES = 130
WANTED = 2
"""Which of the three texts is the one that matters."""


class Differences(QWidget):
    """A part for each field; a line between them. How each stands is said by a word and a shape."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._rows: Sequence[Row] = ()
        self._body = QVBoxLayout(self)
        self._body.setContentsMargins(0, 0, 0, 0)
        self._body.setSpacing(SPACE_3)
        theme.changed.connect(self._draw)

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show these, in place of those before."""
        if rows == self._rows:
            return
        self._rows = rows
        self._draw()

    def _draw(self) -> None:
        empty(self._body)
        for one in self._rows:
            self._body.addWidget(self._part(one))
        self.setVisible(bool(self._rows))

    def _part(self, one: Row) -> QFrame:
        part = QFrame()
        part.setObjectName("card")
        part.setAccessibleName(", ".join(text for text in (one.label, one.mark, one.why) if text))
        above = row()
        above.addWidget(label(one.label, "subtitle"), stretch=1)
        if one.mark:
            above.addWidget(self._shape(one))
            above.addWidget(pill(one.mark, one.tone))
        if one.copied:
            above.addWidget(copy_button(one.copied, say("Copy {field}", field=one.label)))
        grid = QGridLayout()
        grid.setHorizontalSpacing(SPACE_4)
        grid.setVerticalSpacing(SPACE_1)
        texts = (
            (say("Seen by the customer"), one.seen),
            (say("Practice database now"), one.now),
            (say("Wanted"), one.wanted),
        )
        for at, (title, text) in enumerate(texts):
            if not text:
                continue
            told = quoted(text, "subtitle" if at == WANTED else "")
            grid.addWidget(label(title, "group"), at, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(told, at, 1, Qt.AlignmentFlag.AlignTop)
        grid.setColumnMinimumWidth(0, TITLES)
        grid.setColumnStretch(1, 1)
        body = QVBoxLayout(part)
        body.setContentsMargins(SPACE_3, SPACE_2, SPACE_3, SPACE_3)
        body.setSpacing(SPACE_2)
        body.addLayout(above)
        body.addLayout(grid)
        if one.why:
            body.addWidget(label(one.why, "amber" if one.tone == "warn" else "muted"))
        return part

    def _shape(self, one: Row) -> QLabel:
        ink, _ = self._theme.tokens.tones[one.tone]
        made = QLabel()
        made.setPixmap(picture(one.icon, ink, ICON, self.devicePixelRatioF()))
        made.setAccessibleName(one.mark)
        return made
