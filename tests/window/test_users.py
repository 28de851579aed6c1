"""Set Passwords and the sign-in at the window, by mouse and keyboard (features A13, A19; threat T8)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest

from agent.gui.dialogs.confirming import ConfirmDialog
from agent.gui.dialogs.own_password import OwnPasswordDialog
from agent.gui.dialogs.user import UserDialog
from agent.gui.dialogs.users import SetPasswordsDialog
from tests.support.office import Office
from tests.window.seat import Seat, texts

OWN = "maple-otter-quiet-lamp"


@pytest.fixture
def seat(sit: Callable[[Office], Seat], office: Office) -> Seat:
    """The window of a fresh office of 12 customers."""
    return sit(office)


def entry(seat: Seat, words: str) -> QAction:
    """The menu entry of that name."""
    return next(one for one in seat.window.findChildren(QAction) if one.text().replace("&", "") == words)


def set_passwords(seat: Seat) -> SetPasswordsDialog:
    """System > Passwords > Set Passwords, its list filled."""
    entry(seat, "Set Passwords").trigger()
    dialog = seat.open(SetPasswordsDialog)
    seat.wait(dialog.add.isEnabled)
    return dialog


def sign_in(seat: Seat, name: str, password: str) -> None:
    """Type both, by keyboard."""
    card = seat.window.sign_in.enter
    seat.wait(card.isVisible)
    card.name.clear()
    QTest.keyClicks(card.name, name)
    seat.press(card.name, Qt.Key.Key_Return)
    QTest.keyClicks(card.password, password)
    seat.press(card.password, Qt.Key.Key_Return)


def signed_in(seat: Seat, words: str) -> None:
    """Wait until the status bar says so."""
    seat.wait(lambda: words in texts(seat.window.statusBar()))


def activated(seat: Seat) -> None:
    """Activate Passwords by mouse, sign in with CLIP / CLIP, choose a password."""
    dialog = set_passwords(seat)
    assert dialog.activation.text() == "Activate &Passwords"
    seat.click(dialog.activation)
    asking = seat.open(ConfirmDialog)
    assert "CLIP / CLIP" in texts(asking)
    seat.click(asking.yes)
    seat.sees(seat.window, "The first sign-in is CLIP / CLIP")
    sign_in(seat, "CLIP", "CLIP")
    change = seat.window.sign_in.change
    seat.wait(change.isVisible)
    QTest.keyClicks(change.password.first, OWN)
    assert change.save.toolTip() == "Type the same password twice."
    QTest.keyClicks(change.password.again, OWN)
    seat.click(change.save)
    signed_in(seat, "Signed in as CLIP (level 1)")


def test_A13_from_activation_to_somebody_with_two_boxes(seat: Seat, office: Office) -> None:
    activated(seat)
    assert office.rows("SELECT name, level, password FROM users WHERE name = 'CLIP'") == [("CLIP", 1, OWN)]
    dialog = set_passwords(seat)
    seat.click(dialog.add)
    form = seat.open(UserDialog)
    assert form.save.toolTip() == "Type a user name."
    ticked = [one.value for one, box in form.fields.boxes.items() if box.isChecked()]
    assert ticked == ["Process", "Customer List"]
    QTest.keyClicks(form.fields.name, "Pat")
    form.fields.level.setCurrentIndex(2)
    form.fields.employee.setCurrentIndex(1)
    for line in (form.fields.password.first, form.fields.password.again):
        QTest.keyClicks(line, "password1")
    seat.press(form, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    seat.sees(form, "This password is among the first that somebody would guess.")
    for line in (form.fields.password.first, form.fields.password.again):
        line.clear()
        QTest.keyClicks(line, "window-river-77")
    seat.click(form.save)
    seat.wait(lambda: dialog.table.model().rowCount() == 5)
    made = office.rows("SELECT level, password, permissions, employee_id IS NOT NULL FROM users WHERE name = 'Pat'")
    assert made == [(3, "window-river-77", "Process, Customer List", 1)]
    dialog.accept()
    entry(seat, "Sign Out").trigger()
    sign_in(seat, "pat", "window-river-77")
    signed_in(seat, "Signed in as Pat (level 3)")
    barred = entry(seat, "Set Passwords")
    assert not barred.isEnabled()
    assert 'Pat would need the permission "Set Passwords". Ask CLIP or olivia' in barred.toolTip()
    assert entry(seat, "Change My Password").isEnabled()


def test_A13_nothing_works_and_nothing_shows_before_the_sign_in(seat: Seat, office: Office) -> None:
    office.must("users", "activate")
    seat.window.refresh()
    seat.wait(seat.window.sign_in.isVisible)
    assert not seat.window.rail.isVisible()
    assert seat.window.windowTitle() == "Porchlight"
    assert "practice.db" not in texts(seat.window)
    for words in ("Set Passwords", "Customer Portal…", "Refresh"):
        assert (entry(seat, words).isEnabled(), entry(seat, words).toolTip()) == (False, "Sign in first.")
    assert entry(seat, "Exit").isEnabled()
    sign_in(seat, "olivia", "wrong")
    seat.sees(seat.window, "User name or password is not right.")
    first = texts(seat.window.sign_in.banner)
    sign_in(seat, "nobody", "wrong")
    seat.wait(lambda: seat.window.sign_in.enter.password.text() == "" and seat.window.sign_in.banner.isVisible())
    assert texts(seat.window.sign_in.banner) == first


def test_A13_who_is_removed_or_demoted_has_lost_his_rights_at_once(seat: Seat, office: Office) -> None:
    activated(seat)
    office.change("UPDATE users SET level = 2, permissions = 'Set Passwords' WHERE name = 'CLIP'")
    dialog = set_passwords(seat)
    dialog.table.selectRow(1)
    assert dialog.picked is not None
    assert dialog.picked.name == "olivia"
    seat.click(dialog.remove)
    seat.click(seat.open(ConfirmDialog).yes)
    seat.sees(dialog, "who alone may add, change or remove level-1 users")
    office.change("DELETE FROM users WHERE name = 'CLIP'")
    dialog.look()
    seat.sees(seat.window, "CLIP was removed meanwhile, or has another password now.")
    seat.wait(lambda: not seat.window.findChildren(SetPasswordsDialog))
    assert office.rows("SELECT count(*) FROM users WHERE name = 'olivia'") == [(1,)]


def test_A13_the_own_password_and_the_last_level_1_user(seat: Seat, office: Office) -> None:
    office.change("DELETE FROM users")
    activated(seat)
    entry(seat, "Change My Password").trigger()
    own = seat.open(OwnPasswordDialog)
    for line in (own.password.first, own.password.again):
        QTest.keyClicks(line, "quiet-lamp-maple-otter")
    seat.click(own.save)
    seat.wait(lambda: not seat.window.findChildren(OwnPasswordDialog))
    assert office.rows("SELECT password FROM users") == [("quiet-lamp-maple-otter",)]
    dialog = set_passwords(seat)
    dialog.table.selectRow(0)
    seat.click(dialog.edit)
    form = seat.open(UserDialog)
    form.fields.level.setCurrentIndex(1)
    seat.click(form.save)
    seat.sees(form, "CLIP is the last level-1 user who can sign in.")
    form.reject()
    seat.click(dialog.remove)
    seat.click(seat.open(ConfirmDialog).yes)
    seat.sees(dialog, "CLIP is the last level-1 user who can sign in.")
    assert office.rows("SELECT name, level FROM users") == [("CLIP", 1)]
    seat.click(dialog.activation)
    seat.click(seat.open(ConfirmDialog).yes)
    seat.wait(lambda: dialog.activation.text() == "Activate &Passwords")
    signed_in(seat, "")
    assert not office.must("users", "list")["activated"]
