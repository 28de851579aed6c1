"""Buttons for choosing: one that looks like a field and shows what is chosen, and pills of which one is pressed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from agent.gui.looks.tokens import SPACE_2, SPACE_3
from agent.gui.pieces.buttons import Button, pill_button
from agent.gui.pieces.card import label

HEIGHT = 36


class Picker(Button):
    """Opens a list; shows `title` until something is chosen, then that, and beside it a word about it."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self._title = title
        self.setProperty("picker", True)
        self.setMinimumHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._word = label("", "pill", wrap=False)
        self._word.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        body = QHBoxLayout(self)
        body.setContentsMargins(SPACE_3, 0, SPACE_2, 0)
        body.addStretch(1)
        body.addWidget(self._word, alignment=Qt.AlignmentFlag.AlignVCenter)
        self.show_choice("", "")

    def show_choice(self, chosen: str, word: str) -> None:
        """Show what is chosen; nothing is, where `chosen` is empty."""
        self.setText(chosen or self._title)
        self.setProperty("chosen", bool(chosen))
        self.setAccessibleName(f"{self._title}: {chosen}, {word}" if chosen else self._title)
        self._word.setText(word)
        self._word.setVisible(bool(word))
        self.style().polish(self)


class Pills(QWidget):
    """Two or three choices beside each other, of which one holds."""

    chosen = Signal(int)
    """The person chose this one."""

    def __init__(self, name: str, texts: Sequence[str]) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._pills = [pill_button(text) for text in texts]
        body = QHBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(SPACE_2)
        for at, one in enumerate(self._pills):
            one.clicked.connect(lambda _checked, at=at: self._press(at))
            body.addWidget(one)
        body.addStretch(1)

    @property
    def at(self) -> int:
        """Which one holds; -1 as long as none does."""
        return next((at for at, one in enumerate(self._pills) if one.isChecked()), -1)

    def choose(self, at: int) -> None:
        """Let this one hold (-1 for none), without telling anybody."""
        for number, one in enumerate(self._pills):
            one.setChecked(number == at)

    @property
    def pills(self) -> list[QPushButton]:
        """The buttons, one a choice."""
        return self._pills

    def _press(self, at: int) -> None:
        """No button group: the tab key would only reach the one that holds."""
        self.choose(at)
        self.chosen.emit(at)
