"""A new password, typed twice."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLineEdit, QVBoxLayout, QWidget

from agent.gui.language import say
from agent.gui.looks.tokens import SPACE_1, SPACE_2, SPACE_4
from agent.gui.pieces.card import label
from agent.gui.presenters.users import password_hint, password_obstacle


class NewPassword(QWidget):
    """Two hidden lines, a box that shows them, what is asked for. With `needed` off they may stay empty."""

    changed = Signal()

    def __init__(self, title: str, level: int, *, needed: bool) -> None:
        super().__init__()
        self._needed = needed
        self.first = hidden_line(title)
        self.again = hidden_line(say("The same again"))
        self.show_them = QCheckBox(say("Sho&w"))
        self.show_them.setAccessibleName(say("Show the password"))
        self.show_them.toggled.connect(self._show)
        self._hint = label("", "muted")
        body = QGridLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setHorizontalSpacing(SPACE_4)
        body.setVerticalSpacing(SPACE_2)
        body.addLayout(titled(title, self.first), 0, 0)
        body.addLayout(titled(say("The same again"), self.again), 0, 1)
        body.addWidget(self.show_them, 1, 0)
        body.addWidget(self._hint, 2, 0, 1, 2)
        body.setColumnStretch(0, 1)
        body.setColumnStretch(1, 1)
        self.ask_for(level)
        for one in (self.first, self.again):
            one.textChanged.connect(self.changed)

    def ask_for(self, level: int) -> None:
        """What is asked of a password of this level."""
        self._hint.setText(password_hint(say, level))
        self.first.setAccessibleDescription(self._hint.text())

    @property
    def text(self) -> str | None:
        """The password; None where the lines are empty."""
        return self.first.text() or None

    @property
    def obstacle(self) -> str:
        """Why it can't be taken."""
        return password_obstacle(say, self.first.text(), self.again.text(), needed=self._needed)

    def clear(self) -> None:
        """Nothing of it stays."""
        for one in (self.first, self.again):
            one.clear()
        self.show_them.setChecked(False)

    def _show(self, shown: bool) -> None:
        for one in (self.first, self.again):
            one.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)


def hidden_line(name: str) -> QLineEdit:
    """A line whose letters nobody sees."""
    made = QLineEdit()
    made.setEchoMode(QLineEdit.EchoMode.Password)
    made.setAccessibleName(name)
    return made


def titled(title: str, field: QWidget) -> QVBoxLayout:
    """A field below its name."""
    body = QVBoxLayout()
    body.setSpacing(SPACE_1)
    named = label(title, "group")
    named.setBuddy(field)
    body.addWidget(named)
    body.addWidget(field)
    body.addStretch()
    return body
