"""What backup and restore show while they work, and when they are done."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QProgressBar, QWidget

from agent.gui.buttons import button
from agent.gui.card import Card, empty, label, row
from agent.gui.dialogs.frame import Footer, inset, stack
from agent.gui.language import say
from agent.gui.presenters.backup import PARTS, Outcome, moving
from agent.gui.shape import shape
from agent.gui.theme import Theme
from agent.gui.tokens import SPACE_2
from agent.jobs.progress import PolledProgress

LOOK_MS = 100


class Copying(QWidget):
    """Progress that is looked at ten times a second, and the wish to stop."""

    def __init__(self, title: str, note: str) -> None:
        super().__init__()
        self._progress = PolledProgress()
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self._look)
        self._step = label("")
        self._counts = label("", "muted", wrap=False)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(title)
        self.cancel = button(say("&Cancel"))
        self.cancel.clicked.connect(self.stop)
        self._footer = Footer(self.cancel)
        card = Card(title)
        card.body.addWidget(label(title, "title"))
        card.body.addWidget(self._step)
        card.body.addWidget(self.bar)
        line = row()
        line.addWidget(self._counts)
        line.addStretch()
        card.body.addLayout(line)
        inside = inset()
        inside.addWidget(card)
        inside.addWidget(label(note, "muted"))
        inside.addStretch()
        stack(self, inside, self._footer)

    def watch(self, progress: PolledProgress) -> None:
        """Show how far it is, until `end`."""
        self._progress = progress
        self._footer.allow("")
        self._look()
        self._timer.start()
        self.cancel.setFocus()

    def stop(self) -> None:
        """Ask the work to stop at the next good place."""
        self._progress.cancel()
        self._footer.allow(say("Stopping at the next good place."))

    def end(self) -> None:
        """The work is over."""
        self._timer.stop()

    def _look(self) -> None:
        shown = moving(say, self._progress.position)
        self._step.setText(shown.step)
        self._counts.setText(shown.counts)
        self.bar.setRange(0, PARTS if shown.parts is not None else 0)
        self.bar.setValue(shown.parts or 0)
        self.bar.setAccessibleDescription(f"{shown.step} {shown.counts}".strip())


class OutcomePage(QWidget):
    """What was done. It stays: what it says is worth writing down."""

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
        empty(self._body)
        self._body.addStretch()
        self._body.addWidget(
            shape(self._theme, "good", "check", outcome.title), alignment=Qt.AlignmentFlag.AlignHCenter
        )
        texts = [label(outcome.title, "title"), *(label(one) for one in outcome.sentences)]
        texts += [label(outcome.note, "amber")] if outcome.note else []
        for text in texts:
            text.setAlignment(Qt.AlignmentFlag.AlignCenter)
            text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._body.addWidget(text)
        self._body.addStretch()
        self.setAccessibleName(outcome.title)
        self.setAccessibleDescription(" ".join((*outcome.sentences, outcome.note)).strip())
        self.close_button.setAccessibleDescription(f"{outcome.title}. {' '.join(outcome.sentences)}")
        self.close_button.setFocus()
