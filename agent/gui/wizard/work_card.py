"""How far a piece of work is, inside a page, and the wish to stop it."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QProgressBar

from agent.gui.language import say
from agent.gui.pieces.buttons import allow, button
from agent.gui.pieces.card import Card, label, row
from agent.gui.presenters.progress import PARTS, Watch
from agent.jobs.progress import PolledProgress

LOOK_MS = 100


class WorkCard(Card):
    """Hidden until `watch`."""

    def __init__(self) -> None:
        super().__init__(say("Progress"))
        self._progress = PolledProgress()
        self._watch = Watch(say)
        self._waits = ""
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self._look)
        self._title = label("", "subtitle")
        self._step = label("", "muted")
        self._counts = label("", "muted", wrap=False)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.cancel = button(say("&Cancel"))
        self.cancel.clicked.connect(self.stop)
        self.body.addWidget(self._title)
        self.body.addWidget(self._step)
        self.body.addWidget(self.bar)
        line = row()
        line.addWidget(self._counts)
        line.addStretch()
        line.addWidget(self.cancel)
        self.body.addLayout(line)
        self.hide()

    def watch(self, title: str, progress: PolledProgress, waits: str = "") -> None:
        """Show how far `progress` is, until `end`. `waits`: what is waited for, where it can't be stopped."""
        self._progress, self._waits = progress, waits
        self._watch = Watch(say)
        self._title.setText(title)
        self.setAccessibleName(title)
        self.bar.setAccessibleName(title)
        allow(self.cancel, waits)
        self._look()
        self._timer.start()
        self.show()

    def stop(self) -> None:
        """Ask the work to stop at the next good place."""
        self._progress.cancel()
        allow(self.cancel, say("Stopping at the next good place."))

    def end(self) -> None:
        """The work is over."""
        self._timer.stop()
        self.hide()

    def _look(self) -> None:
        shown = self._watch.look(self._progress.position)
        self._step.setText(self._waits or shown.step)
        self._counts.setText(f"{shown.counts} {shown.left}".strip())
        self.bar.setRange(0, PARTS if shown.parts is not None else 0)
        self.bar.setValue(shown.parts or 0)
        self.bar.setAccessibleDescription(f"{self._step.text()} {self._counts.text()}".strip())
