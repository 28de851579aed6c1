"""Before something that was typed would be lost."""

from __future__ import annotations

from PySide6.QtWidgets import QMessageBox, QWidget

from agent.gui.language import say


def lets_go(window: QWidget, question: str) -> bool:
    """Whether the person says Yes to this question, asked above `window`."""
    answer = QMessageBox.question(window, say("Not saved yet"), question)
    return answer == QMessageBox.StandardButton.Yes
