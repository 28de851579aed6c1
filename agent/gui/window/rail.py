"""The rail of large icons at the left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QSizePolicy, QToolButton, QVBoxLayout

from agent.gui.looks.icons import icon
from agent.gui.looks.theme import Theme
from agent.gui.looks.tokens import ICON, SPACE_1, SPACE_2

WIDTH = 144
HEIGHT = 68


@dataclass(frozen=True)
class Way:
    """One icon of the rail. A page stays marked while it is shown; what `opens` a window of its own is not."""

    key: str
    text: str
    icon: str
    opens: bool = False


class Rail(QFrame):
    """Tells which way was `chosen`; `mark` shows where one is."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, ways: Sequence[Way]) -> None:
        super().__init__()
        self.setObjectName("rail")
        self.setMinimumWidth(WIDTH)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self._theme = theme
        self._ways = ways
        self._marked = ""
        self._body = QVBoxLayout(self)
        self._body.setContentsMargins(SPACE_2, SPACE_2, SPACE_2, SPACE_2)
        self._body.setSpacing(SPACE_1)
        self.buttons = {way.key: self._button(way) for way in ways}
        self._body.addStretch()
        theme.changed.connect(self._tint)
        self._tint()

    def mark(self, key: str) -> None:
        """This page is shown."""
        self._marked = key
        for way in self._ways:
            self.buttons[way.key].setChecked(way.key == key)
        self._tint()

    def _button(self, way: Way) -> QToolButton:
        made = QToolButton()
        made.setText(way.text)
        made.setAccessibleName(way.text.replace("&", "").replace("\n", " "))
        made.setIconSize(QSize(ICON, ICON))
        made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        made.setMinimumHeight(HEIGHT)
        made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        made.setCheckable(not way.opens)
        made.clicked.connect(lambda: self._go(way))
        self._body.addWidget(made)
        return made

    def _go(self, way: Way) -> None:
        self.mark(self._marked)
        self.chosen.emit(way.key)

    def _tint(self) -> None:
        tokens = self._theme.tokens
        for way in self._ways:
            ink = tokens.accent if way.key == self._marked else tokens.muted
            self.buttons[way.key].setIcon(icon(way.icon, ink, tokens.faint))
