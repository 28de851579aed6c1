"""What stands in place of something that is empty: why, and what to do."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from agent.gui.looks.tokens import SPACE_1, SPACE_4
from agent.gui.pieces.card import label
from agent.gui.presenters.customers import Emptiness


class Nothing(QWidget):
    """Two lines in the middle."""

    def __init__(self) -> None:
        super().__init__()
        self._title = label("", "subtitle")
        self._sentence = label("", "muted")
        body = QVBoxLayout(self)
        body.setContentsMargins(SPACE_4, SPACE_4, SPACE_4, SPACE_4)
        body.setSpacing(SPACE_1)
        body.addStretch()
        for one in (self._title, self._sentence):
            one.setAlignment(Qt.AlignmentFlag.AlignCenter)
            body.addWidget(one)
        body.addStretch()

    def say(self, why: Emptiness) -> None:
        """Say it."""
        self._title.setText(why.title)
        self._sentence.setText(why.sentence)
