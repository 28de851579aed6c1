"""What a replacement did: where the backup is, Undo, and letters for passwords of one's own."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from agent.gui.dialogs.frame import Footer, inset, stack
from agent.gui.dialogs.outcome import add_outcome
from agent.gui.language import say
from agent.gui.looks.theme import Theme
from agent.gui.looks.tokens import SPACE_2, Tone
from agent.gui.pieces.banner import Banner
from agent.gui.pieces.buttons import button
from agent.gui.pieces.card import empty, label
from agent.gui.presenters.replace_plan import Ending
from agent.gui.presenters.runs import Report

LINES = 5


class Replaced(QWidget):
    """Stays until it is closed."""

    over = Signal()
    undo_wanted = Signal()
    letters_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.banner = Banner()
        self._told = QVBoxLayout()
        self._told.setSpacing(SPACE_2)
        self.skipped = rows_that_stay()
        self.undo = button(say("&Undo"))
        self.undo.clicked.connect(self.undo_wanted)
        self.letters = button(say("&Letters…"))
        self.letters.clicked.connect(self.letters_wanted)
        self.close_button = button(say("&Close"), main=True)
        self.close_button.clicked.connect(self.over)
        inside = inset()
        inside.addWidget(self.banner)
        inside.addStretch()
        inside.addLayout(self._told)
        inside.addWidget(self.skipped)
        inside.addStretch()
        stack(self, inside, Footer(self.undo, self.letters, self.close_button))

    def tell(self, ending: Ending) -> None:
        """The replacement is done."""
        self._say("good", "check", ending.title, ending.sentences)
        self.letters.setVisible(ending.letters)

    def tell_report(self, report: Report) -> None:
        """It was undone."""
        tone: Tone = "warn" if report.skipped else "good"
        self._say(tone, "warn" if report.skipped else "check", report.title, (report.sentence,))
        show_rows(self.skipped, report.skipped)
        self.undo.hide()
        self.letters.hide()

    def _say(self, tone: Tone, icon: str, title: str, sentences: tuple[str, ...]) -> None:
        empty(self._told)
        add_outcome(self._told, self._theme, tone, icon, title, *map(label, sentences))
        self.setAccessibleName(title)
        self.close_button.setAccessibleDescription(" ".join((title, *sentences)))
        self.close_button.setFocus()


def rows_that_stay() -> QPlainTextEdit:
    """Where the rows are named that an undo or redo left as they are."""
    made = QPlainTextEdit()
    made.setReadOnly(True)
    made.setTabChangesFocus(True)
    made.setAccessibleName(say("Rows that stay as they are"))
    made.setFixedHeight(made.fontMetrics().lineSpacing() * LINES + 18)
    made.hide()
    return made


def show_rows(place: QPlainTextEdit, rows: tuple[str, ...]) -> None:
    """Name them, a line each; where there are none, nothing is shown."""
    place.setPlainText("\n".join(rows))
    place.setVisible(bool(rows))
