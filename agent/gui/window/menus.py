"""The menu bar, as the article names it: Files, System, Help."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QStatusBar

from agent.gui.dialogs.opening import Dialogs
from agent.gui.language import say
from agent.gui.looks.theme import Appearance, Theme
from agent.gui.presenters.replace_form import Mode
from agent.gui.translation import NAMES, Choice, Translation


@dataclass(frozen=True)
class Menus:
    """The entries that can't always be used."""

    process: QAction
    tray: QAction
    """Whether the window goes on in the tray when it is closed; `agent.gui.window.tray` lets it be used."""
    sign_out: QAction
    own_password: QAction


class MenuWindow(Protocol):
    """What the entries do that open no window of their own."""

    @property
    def dialogs(self) -> Dialogs:
        """What the others open."""

    def menuBar(self) -> QMenuBar:
        """Qt's own."""

    def statusBar(self) -> QStatusBar:
        """Qt's own."""

    def open_process(self) -> None:
        """Files > Customer Portal."""

    def open_replacement(self, mode: Mode) -> None:
        """Files > Global Replacement."""

    def open_own_password(self) -> None:
        """System > Passwords > Change My Password."""

    def refresh(self) -> None:
        """Files > Refresh."""

    def quit(self) -> None:
        """Files > Exit."""

    def sign_out(self) -> None:
        """System > Sign Out."""


def build(window: MenuWindow, theme: Theme, translation: Translation | None = None) -> Menus:
    """Fill the menu bar of the main window."""
    files = window.menuBar().addMenu(say("&Files"))
    files.setToolTipsVisible(True)
    process = _entry(files, say("Customer &Portal…"), window.open_process)
    replacement = files.addMenu(say("&Global Replacement"))
    _entry(replacement, say("&Replace Information"), lambda: window.open_replacement("replace"))
    _entry(replacement, say("&Adjust Prices"), lambda: window.open_replacement("adjust"))
    _entry(files, say("&Backup…"), window.dialogs.backup)
    _entry(files, say("Re&store…"), window.dialogs.restore)
    files.addSeparator()
    _entry(files, say("&Refresh"), window.refresh, "F5")
    _entry(files, say("E&xit"), window.quit, "Ctrl+Q")
    system = window.menuBar().addMenu(say("&System"))
    system.setToolTipsVisible(True)
    _entry(system, say("P&ortals…"), window.dialogs.portals)
    _entry(system, say("Scheduled &Uploads…"), window.dialogs.schedule)
    system.addSeparator()
    _entry(system, say("&Email Settings…"), window.dialogs.email_settings)
    _entry(system, say("&What Leaves the Office…"), window.dialogs.what_leaves)
    passwords = system.addMenu(say("&Passwords"))
    passwords.setToolTipsVisible(True)
    _entry(passwords, say("&Set Passwords"), window.dialogs.users)
    own_password = _entry(passwords, say("&Change My Password"), window.open_own_password)
    sign_out = _entry(system, say("Sign &Out"), window.sign_out)
    system.addSeparator()
    _appearances(system.addMenu(say("&Appearance")), theme)
    if translation is not None:
        _languages(system.addMenu(say("&Language")), translation, window)
    tray = QAction(say("Keep running in the &tray"), system)
    tray.setCheckable(True)
    tray.setEnabled(False)
    tray.setToolTip(say("This desktop shows no tray."))
    system.addAction(tray)
    about = window.menuBar().addMenu(say("Hel&p"))
    _entry(about, say("&Set-up…"), window.dialogs.set_up)
    _entry(about, say("&Self-check"), window.dialogs.self_check)
    _entry(about, say("&Folder of the agent"), window.dialogs.folder)
    _entry(about, say("&About Porchlight"), window.dialogs.about)
    return Menus(process, tray, sign_out, own_password)


def _entry(menu: QMenu, text: str, does: Callable[[], object], keys: str = "") -> QAction:
    made = QAction(text, menu)
    made.triggered.connect(lambda _checked: does())
    if keys:
        made.setShortcut(QKeySequence(keys))
    menu.addAction(made)
    return made


def _appearances(menu: QMenu, theme: Theme) -> None:
    group = QActionGroup(menu)
    choices: dict[Appearance, str] = {
        "system": say("As this &computer"),
        "light": say("&Light"),
        "dark": say("&Dark"),
    }
    for appearance, text in choices.items():
        entry = QAction(text, group)
        entry.setCheckable(True)
        entry.setChecked(appearance == theme.appearance)
        entry.triggered.connect(lambda _checked=False, chosen=appearance: theme.choose(chosen))
        menu.addAction(entry)


def _languages(menu: QMenu, translation: Translation, window: MenuWindow) -> None:
    group = QActionGroup(menu)
    menu.setToolTipsVisible(True)
    choices: dict[Choice, str] = {"system": say("As this &computer"), **NAMES}
    later = say("The language changes at the next start.")

    def choose(chosen: Choice) -> None:
        translation.choose(chosen)
        window.statusBar().showMessage(later)

    for language, text in choices.items():
        entry = QAction(text, group)
        entry.setCheckable(True)
        entry.setChecked(language == translation.choice)
        entry.setToolTip(later)
        entry.triggered.connect(lambda _checked=False, chosen=language: choose(chosen))
        menu.addAction(entry)
