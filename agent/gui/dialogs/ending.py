"""How a Process ended; after some seconds the window closes by itself (feature A8)."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from agent.gui.dialogs.frame import Footer, inset, stack
from agent.gui.dialogs.outcome import add_outcome
from agent.gui.language import say
from agent.gui.looks.theme import Theme
from agent.gui.looks.tokens import SPACE_2
from agent.gui.pieces.buttons import button
from agent.gui.pieces.card import empty, label
from agent.gui.presenters.process import Ending

STAYS_MS = 5000


class EndingPage(QWidget):
    """Whoever moves the mouse or presses a key is still reading: the seconds begin again."""

    over = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._timer = QTimer(self)
        self._timer.setInterval(STAYS_MS)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.over)
        self._body = inset(SPACE_2)
        self.close_button = button(say("C&lose"), main=True)
        self.close_button.clicked.connect(self.over)
        self._footer = Footer(self.close_button)
        stack(self, self._body, self._footer)

    def tell(self, ending: Ending) -> None:
        """Show it, and begin to count."""
        empty(self._body)
        self._body.addStretch()
        notes = [label(note, "amber") for note in ending.notes]
        closes = label(say("This window closes by itself."), "muted")
        add_outcome(
            self._body, self._theme, ending.tone, ending.icon, ending.title, label(ending.sentence), *notes, closes
        )
        self._body.addStretch()
        self.setAccessibleName(ending.title)
        self.setAccessibleDescription(f"{ending.sentence}. {' '.join(ending.notes)}")
        self.close_button.setAccessibleDescription(f"{ending.title}. {ending.sentence}.")
        self.close_button.setFocus()
        self._timer.start()
        application = QCoreApplication.instance()
        if application is not None:
            application.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt shows every event of the application."""
        if event.type() in (QEvent.Type.MouseMove, QEvent.Type.KeyPress) and self._timer.isActive():
            self._timer.start()
        return False
