"""One question before something is done, with what follows from it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from agent.gui.dialogs.frame import Fitted, Footer, inset, stack
from agent.gui.language import say
from agent.gui.looks.tokens import SPACE_2
from agent.gui.pieces.buttons import button
from agent.gui.pieces.card import label

WIDTH = 440


class ConfirmDialog(Fitted):
    """`accepted` where the person presses the button that says what is done, `does`."""

    def __init__(self, parent: QWidget, title: str, question: str, sentence: str, does: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(WIDTH)
        cancel = button(say("Cancel"))
        cancel.clicked.connect(self.reject)
        self.yes = button(does, main=True)
        self.yes.clicked.connect(self.accept)
        texts = inset(SPACE_2)
        texts.addWidget(label(question, "subtitle"))
        texts.addWidget(label(sentence))
        texts.addStretch()
        stack(self, texts, Footer(cancel, self.yes))
        cancel.setFocus()
