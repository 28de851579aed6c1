"""Labelled lines to type into, and files to be chosen."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QGridLayout, QLineEdit, QWidget

from agent.gui.language import say
from agent.gui.looks.tokens import SPACE_2, SPACE_3
from agent.gui.pieces.buttons import button
from agent.gui.pieces.card import label

SMALLEST_LINE = 220


class Lines(QGridLayout):
    """Labels at the left, what is typed at the right."""

    def __init__(self) -> None:
        super().__init__()
        self.setContentsMargins(0, 0, 0, 0)
        self.setHorizontalSpacing(SPACE_3)
        self.setVerticalSpacing(SPACE_2)
        self.setColumnStretch(1, 1)

    def line(self, title: str, changed: Callable[[], None], example: str = "") -> QLineEdit:
        """Add one line; `changed` is told of every character."""
        made = QLineEdit()
        made.setPlaceholderText(example)
        made.setAccessibleName(title)
        made.setMinimumWidth(SMALLEST_LINE)
        made.textChanged.connect(changed)
        self.add(title, made)
        return made

    def add(self, title: str, widget: QWidget) -> None:
        """Add anything under a label."""
        at = self.rowCount()
        named = label(title, wrap=False)
        named.setBuddy(widget)
        self.addWidget(named, at, 0)
        self.addWidget(widget, at, 1)

    def hint(self, text: str) -> None:
        """A quiet sentence below the line just added."""
        self.addWidget(label(text, "muted"), self.rowCount(), 1)


class FileLine(QWidget):
    """A path that can be typed, or chosen with Browse."""

    changed = Signal()

    def __init__(self, title: str, kinds: str = "", *, new: bool = False) -> None:
        super().__init__()
        self._title, self._kinds, self._new = title, kinds, new
        self.line = QLineEdit()
        self.line.setAccessibleName(title)
        self.line.setMinimumWidth(SMALLEST_LINE)
        self.line.textChanged.connect(self.changed)
        self.browse = button(say("Browse…"), name=say("Browse: {title}", title=title))
        self.browse.clicked.connect(self._choose)
        body = QGridLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setHorizontalSpacing(SPACE_2)
        body.addWidget(self.line, 0, 0)
        body.addWidget(self.browse, 0, 1)
        self.setFocusProxy(self.line)

    @property
    def path(self) -> str:
        """What is typed or was chosen."""
        return self.line.text().strip()

    def _choose(self) -> None:
        ask = QFileDialog.getSaveFileName if self._new else QFileDialog.getOpenFileName
        path, _ = ask(self, self._title, self.path, self._kinds)
        if path:
            self.line.setText(path)
