"""Progress that is looked at ten times a second, and the wish to stop."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QProgressBar, QWidget

from agent.gui.dialogs.frame import Footer, inset, stack
from agent.gui.language import say
from agent.gui.pieces.buttons import button
from agent.gui.pieces.card import Card, label, row
from agent.gui.presenters.progress import PARTS, Watcher
from agent.jobs.progress import PolledProgress

LOOK_MS = 100


class Watching(QWidget):
    """`watcher` makes the one that puts a piece of work into words, anew for each."""

    def __init__(self, watcher: Callable[[], Watcher]) -> None:
        super().__init__()
        self._new_watcher = watcher
        self._watcher = watcher()
        self._progress = PolledProgress()
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self._look)
        self._title = label("", "title")
        self._step = label("")
        self._counts = label("", "muted", wrap=False)
        self._left = label("", "muted", wrap=False)
        self._note = label("", "muted")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.cancel = button(say("&Cancel"))
        self.cancel.clicked.connect(self.stop)
        self._footer = Footer(self.cancel)
        self._build()

    def watch(self, title: str, progress: PolledProgress) -> None:
        """Show how far `progress` is, until `end`; `title` says of what."""
        self._progress = progress
        self._watcher = self._new_watcher()
        self._title.setText(title)
        self.bar.setAccessibleName(title)
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
        shown = self._watcher.look(self._progress.position)
        self._step.setText(shown.step)
        self._counts.setText(shown.counts)
        self._left.setText(shown.left)
        self._note.setText(shown.note)
        self.bar.setRange(0, PARTS if shown.parts is not None else 0)
        self.bar.setValue(shown.parts or 0)
        self.bar.setAccessibleDescription(f"{shown.step} {shown.counts} {shown.left}".strip())

    def _build(self) -> None:
        card = Card(say("Progress"))
        card.body.addWidget(self._title)
        card.body.addWidget(self._step)
        card.body.addWidget(self.bar)
        line = row()
        line.addWidget(self._counts)
        line.addStretch()
        line.addWidget(self._left)
        card.body.addLayout(line)
        inside = inset()
        inside.addWidget(card)
        inside.addWidget(self._note)
        inside.addStretch()
        stack(self, inside, self._footer)
