"""One question before something is done, with what follows from it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from agent.gui.buttons import button
from agent.gui.card import label
from agent.gui.dialogs.frame import Fitted, Footer, inset, stack
from agent.gui.language import say
from agent.gui.tokens import SPACE_2

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


def lets_go(parent: QWidget, question: str) -> bool:
    """Whether what was typed may be lost. Enter keeps it."""
    yes, no = QMessageBox.StandardButton.Yes, QMessageBox.StandardButton.No
    return QMessageBox.question(parent, say("Not saved yet"), question, yes | no, no) == yes
