"""What was done, shown in the middle of a page."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from agent.gui.dialogs.frame import Footer, inset, stack
from agent.gui.language import say
from agent.gui.looks.theme import Theme
from agent.gui.looks.tokens import SPACE_2, Tone
from agent.gui.pieces.buttons import button
from agent.gui.pieces.card import empty, label
from agent.gui.pieces.shape import shape
from agent.gui.presenters.backup import Outcome


class OutcomePage(QWidget):
    """It stays: what it says is worth writing down."""

    over = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._body = inset(SPACE_2)
        self.close_button = button(say("C&lose"), main=True)
        self.close_button.clicked.connect(self.over)
        stack(self, self._body, Footer(self.close_button))

    def tell(self, outcome: Outcome) -> None:
        """Show it."""
        texts = [label(one) for one in outcome.sentences]
        texts += [label(outcome.note, "amber")] if outcome.note else []
        for text in texts:
            text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        empty(self._body)
        self._body.addStretch()
        add_outcome(self._body, self._theme, "good", "check", outcome.title, *texts)
        self._body.addStretch()
        self.setAccessibleName(outcome.title)
        self.setAccessibleDescription(" ".join((*outcome.sentences, outcome.note)).strip())
        self.close_button.setAccessibleDescription(f"{outcome.title}. {' '.join(outcome.sentences)}")
        self.close_button.setFocus()


def add_outcome(place: QVBoxLayout, theme: Theme, tone: Tone, icon: str, title: str, *texts: QLabel) -> None:
    """The shape of how it went, its title, and what else there is to say, each centred below the other."""
    place.addWidget(shape(theme, tone, icon, title), alignment=Qt.AlignmentFlag.AlignHCenter)
    for text in (label(title, "title"), *texts):
        text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        place.addWidget(text)
