"""Signing in, Set Passwords and the form of a user, in every state."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtWidgets import QWidget

from agent.domain.permissions import Permission
from agent.domain.sign_in import too_many, wrong
from agent.domain.user_form import UserForm
from agent.domain.users import Employee, User
from agent.gui.bridge import Bridge
from agent.gui.dialogs.confirming import ConfirmDialog
from agent.gui.dialogs.own_password import OwnPasswordDialog
from agent.gui.dialogs.user import UserDialog
from agent.gui.dialogs.users import SetPasswordsDialog
from agent.gui.presenters.rights import Standing
from agent.gui.presenters.users import UserList
from agent.gui.window.main_window import MainWindow
from agent.jobs.progress import PolledProgress
from tests.window.screens.settled import rest, settle

DANA = User("2", "Dana", 1, "maple-otter-quiet-lamp", "2", "dana@greenvalley.example")
PAT = User("3", "Pat", 3, "window-river-77", "3", "", "Process, Customer List, Edit Customers, jobs")
USERS = (DANA, PAT, User("4", "Sofia", 2, "x", "", "sofia@greenvalley.example", "jobs, reports"))
EMPLOYEES = (Employee("2", "Dana Grant"), Employee("3", "Pat Bell"))
SHUT = Standing(activated=True)
FIRST = Standing(activated=True, first_sign_in=True)
CLIP = Standing(activated=True, user="CLIP", change_first=True)
AS_DANA = Standing(activated=True, user="Dana", ask=("Dana",))
AS_PAT = Standing(True, "Pat", 3, frozenset((Permission.CUSTOMER_LIST, Permission.EDIT_CUSTOMERS)), ("Dana", "Olivia"))


class StillUsers:
    """Users who stay: `presenters.users.UsersWork` without anything behind it."""

    def standing(self) -> Standing:
        """Nobody has to sign in."""
        return Standing()

    def sign_in(self, name: str, password: str) -> Standing:
        """Always right."""
        return AS_DANA

    def sign_out(self) -> Standing:
        """Out."""
        return SHUT

    def change_password(self, password: str) -> Standing:
        """Changed."""
        return AS_DANA

    def look(self) -> UserList:
        """Three."""
        return UserList(USERS, EMPLOYEES, True)

    def save(self, seen: User | None, typed: UserForm, progress: PolledProgress) -> None:
        """Nothing moves."""

    def remove(self, seen: User, progress: PolledProgress) -> None:
        """Nothing moves."""

    def activate(self, progress: PolledProgress) -> None:
        """Nothing moves."""

    def deactivate(self, progress: PolledProgress) -> None:
        """Nothing moves."""


def screens(bridge: Bridge, window: MainWindow) -> Iterator[tuple[str, QWidget]]:
    """The sign-in over the main window, then the dialogs."""
    yield from _sign_in(window)
    window.gate.take(AS_PAT)
    rest()
    yield "home-without-rights", window
    window.gate.take(Standing())
    yield from _set_passwords(bridge, window)
    own = OwnPasswordDialog(bridge, window, 2)
    own.show()
    own.password.first.setText("short")
    rest()
    yield "own-password", own
    own.close()


def _sign_in(window: MainWindow) -> Iterator[tuple[str, QWidget]]:
    window.gate.take(FIRST)
    rest()
    yield "sign-in-first", window
    window.gate.take(SHUT)
    window.sign_in.enter.name.setText("dana")
    window.sign_in.enter.password.setText("otter")
    rest()
    yield "sign-in", window
    window.sign_in.banner.tell(wrong())
    rest()
    yield "sign-in-wrong", window
    window.sign_in.banner.tell(too_many(60))
    rest()
    yield "sign-in-too-often", window
    window.sign_in.banner.dismiss()
    window.gate.take(CLIP)
    window.sign_in.change.password.first.setText("maple-otter-quiet-lamp")
    rest()
    yield "sign-in-change-first", window


def _set_passwords(bridge: Bridge, window: MainWindow) -> Iterator[tuple[str, QWidget]]:
    dialog = SetPasswordsDialog(bridge, window)
    dialog.show()
    settle(dialog, "Deactivate &Passwords")
    yield "set-passwords", dialog
    dialog.table.selectRow(1)
    rest()
    yield "set-passwords-picked", dialog
    asking = ConfirmDialog(dialog, "Set Passwords", "Remove Pat?", "The user can't sign in any more.", "&Remove")
    asking.show()
    rest()
    yield "user-remove", asking
    asking.close()
    new = UserDialog(bridge, dialog, EMPLOYEES, None)
    new.show()
    rest()
    yield "user-new", new
    new.banner.tell(wrong())
    new.fields.level.setCurrentIndex(0)
    rest()
    yield "user-level-1", new
    new.close()
    edit = UserDialog(bridge, dialog, EMPLOYEES, PAT)
    edit.show()
    rest()
    yield "user-edit", edit
    edit.close()
    dialog.close()
