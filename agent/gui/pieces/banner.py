"""What went wrong, where the person looks: title, sentence, what to do; the details fold out and can be copied."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QFrame, QPlainTextEdit, QVBoxLayout, QWidget

from agent.domain.errors import AgentError, Cancelled, TryLater
from agent.domain.values import visible
from agent.gui.language import say
from agent.gui.looks.tokens import SPACE_1, SPACE_3, SPACE_4, Tone
from agent.gui.pieces.buttons import button
from agent.gui.pieces.card import label, row

DETAIL_LINES = 5


class Banner(QFrame):
    """Hidden until `tell`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("banner")
        self._title = label("", "subtitle")
        self._sentence = label("")
        self._remedy = label("")
        self._details = QPlainTextEdit()
        self._details.setReadOnly(True)
        self._details.setAccessibleName(say("Details"))
        self._details.setTabChangesFocus(True)
        self._details.setFixedHeight(self._details.fontMetrics().lineSpacing() * DETAIL_LINES)
        self._fold = button(say("Details"), plain=True)
        self._fold.setCheckable(True)
        self._fold.toggled.connect(self._show_details)
        self._copy = button(say("Copy"), plain=True, name=say("Copy the details"))
        self._copy.clicked.connect(lambda: QApplication.clipboard().setText(self._details.toPlainText()))
        dismiss = button(say("Dismiss"), plain=True)
        dismiss.clicked.connect(self.dismiss)
        line = row()
        for one in (self._fold, self._copy):
            line.addWidget(one)
        line.addStretch()
        line.addWidget(dismiss)
        body = QVBoxLayout(self)
        body.setContentsMargins(SPACE_4, SPACE_3, SPACE_4, SPACE_3)
        body.setSpacing(SPACE_1)
        for widget in (self._title, self._sentence, self._remedy, self._details):
            body.addWidget(widget)
        body.addLayout(line)
        self.hide()

    def tell(self, error: AgentError) -> None:
        """Show it, in place of what was shown."""
        for part, text in ((self._title, error.title), (self._sentence, error.detail), (self._remedy, error.remedy)):
            part.setText(visible(text))
            part.setVisible(bool(text))
        self._details.setPlainText(_details(error))
        self._fold.setChecked(False)
        self._show_details(False)
        self.setProperty("tone", _tone(error))
        self.style().polish(self)
        self.setAccessibleName(visible(error.title))
        self.setAccessibleDescription(visible(f"{error.detail} {error.remedy}".strip()))
        self.show()

    def dismiss(self) -> None:
        """Hide it."""
        self.hide()

    def _show_details(self, shown: bool) -> None:
        self._details.setVisible(shown)
        self._copy.setVisible(shown)


def _tone(error: AgentError) -> Tone:
    if isinstance(error, Cancelled):
        return "info"
    return "warn" if isinstance(error, TryLater) else "bad"


def _details(error: AgentError) -> str:
    """For whoever is asked for help: kinds of exceptions, but none of their words, which may hold values."""
    kinds, cause = [type(error).__name__], error.__cause__
    while cause is not None:
        kinds.append(type(cause).__name__)
        cause = cause.__cause__
    lines = (error.title, error.detail, error.remedy, " < ".join(kinds))
    return visible("\n".join(line for line in lines if line))
