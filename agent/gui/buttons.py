"""Buttons, and how anything that can't be used says why."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from agent.gui.language import say


def button(text: str, *, main: bool = False, plain: bool = False, name: str = "") -> QPushButton:
    """A button; `main` for the one thing this page is for, `plain` for a quiet one without a frame. `name` is what a
    screen reader says where the text alone is too short."""
    made = QPushButton(text)
    made.setAutoDefault(False)
    made.setProperty("main", main)
    made.setProperty("plain", plain)
    made.setAccessibleName(name or text.replace("&", ""))
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
