"""Before something that was typed would be lost."""

from __future__ import annotations

from PySide6.QtWidgets import QMessageBox, QWidget

from agent.gui.language import say


def lets_go(window: QWidget, question: str) -> bool:
    """Whether the person says Yes to this question, asked above `window`. Enter says No: nothing is lost by it."""
    yes, no = QMessageBox.StandardButton.Yes, QMessageBox.StandardButton.No
    return QMessageBox.question(window, say("Not saved yet"), question, yes | no, no) == yes
