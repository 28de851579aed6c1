"""The icon in the tray, on desktops that have one; the window does not need it (feature A16)."""

from __future__ import annotations

from PySide6.QtCore import QObject, QSettings
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from agent.gui.language import say
from agent.gui.looks.icons import icon
from agent.gui.looks.theme import Theme
from agent.gui.presenters.home import Home
from agent.gui.presenters.tray import Notice, Notifier, RequestNotifier, tooltip, worst
from agent.gui.window.main_window import MainWindow
from agent.gui.window.places import PORTAL

KEY = "tray"
SHOWN_MS = 10_000


class Tray(QObject):
    """Lives as long as the window; `System > Keep running in the tray` is kept in `settings`."""

    def __init__(self, window: MainWindow, theme: Theme, settings: QSettings) -> None:
        super().__init__(window)
        self._window = window
        self._theme = theme
        self._settings = settings
        self._notifier = Notifier()
        self._requests = RequestNotifier()
        self.icon = QSystemTrayIcon(self)
        self.icon.setToolTip("Porchlight")
        self.icon.setIcon(icon("working", theme.tokens.accent))
        self.icon.activated.connect(self._activated)
        self.icon.messageClicked.connect(window.to_front)
        self._menu = QMenu(window)
        self._menu.addAction(say("&Open")).triggered.connect(window.to_front)
        self.process = self._menu.addAction(say("&Process…"))
        self.process.triggered.connect(self._open_process)
        self._menu.addSeparator()
        self._menu.addAction(say("&Quit")).triggered.connect(window.quit)
        self.icon.setContextMenu(self._menu)
        keep = window.menus.tray
        keep.setEnabled(True)
        keep.setToolTip("")
        keep.toggled.connect(self._keep)
        keep.setChecked(settings.value(KEY) == "yes")
        window.feed.shown.connect(self.show_home)

    def show(self) -> None:
        """Show the icon."""
        self.icon.show()

    def show_home(self, home: Home) -> None:
        """The state as shape and words; a message where somebody has to do something and does not look."""
        status = worst([one for one in home.statuses if one.portal])
        self.icon.setToolTip(tooltip(say, status, home.next.line))
        if status is not None:
            self.icon.setIcon(icon(status.icon, self._theme.tokens.tones[status.tone][0]))
        self.process.setEnabled(not home.obstacle)
        for notice in self._notifier.look(home.statuses):
            self._speak(notice, QSystemTrayIcon.MessageIcon.Warning)
        if home.place and (asked := self._requests.look(say, home.requests)) is not None:
            self._speak(asked, QSystemTrayIcon.MessageIcon.Information)

    def _speak(self, notice: Notice, kind: QSystemTrayIcon.MessageIcon) -> None:
        """To somebody who does not look at the window."""
        if not self._window.isActiveWindow():
            self.icon.showMessage(notice.title, notice.sentence, kind, SHOWN_MS)

    def _keep(self, kept: bool) -> None:
        self._window.stays = kept
        self._settings.setValue(KEY, "yes" if kept else "no")

    def _activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason == QSystemTrayIcon.ActivationReason.Trigger:
            self._window.to_front()

    def _open_process(self) -> None:
        self._window.to_front()
        self._window.go(PORTAL)
