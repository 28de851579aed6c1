"""The window from start to end: `python -m agent` without words."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QApplication, QSystemTrayIcon

from agent.domain.errors import Exit
from agent.gui.bridge import Bridge
from agent.gui.looks.theme import Theme
from agent.gui.presenters.work import Work
from agent.gui.translation import Translation
from agent.gui.window.main_window import MainWindow
from agent.gui.window.signals import Signals
from agent.gui.window.single import only_window
from agent.gui.window.tray import Tray
from agent.jobs import faults
from agent.settings.home import Home

HABITS = "window.ini"
"""How the window looks on this computer; nothing that matters to the office."""
GEOMETRY = "geometry"


def run_window(folder: Path | None, opened: Callable[[Path], Work]) -> int:
    """Show the window of the agent's folder until it is closed, and give the exit code. `opened` gives the office
    behind it, and is called away from the window's thread.

    Raises `AgentError` where the folder can't be used or its window is open already.
    """
    home = Home.at(folder)
    application = QApplication(["porchlight"])
    application.setApplicationName("Porchlight")
    application.setDesktopFileName("porchlight")
    with ExitStack() as held:
        window: list[MainWindow] = []
        held.enter_context(only_window(home.folder, lambda: _to_front(window)))
        habits = QSettings(str(home.folder / HABITS), QSettings.Format.IniFormat)
        bridge = Bridge(lambda: opened(home.folder))
        words = f" --home {shlex.quote(str(home.folder))}" if folder else ""
        theme, translation = Theme(application, habits), Translation(application, habits)
        window.append(MainWindow(bridge, theme, home.folder, words, translation))
        held.callback(bridge.end)
        held.callback(window[0].hosting.end)
        return _show(application, window[0], theme, habits)


def _show(application: QApplication, window: MainWindow, theme: Theme, habits: QSettings) -> int:
    kept = habits.value(GEOMETRY)
    if kept:
        window.restoreGeometry(kept)
    if QSystemTrayIcon.isSystemTrayAvailable():
        application.setQuitOnLastWindowClosed(False)
        Tray(window, theme, habits).show()
    window.over.connect(application.quit)
    signals = Signals(window.quit, lambda: application.exit(Exit.REFUSED))
    sys.excepthook = reporting(window)
    # The office is loaded after the first picture: loading slows everything else down.
    window.drawn.connect(window.begin, Qt.ConnectionType.QueuedConnection)
    window.drawn.connect(window.hosting.begin, Qt.ConnectionType.QueuedConnection)
    window.show()
    try:
        return application.exec()
    finally:
        sys.excepthook = sys.__excepthook__
        habits.setValue(GEOMETRY, window.saveGeometry())
        habits.sync()
        signals.end()


def reporting(window: MainWindow) -> Callable[[type[BaseException], BaseException, TracebackType | None], None]:
    """For what no slot caught: it is written down as the command line does it, and the window lives on."""

    def hook(_kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
        window.tell(faults.told(error))

    return hook


def _to_front(window: list[MainWindow]) -> None:
    for one in window:
        one.to_front()
