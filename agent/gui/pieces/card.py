"""Cards and labels: the pieces that every page is made of."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLayoutItem, QVBoxLayout

from agent.gui.looks.tokens import SPACE_2, SPACE_3, SPACE_4, Tone


class Card(QFrame):
    """A surface with one thin line around it. `name` is what a screen reader calls it; what is put into `body` stands
    one below the other."""

    def __init__(self, name: str = "") -> None:
        super().__init__()
        self.setObjectName("card")
        self.setAccessibleName(name)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(SPACE_4, SPACE_3, SPACE_4, SPACE_3)
        self.body.setSpacing(SPACE_2)


def label(text: str, style: str = "", *, wrap: bool = True) -> QLabel:
    """A text in one of the style sheet's manners: hero, heading, title, subtitle, group, muted, amber."""
    made = QLabel(text)
    made.setObjectName(style)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wrap)
    return made


def quoted(text: str, style: str = "") -> QLabel:
    """A text of somebody outside the office, which can be marked and copied, save where it was made breakable."""
    made = label(text, style)
    if "\u200b" not in text:
        made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made


def pill(text: str, tone: Tone) -> QLabel:
    """A short word for a state, in its tone."""
    made = label(text, "pill", wrap=False)
    made.setProperty("tone", tone)
    return made


def row(*, spacing: int = SPACE_2) -> QHBoxLayout:
    """A line of things beside each other."""
    made = QHBoxLayout()
    made.setContentsMargins(0, 0, 0, 0)
    made.setSpacing(spacing)
    return made


def empty(layout: QVBoxLayout) -> None:
    """Take everything out of a layout."""
    while item := layout.takeAt(0):
        _drop(item)


def _drop(item: QLayoutItem) -> None:
    if (widget := item.widget()) is not None:
        widget.hide()
        widget.deleteLater()
