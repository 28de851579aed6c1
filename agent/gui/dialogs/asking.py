"""The one question before a replacement: what, how many, sample rows, what to look at, and that a backup is made."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from agent.gui.dialogs.frame import Footer, inset, stack
from agent.gui.language import say
from agent.gui.looks.tokens import SPACE_1, SPACE_4
from agent.gui.pieces.buttons import button
from agent.gui.pieces.card import Card, label
from agent.gui.presenters.replace_plan import Question


class Asking(QWidget):
    """Agreed or cancelled."""

    agreed = Signal()
    cancelled = Signal()

    def __init__(self, question: Question) -> None:
        super().__init__()
        cancel = button(say("&Cancel"))
        cancel.clicked.connect(self.cancelled)
        self.perform = button(question.button, main=True)
        self.perform.clicked.connect(self.agreed)
        inside = inset()
        inside.addWidget(label(question.title, "title"))
        for sentence in question.sentences:
            inside.addWidget(label(sentence))
        for warning in question.warnings:
            inside.addWidget(label(warning, "amber"))
        if question.sample:
            inside.addWidget(self._sample(question))
        inside.addWidget(
            label(say("A backup is made first. Everything is written together or not at all; you can undo."), "muted")
        )
        inside.addStretch()
        stack(self, inside, Footer(cancel, self.perform))
        self.setAccessibleName(question.title)
        self.perform.setAccessibleDescription(" ".join((question.title, *question.sentences, *question.warnings)))

    def _sample(self, question: Question) -> Card:
        card = Card(say("Sample rows"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(SPACE_4)
        grid.setVerticalSpacing(SPACE_1)
        for column, text in enumerate(("", say("Now"), say("Then"))):
            grid.addWidget(label(text, "group"), 0, column)
        for at, texts in enumerate(question.sample, start=1):
            for column, text in enumerate(texts):
                grid.addWidget(label(_short(text), wrap=False), at, column, Qt.AlignmentFlag.AlignLeft)
        grid.setColumnStretch(0, 1)
        card.body.addLayout(grid)
        if question.more:
            card.body.addWidget(label(question.more, "muted"))
        return card


def _short(text: str) -> str:
    return text if len(text) <= 26 else f"{text[:25]}…"
