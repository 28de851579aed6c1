"""Decline: why, in a sentence that the customer reads."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from agent.gui.dialogs.frame import Fitted, Footer, head, inset, stack
from agent.gui.language import say
from agent.gui.looks.tokens import SPACE_2
from agent.gui.pieces.buttons import button
from agent.gui.pieces.card import label
from agent.gui.pieces.keys import on_ctrl_enter
from agent.gui.presenters.request_answers import no_reason, reasons

WIDTH = 520
LINES = 4


class DecliningDialog(Fitted):
    """`declined` gives the reason; some sentences are ready to be taken, and what was `typed` already stands there."""

    declined = Signal(str)

    def __init__(self, parent: QWidget, title: str, typed: str = "") -> None:
        super().__init__(parent)
        self.setWindowTitle(say("Decline"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(WIDTH)
        self.reason = QPlainTextEdit()
        self.reason.setAccessibleName(say("Reason"))
        self.reason.setPlaceholderText(say("The customer reads this."))
        self.reason.setTabChangesFocus(True)
        self.reason.setFixedHeight(self.reason.fontMetrics().lineSpacing() * LINES + 18)
        self.reason.textChanged.connect(self._judge)
        self.sentences = [button(text, plain=True) for text in reasons(say)]
        cancel = button(say("&Cancel"))
        cancel.clicked.connect(self.reject)
        self.decline = button(say("&Decline"), main=True)
        self.decline.clicked.connect(self._agree)
        self._footer = Footer(cancel, self.decline)
        inside = inset(SPACE_2)
        inside.addWidget(label(title, "subtitle"))
        inside.addWidget(label(say("Why is it not done?"), "group"))
        inside.addWidget(self.reason)
        inside.addWidget(label(say("Or take one of these"), "group"))
        for one, text in zip(self.sentences, reasons(say), strict=True):
            one.clicked.connect(lambda _checked=False, sentence=text: self._take(sentence))
            inside.addWidget(one, alignment=Qt.AlignmentFlag.AlignLeft)
        inside.addStretch()
        stack(self, head(say("Decline")), inside, self._footer)
        on_ctrl_enter(self, self.decline.click)
        self.reason.setPlainText(typed)
        self.reason.moveCursor(QTextCursor.MoveOperation.End)
        self._judge()
        self.reason.setFocus()

    def _take(self, sentence: str) -> None:
        self.reason.setPlainText(sentence)
        self.reason.setFocus()

    def _judge(self) -> None:
        self._footer.allow(no_reason(say, self.reason.toPlainText()))

    def _agree(self) -> None:
        self.declined.emit(self.reason.toPlainText())
        self.accept()
