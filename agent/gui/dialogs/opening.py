"""The windows above the main window: how each is opened, and that there is only one at a time."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QWidget

from agent.domain.first_steps import Step
from agent.gui.about import AboutDialog
from agent.gui.bridge import Bridge
from agent.gui.dialogs.backup import BackupDialog
from agent.gui.dialogs.earlier import EarlierDialog
from agent.gui.dialogs.email_settings import EmailSettingsDialog
from agent.gui.dialogs.leaving import WhatLeavesDialog
from agent.gui.dialogs.own_password import OwnPasswordDialog
from agent.gui.dialogs.portals import PortalsDialog
from agent.gui.dialogs.process import ProcessDialog
from agent.gui.dialogs.restore import RestoreDialog
from agent.gui.dialogs.scheduled import ScheduledDialog
from agent.gui.dialogs.self_check import SelfCheckDialog
from agent.gui.dialogs.users import SetPasswordsDialog
from agent.gui.looks.theme import Theme
from agent.gui.wizard.dialog import SetUpDialog


class Dialogs(QObject):
    """Of one main window. Where one is open already, opening another does nothing."""

    working = Signal(bool)
    """Whether a Process goes on."""
    changed = Signal()
    """A window above the set-up was closed: who sits here may be another now."""
    closed = Signal()
    """Nothing is above the main window any more; anything may have changed."""

    def __init__(self, bridge: Bridge, theme: Theme, window: QWidget, folder: Path) -> None:
        super().__init__(window)
        self._bridge = bridge
        self._theme = theme
        self._window = window
        self._folder = folder
        self._shown: QDialog | None = None

    def show(self, dialog: QDialog) -> None:
        """Show a window above the main one."""
        if self._shown is not None:
            dialog.deleteLater()
            return
        dialog.finished.connect(self._over)
        self._shown = dialog
        dialog.open()

    def close(self) -> None:
        """Take away what is shown, whatever is typed there."""
        if self._shown is not None:
            self._shown.done(QDialog.DialogCode.Rejected)

    def process(self, portal: str = "") -> None:
        """The window behind the Customer Portal icon; `portal` is picked to begin with."""
        self.show(self._process(self._window, portal))

    def set_up(self, step: str = "") -> None:
        """The set-up, at a step or where it was left."""
        dialog = SetUpDialog(self._bridge, self._theme, self._window, Step(step) if step else None)
        dialog.process.connect(lambda: self._above(dialog, self._process(dialog)))
        dialog.set_passwords.connect(lambda: self._above(dialog, SetPasswordsDialog(self._bridge, dialog)))
        self.show(dialog)

    def backup(self) -> None:
        """Files > Backup."""
        self.show(BackupDialog(self._bridge, self._theme, self._window, Path.home()))

    def restore(self) -> None:
        """Files > Restore."""
        self.show(RestoreDialog(self._bridge, self._theme, self._window))

    def earlier(self, replacement: int) -> None:
        """The earlier replacements, this one picked."""
        self.show(EarlierDialog(self._bridge, self._theme, self._window, replacement))

    def portals(self) -> None:
        """System > Portals."""
        self.show(PortalsDialog(self._bridge, self._window))

    def email_settings(self) -> None:
        """System > Email Settings."""
        self.show(EmailSettingsDialog(self._bridge, self._window))

    def what_leaves(self) -> None:
        """System > What Leaves the Office."""
        self.show(WhatLeavesDialog(self._bridge, self._window))

    def schedule(self) -> None:
        """System > Scheduled Uploads."""
        self.show(ScheduledDialog(self._bridge, self._window))

    def users(self) -> None:
        """System > Passwords > Set Passwords."""
        self.show(SetPasswordsDialog(self._bridge, self._window))

    def own_password(self, level: int) -> None:
        """System > Passwords > Change My Password, for a user of this level."""
        self.show(OwnPasswordDialog(self._bridge, self._window, level))

    def self_check(self) -> None:
        """Help > Self-check."""
        dialog = SelfCheckDialog(self._bridge, self._theme, self._window)
        self.show(dialog)
        dialog.begin()

    def folder(self) -> None:
        """Help > Folder of the agent, in the computer's own program for folders."""
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder)))

    def about(self) -> None:
        """Help > About Porchlight."""
        AboutDialog(self._bridge, self._window, self._folder).open()

    def _process(self, parent: QWidget, portal: str = "") -> ProcessDialog:
        dialog = ProcessDialog(self._bridge, self._theme, parent, portal)
        dialog.working.connect(self.working)
        return dialog

    def _above(self, set_up: SetUpDialog, dialog: QDialog) -> None:
        """A window above the set-up, which then shows what came of it."""
        dialog.finished.connect(set_up.look)
        dialog.finished.connect(self.changed)
        dialog.open()

    def _over(self) -> None:
        self._shown = None
        self.closed.emit()
