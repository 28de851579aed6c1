"""The tray: what it shows, when it speaks, and how the window goes on in it (A16)."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QSystemTrayIcon
from pytestqt.qtbot import QtBot

from agent.domain.standing import Standing
from agent.gui.bridge import Bridge
from agent.gui.language import say
from agent.gui.looks.theme import Theme
from agent.gui.presenters.home import Status, home
from agent.gui.presenters.tray import Notifier, worst
from agent.gui.window.main_window import MainWindow
from agent.gui.window.tray import Tray
from tests.window.screens.home import homes
from tests.window.screens.still import NOW, StillWork

FINE = Status("P", "good", "check", "The portal is up to date", "", standing="up to date")
HELD = replace(FINE, title="The last upload is held", standing="needs you", urgent=True)
FAILED = replace(FINE, title="The last Process failed", standing="failed", urgent=True)
LATER = replace(FINE, title="The last Process did not come through", standing="needs you")
AWAY = replace(FINE, title="The receiver can't be reached", standing="offline")


@pytest.mark.parametrize(
    ("seen", "said"),
    [
        ([HELD, HELD], []),
        ([FINE, HELD], [HELD.title]),
        ([FINE, FAILED, FAILED, AWAY, FAILED], [FAILED.title]),
        ([FINE, LATER, AWAY, LATER, FINE], []),
        ([FINE, HELD, FAILED], [HELD.title, FAILED.title]),
        ([FINE, FAILED, FINE, FAILED], [FAILED.title, FAILED.title]),
        ([FAILED, FINE, HELD], [HELD.title]),
    ],
)
def test_A16_a_notice_comes_once_and_only_where_somebody_has_to_act(seen: list[Status], said: list[str]) -> None:
    notifier = Notifier()
    assert [notice.title for one in seen for notice in notifier.look([one])] == said


def test_A16_each_portal_is_spoken_of_by_itself() -> None:
    notifier, other = Notifier(), replace(FINE, portal="Q")
    assert notifier.look([FINE, other]) == []
    (notice,) = notifier.look([HELD, other])
    assert notice.title == HELD.title
    (notice,) = notifier.look([HELD, replace(FAILED, portal="Q")])
    assert notice.title == FAILED.title


def test_A16_one_icon_stands_for_the_worst() -> None:
    shown = worst([FINE, AWAY, FAILED, LATER])
    assert shown == FAILED
    assert worst([]) is None


@pytest.fixture
def window(qtbot: QtBot, theme: Theme, tmp_path: Path) -> MainWindow:
    """The window of the still office."""
    bridge = Bridge(StillWork)
    made = MainWindow(bridge, theme, tmp_path)
    made.over.connect(bridge.end)
    made.show()
    return made


def settings(tmp_path: Path) -> QSettings:
    """Where habits are kept."""
    return QSettings(str(tmp_path / "habits.ini"), QSettings.Format.IniFormat)


@pytest.mark.qt_log_ignore("does not support raise", extend=True)
def test_A16_closing_keeps_running_only_where_it_was_chosen(window: MainWindow, theme: Theme, tmp_path: Path) -> None:
    tray = Tray(window, theme, settings(tmp_path))
    assert not window.stays
    window.menus.tray.trigger()
    assert not window.close()
    assert not window.isVisible()
    tray.icon.activated.emit(QSystemTrayIcon.ActivationReason.Trigger)
    assert window.isVisible()
    assert settings(tmp_path).value("tray") == "yes"
    gone: list[bool] = []
    window.over.connect(lambda: gone.append(True))
    window.close()
    assert gone == []
    window.quit()
    assert gone == [True]


def test_A16_the_tray_tells_the_state_by_words_and_shape(window: MainWindow, theme: Theme, tmp_path: Path) -> None:
    tray = Tray(window, theme, settings(tmp_path))
    told, shapes = dict[str, str](), dict[str, bytes]()
    for name, facts, learnt in homes():
        window.feed.shown.emit(home(say, facts, learnt, NOW))
        told[name] = tray.icon.toolTip()
        shapes[name] = bytes(tray.icon.icon().pixmap(20).toImage().constBits() or b"")
    assert told["home"].splitlines() == [
        "Porchlight: The portal is up to date",
        "Scheduled upload today at 14:33, every 30 minutes.",
    ]
    assert told["home-failed"].startswith("Porchlight: The last Process failed")
    assert told["home-fresh"] == "Porchlight: the set-up comes first"
    assert len({shapes[name] for name in ("home", "home-failed", "home-held", "home-offline", "home-paused")}) == 5
    window.quit()


def test_A16_without_a_tray_the_window_closes_and_the_menu_says_why(window: MainWindow) -> None:
    assert not window.menus.tray.isEnabled()
    assert "no tray" in window.menus.tray.toolTip()
    assert window.close()


def test_A16_the_states_have_six_words() -> None:
    found: set[Standing | None] = set()
    for _, facts, learnt in homes():
        found |= {status.standing for status in home(say, facts, learnt, NOW).statuses}
    assert found == {"up to date", "needs you", "offline", "paused", "failed", "working"}
