"""`python -m tests.bench.first_paint HOME|-`: ends when the first picture of a window is there.

With `-` it is an empty window, of a program that has loaded the same modules; else the agent's, of the folder HOME.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from PySide6.QtCore import QSettings, Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QMainWindow

from agent.__main__ import office
from agent.gui.app import HABITS
from agent.gui.bridge import Bridge
from agent.gui.looks.theme import Theme
from agent.gui.window.main_window import MainWindow


class Empty(QMainWindow):
    """A window with nothing in it."""

    drawn = Signal()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt asks."""
        super().paintEvent(event)
        self.drawn.emit()


def ended() -> None:
    """Without the work of ending a program, which is no part of a first picture."""
    os._exit(0)


def opened(place: str, application: QApplication) -> Empty | MainWindow:
    """The window that was asked for."""
    if place == "-":
        return Empty()
    home = Path(place)
    habits = QSettings(str(home / HABITS), QSettings.Format.IniFormat)
    return MainWindow(Bridge(lambda: office(home)), Theme(application, habits), home)


if __name__ == "__main__":
    started = QApplication(["porchlight"])
    window = opened(sys.argv[1], started)
    window.drawn.connect(ended, Qt.ConnectionType.QueuedConnection)
    window.show()
    started.exec()
