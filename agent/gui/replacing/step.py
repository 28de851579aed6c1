"""One numbered step of a page."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from agent.gui.looks.tokens import SPACE_2, SPACE_3
from agent.gui.pieces.card import label

SIZE = 26


class Step(QWidget):
    """A number in a circle, a title, and what is done there in `body`."""

    def __init__(self, number: int, title: str) -> None:
        super().__init__()
        circle = QLabel(str(number))
        circle.setObjectName("step")
        circle.setFixedSize(SIZE, SIZE)
        circle.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.body = QVBoxLayout()
        self.body.setSpacing(SPACE_2)
        self.body.addWidget(label(title, "muted"))
        both = QHBoxLayout(self)
        both.setContentsMargins(0, 0, 0, 0)
        both.setSpacing(SPACE_3)
        both.addWidget(circle, alignment=Qt.AlignmentFlag.AlignTop)
        both.addLayout(self.body, stretch=1)
