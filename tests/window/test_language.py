"""System > Language: chosen in the menu, used from the next start on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QSettings
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from agent.gui.bridge import Bridge
from agent.gui.language import say
from agent.gui.looks.theme import Theme
from agent.gui.presenters.language import counted
from agent.gui.translation import Translation
from agent.gui.window.main_window import MainWindow
from tests.window.screens.still import StillWork

Start = Callable[[], MainWindow]


@pytest.fixture
def start(qtbot: QtBot, qapp: QApplication, theme: Theme, tmp_path: Path) -> Iterator[Start]:
    """Starts the window of one person, again and again."""
    habits = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    made: list[tuple[Translation, MainWindow, Bridge]] = []

    def end() -> None:
        for translation, window, bridge in made:
            window.close()
            bridge.end()
            window.deleteLater()
            for translator in translation.translators:
                qapp.removeTranslator(translator)
        made.clear()

    def begin() -> MainWindow:
        end()
        translation, bridge = Translation(qapp, habits), Bridge(StillWork)
        made.append((translation, MainWindow(bridge, theme, tmp_path, translation=translation), bridge))
        return made[-1][1]

    yield begin
    end()


def chosen(window: MainWindow, language: str) -> str:
    """Choose a language in the menu; what the window says to it."""
    menus = window.menuBar().findChildren(QMenu)
    entry = next(one for menu in menus for one in menu.actions() if one.text() == language)
    entry.trigger()
    return window.statusBar().currentMessage()


def test_spanish_is_chosen_kept_and_given_up_again(start: Start) -> None:
    window = start()
    assert say("Home") == "Home"
    assert chosen(window, "Español") == "The language changes at the next start."
    assert say("Home") == "Home"
    window = start()
    assert window.rail.buttons["home"].text() == "&Inicio"
    assert [one.text() for one in window.menuBar().actions()][:2] == ["&Archivos", "&Sistema"]
    assert counted(say, 1, "{count} hour ago", "{count} hours ago") == "hace 1 hora"
    assert counted(say, 2, "{count} hour ago", "{count} hours ago") == "hace 2 horas"
    assert say("A sentence of the office that no catalogue has.") == "A sentence of the office that no catalogue has."
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "Cancelar"
    assert chosen(window, "English") == "El idioma cambia en el próximo inicio."
    assert start().rail.buttons["home"].text() == "&Home"
