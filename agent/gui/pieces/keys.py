"""The one key for whatever a window is for."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget


def on_ctrl_enter(window: QWidget, does: Callable[[], object]) -> None:
    """Do it on Ctrl+Enter, the Enter of the keypad too."""
    for keys in ("Ctrl+Return", "Ctrl+Enter"):
        QShortcut(QKeySequence(keys), window, does)
