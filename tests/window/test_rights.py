"""What a user may not use is marked in the window with the reason; what is said to whom (A13, threat T8)."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from agent.domain.permissions import AT_FIRST, Permission
from agent.gui.bridge import Bridge
from agent.gui.language import say
from agent.gui.looks.theme import Theme
from agent.gui.presenters.rights import LEVEL_1_ONLY, NEEDS, OPEN, Standing
from agent.gui.presenters.users import UserList, activation_obstacle, lines, password_obstacle
from agent.gui.users.user_fields import UserFields
from agent.gui.window.main_window import MainWindow
from tests.window.screens.still import StillWork
from tests.window.screens.users import AS_PAT, EMPLOYEES, PAT, SHUT, USERS

FOR_EVERYBODY = {
    "Home",
    "Activity",
    "Refresh",
    "Keep running in the tray",
    "Self-check",
    "Change My Password",
    "Sign Out",
}
"""Icons and entries that need no right: what stands behind them asks by itself, or shows to each what he may see."""


@pytest.fixture
def window(qtbot: QtBot, theme: Theme, tmp_path: Path) -> MainWindow:
    """The main window in front of an office that stands still."""
    made = MainWindow(Bridge(StillWork), theme, tmp_path)
    qtbot.addWidget(made)
    made.show()
    return made


def entries(window: MainWindow) -> dict[str, QAction]:
    """Every entry of the menus that does something, by its words."""
    menus = [one.menu() for one in window.menuBar().actions()]
    inner = [action for menu in window.findChildren(QMenu) for action in menu.actions()]
    found = [*(action for menu in menus if isinstance(menu, QMenu) for action in menu.actions()), *inner]
    return {
        one.text().replace("&", "").removesuffix("…"): one for one in found if not one.isSeparator() and not one.menu()
    }


def test_T8_every_icon_and_entry_has_its_right_or_needs_none(window: MainWindow) -> None:
    words = {*entries(window), *(one.accessibleName() for one in window.rail.buttons.values())}
    assert words - set(NEEDS) - LEVEL_1_ONLY - OPEN - FOR_EVERYBODY == set()


def test_T8_what_is_not_allowed_is_barred_and_comes_back_with_the_right(window: MainWindow) -> None:
    button, entry = window.rail.buttons["portal"], entries(window)["Set Passwords"]
    before = button.isEnabled(), entry.isEnabled()
    window.gate.take(AS_PAT)
    assert not button.isEnabled()
    told = 'Pat would need the permission "Process". Ask Dana or Olivia: System > Passwords > Set Passwords.'
    assert (button.toolTip(), button.accessibleDescription()) == (told, told)
    assert not entry.isEnabled()
    assert not window.home.unique.isEnabled(), "the short way to a replacement is barred as the icon is"
    assert "Global Replacement" in window.home.unique.toolTip()
    window.gate.take(Standing())
    assert (button.isEnabled(), entry.isEnabled()) == before


def test_A13_before_the_sign_in_every_entry_but_a_few_is_barred(window: MainWindow) -> None:
    window.gate.take(SHUT)
    usable = {words for words, one in entries(window).items() if one.isEnabled() and one.isVisible()}
    assert usable == OPEN & set(entries(window))
    assert not window.rail.isVisible()


def test_A13_what_is_said_of_whom() -> None:
    pat = Standing(True, "Pat", 3, AT_FIRST, ("Dana",))
    assert pat.told(say) == "Signed in as Pat (level 3)"
    assert (SHUT.told(say), Standing().told(say)) == ("", "")
    assert pat.obstacle(say, "Customer List") == ""
    assert pat.obstacle(say, "Portals") == "Pat would need to be a level-1 user. Ask Dana."
    assert Standing(True, "Dana", 1, frozenset()).obstacle(say, "Backup") == ""
    everybody = lines(say, UserList(USERS, EMPLOYEES, True))
    assert [(one.level, one.employee, one.permissions) for one in everybody] == [
        ("1", "Dana Grant", "everything"),
        ("3", "Pat Bell", "Process, Customer List, Edit Customers"),
        ("2", "", ""),
    ]
    assert "level-1" in activation_obstacle(say, UserList(USERS, (), True, 2))
    assert activation_obstacle(say, UserList(USERS, (), False, 2)) == ""


@pytest.mark.parametrize(
    ("first", "again", "needed", "told"),
    [
        ("", "", False, ""),
        ("", "", True, "Type a password."),
        ("Clip", "Clip", True, "Choose another password than CLIP."),
        ("seven77", "seven77", True, "The password needs at least 8 characters."),
        ("eight888", "eight88", True, "Type the same password twice."),
        ("eight888", "eight888", True, ""),
    ],
)
def test_A13_a_new_password_is_judged_while_it_is_typed(first: str, again: str, needed: bool, told: str) -> None:
    assert password_obstacle(say, first, again, needed=needed) == told


def test_A13_the_form_keeps_what_was_ticked_while_the_level_goes_up_and_down(qtbot: QtBot) -> None:
    form = UserFields(EMPLOYEES, PAT)
    qtbot.addWidget(form)
    assert form.obstacle == ""
    assert form.typed.boxes == PAT.boxes
    form.level.setCurrentIndex(0)
    assert all(box.isChecked() and not box.isEnabled() for box in form.boxes.values())
    form.level.setCurrentIndex(4)
    form.boxes[Permission.REQUESTS].click()
    assert (form.typed.level, form.typed.password) == (5, None)
    assert form.typed.boxes == {*PAT.boxes, Permission.REQUESTS}
    alone = UserFields(level=1)
    qtbot.addWidget(alone)
    assert (alone.typed.level, alone.obstacle) == (1, "Type a user name.")
