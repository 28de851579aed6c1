"""What was said: the customer's words at the left, the office's at the right."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from agent.gui.looks.tokens import SPACE_1, SPACE_2, SPACE_3
from agent.gui.pieces.card import empty, label, quoted
from agent.gui.presenters.request import Entry

ASIDE = 48
"""So far an entry keeps away from the other side."""


class Thread(QWidget):
    """An entry below the other."""

    def __init__(self) -> None:
        super().__init__()
        self._entries: Sequence[Entry] = ()
        self._body = QVBoxLayout(self)
        self._body.setContentsMargins(0, 0, 0, 0)
        self._body.setSpacing(SPACE_2)

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """Show these, in place of those before."""
        if entries == self._entries:
            return
        self._entries = entries
        empty(self._body)
        for one in entries:
            self._body.addWidget(_entry(one))
        self.setVisible(bool(entries))


def _entry(one: Entry) -> QWidget:
    bubble = QFrame()
    bubble.setObjectName("said")
    bubble.setProperty("office", one.office)
    bubble.setAccessibleName(f"{one.who}: {one.text}")
    body = QVBoxLayout(bubble)
    body.setContentsMargins(SPACE_3, SPACE_2, SPACE_3, SPACE_2)
    body.setSpacing(SPACE_1)
    body.addWidget(label(one.who, "group"))
    body.addWidget(quoted(one.text))
    if one.below:
        body.addWidget(label(one.below, "group"))
    around = QWidget()
    place = QVBoxLayout(around)
    place.setContentsMargins(ASIDE if one.office else 0, 0, 0 if one.office else ASIDE, 0)
    place.addWidget(bubble)
    return around
