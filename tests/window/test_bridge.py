"""Answers that come when nobody is there any more."""

from __future__ import annotations

import threading
from pathlib import Path

from pytestqt.qtbot import QtBot

from agent.gui.bridge import Bridge
from agent.gui.dialogs.process import ProcessDialog
from agent.gui.main_window import MainWindow
from agent.gui.theme import Theme
from tests.window.screens import StillWork


class SlowWork(StillWork):
    """Counts customers only when it is let."""

    def __init__(self, gate: threading.Event) -> None:
        self._gate = gate

    def active_customers(self) -> int:
        """When the gate is open."""
        self._gate.wait(30)
        return 812


def test_a_dialog_that_was_closed_before_its_answer_came_is_not_missed(
    qtbot: QtBot, theme: Theme, tmp_path: Path
) -> None:
    gate, answers = threading.Event(), list[str]()
    bridge = Bridge(lambda: SlowWork(gate))
    window = MainWindow(bridge, theme, tmp_path)
    dialog = ProcessDialog(bridge, theme, window)
    dialog.open()
    dialog.reject()
    qtbot.waitUntil(lambda: not window.findChildren(ProcessDialog))
    gate.set()
    bridge.read(window, lambda work: work.version(), answers.append, lambda error: answers.append(error.title))
    qtbot.waitUntil(lambda: answers == ["0.1.0"])
    bridge.end()
