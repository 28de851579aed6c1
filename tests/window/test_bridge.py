"""The way to the office and back, and the menus, in front of an office that stands still."""

from __future__ import annotations

import threading
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from agent.gui.about import AboutDialog
from agent.gui.bridge import Bridge
from agent.gui.dialogs.choosing import DestinationCard
from agent.gui.dialogs.destination import DestinationDialog
from agent.gui.dialogs.process import ProcessDialog
from agent.gui.looks.theme import Theme
from agent.gui.presenters.process import Choice
from agent.gui.window.main_window import MainWindow
from tests.window.screens.still import SECOND, StillWork
from tests.window.seat import texts


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


def test_the_menus_do_what_they_say(qtbot: QtBot, theme: Theme, tmp_path: Path) -> None:
    theme.choose("light")
    bridge = Bridge(StillWork)
    window = MainWindow(bridge, theme, tmp_path)
    window.show()
    entries = {one.text().replace("&", ""): one for one in window.findChildren(QAction)}
    dark = []
    for choice in ("Dark", "Light"):
        entries[choice].trigger()
        dark.append(theme.tokens.dark)
    assert dark == [True, False]
    with qtbot.waitSignal(window.feed.checked, timeout=30_000):
        entries["Refresh"].trigger()
    entries["About Porchlight"].trigger()
    qtbot.waitUntil(lambda: "Porchlight 0.1.0" in texts(window.findChildren(AboutDialog)[0]))
    window.findChildren(AboutDialog)[0].accept()
    entries["Customer Portal…"].trigger()
    qtbot.waitUntil(lambda: bool(window.findChildren(ProcessDialog)))
    window.findChildren(ProcessDialog)[0].reject()
    entries["Exit"].trigger()
    assert not window.isVisible()
    bridge.end()


def test_A8_of_several_destinations_exactly_one_is_selected(qtbot: QtBot, theme: Theme, tmp_path: Path) -> None:
    bridge = Bridge(StillWork)
    window = MainWindow(bridge, theme, tmp_path)
    dialog = DestinationDialog(bridge, theme, window, Choice(), 0, "")
    dialog.open()
    qtbot.waitUntil(lambda: len(dialog.findChildren(DestinationCard)) == 2)
    assert not dialog.choosing.process.isEnabled()
    assert dialog.choosing.process.toolTip() == "Select one destination first."
    first, second = dialog.findChildren(DestinationCard)
    for card in (first, second):
        QTest.mouseClick(card, Qt.MouseButton.LeftButton)
        assert [one.radio.isChecked() for one in (first, second)] == [one is card for one in (first, second)]
    with qtbot.waitSignal(dialog.choosing.chosen) as picked:
        QTest.mouseClick(dialog.choosing.process, Qt.MouseButton.LeftButton)
    assert picked.args == [SECOND.name]
    qtbot.waitUntil(dialog.ending.isVisible)
    dialog.reject()
    bridge.end()
