"""Buttons, and how anything that can't be used says why."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from agent.gui.language import say

KEYPAD = Qt.KeyboardModifier.KeypadModifier


class Button(QPushButton):
    """Enter presses it, as the space bar does. Qt's own way would also press it from any line of a dialog."""

    def __init__(self, text: str = "") -> None:
        super().__init__(text)
        self.setAutoDefault(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt tells of each key."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & ~KEYPAD:
            if not event.isAutoRepeat():
                self.click()
        else:
            super().keyPressEvent(event)


def button(text: str, *, main: bool = False, plain: bool = False, name: str = "") -> QPushButton:
    """A button; `main` for the one thing this page is for, `plain` for a quiet one without a frame. `name` is what a
    screen reader says where the text alone is too short."""
    made = Button(text)
    made.setProperty("main", main)
    made.setProperty("plain", plain)
    made.setAccessibleName(name or text.replace("&", ""))
    return made


def pill_button(text: str) -> QPushButton:
    """One of some choices beside each other, of which one holds."""
    made = button(text)
    made.setProperty("pill", True)
    made.setCheckable(True)
    return made


def copy_button(text: str, name: str) -> QPushButton:
    """Copies `text`; `name` says what that is."""
    made = button(say("Copy"), name=name)
    made.clicked.connect(lambda: QApplication.clipboard().setText(text))
    return made


def allow(widget: QWidget, obstacle: str) -> None:
    """Let `widget` be used, unless there is an `obstacle`: then it says so on hover and to a screen reader."""
    widget.setEnabled(not obstacle)
    widget.setToolTip(obstacle)
    widget.setAccessibleDescription(obstacle)


def mark_main(widget: QPushButton, main: bool) -> None:
    """Make a button the one thing its page is for, or one among others."""
    if widget.property("main") != main:
        widget.setProperty("main", main)
        widget.style().polish(widget)
