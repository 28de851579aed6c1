"""The main window: menus, the rail, the pages."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QCloseEvent, QDesktopServices, QKeySequence, QPaintEvent, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QMainWindow, QStackedWidget, QWidget

from agent.domain.errors import AgentError, Cancelled
from agent.domain.first_steps import Step
from agent.gui import menus
from agent.gui.about import AboutDialog
from agent.gui.bridge import Bridge
from agent.gui.buttons import allow
from agent.gui.dialogs.backup import BackupDialog
from agent.gui.dialogs.confirming import lets_go
from agent.gui.dialogs.earlier import EarlierDialog
from agent.gui.dialogs.email_settings import EmailSettingsDialog
from agent.gui.dialogs.own_password import OwnPasswordDialog
from agent.gui.dialogs.portals import PortalsDialog
from agent.gui.dialogs.process import ProcessDialog
from agent.gui.dialogs.restore import RestoreDialog
from agent.gui.dialogs.self_check import SelfCheckDialog
from agent.gui.dialogs.users import SetPasswordsDialog
from agent.gui.gate import Gate
from agent.gui.home_feed import HomeFeed
from agent.gui.language import say
from agent.gui.pages.activity import ActivityPage
from agent.gui.pages.customers import CustomersPage
from agent.gui.pages.home import HomePage
from agent.gui.pages.page import Page
from agent.gui.pages.replace import ReplacePage
from agent.gui.pages.sign_in import SignInPage
from agent.gui.presenters.home import Home, opening
from agent.gui.presenters.replace_form import Mode
from agent.gui.presenters.rights import Standing
from agent.gui.rail import Rail, Way
from agent.gui.rights import Rights
from agent.gui.theme import Theme
from agent.gui.translation import Translation
from agent.gui.wizard.dialog import SetUpDialog

SIZE = (1040, 700)
SMALLEST = (760, 480)
HOME, CUSTOMERS, PORTAL, REPLACE, ACTIVITY = "home", "customers", "portal", "replace", "activity"


class MainWindow(QMainWindow):
    """`folder` is the agent's own; `home_words` are what a typed command needs to find it."""

    drawn = Signal()
    """The first picture is there."""
    over = Signal()
    """It is closed for good."""

    def __init__(
        self,
        bridge: Bridge,
        theme: Theme,
        folder: Path,
        home_words: str = "",
        translation: Translation | None = None,
    ) -> None:
        super().__init__()
        self._bridge = bridge
        self._theme = theme
        self._folder = folder
        self._closing = False
        self._quitting = False
        self.stays = False
        """Whether it only hides when it is closed, because there is a tray to bring it back."""
        self._drawn = False
        self._first = False
        self._trouble = ""
        self._dialog: QDialog | None = None
        self.setWindowTitle("Porchlight")
        self.resize(*SIZE)
        self.setMinimumSize(*SMALLEST)
        self.rail = Rail(theme, _ways())
        self.home = HomePage(theme)
        self.customers = CustomersPage(bridge)
        self.activity = ActivityPage(bridge, theme)
        self.replace_page = ReplacePage(bridge, theme)
        self.pages: dict[str, Page] = {
            HOME: self.home,
            CUSTOMERS: self.customers,
            REPLACE: self.replace_page,
            ACTIVITY: self.activity,
        }
        self.feed = HomeFeed(bridge, home_words, self)
        self.gate = Gate(bridge, self)
        self.sign_in = SignInPage(bridge)
        self._whole = QStackedWidget()
        self._stack = QStackedWidget()
        self._place = QLabel()
        self._place.setAccessibleName(say("Practice database"))
        self.statusBar().addWidget(self._place)
        self._who = QLabel()
        self._who.setAccessibleName(say("Signed in"))
        self.statusBar().addPermanentWidget(self._who)
        self.statusBar().setSizeGripEnabled(False)
        self._build()
        self.menus = menus.build(self, theme, translation)
        self._rights = Rights(self.menuBar(), self.rail)
        self._keys()
        self.rail.chosen.connect(self.go)
        self.home.process.connect(self.open_process)
        self.home.set_up.connect(self.open_set_up)
        self.home.wanted.connect(self.feed.refresh)
        self.home.activity.connect(lambda: self.go(ACTIVITY))
        self.home.make_unique.connect(self.make_unique)
        self.home.undo.connect(self.look_back)
        self.activity.undo.connect(self.look_back)
        self.replace_page.opens.connect(self.open_dialog)
        self.feed.shown.connect(self._show_home)
        self.feed.trouble.connect(self.home.banner.tell)
        bridge.idle.connect(self._idle)
        self.drawn.connect(self._ask_what_was_cut_short, Qt.ConnectionType.QueuedConnection)
        self.gate.changed.connect(self._stand)
        self.sign_in.entered.connect(self.gate.take)
        self.rail.mark(HOME)
        self._show_home(opening(say))
        self._stand(self.gate.standing)

    @property
    def page(self) -> Page:
        """The page that is shown."""
        return next(one for one in self.pages.values() if one is self._stack.currentWidget())

    def go(self, key: str) -> None:
        """Where an icon of the rail leads: to a page, or to the window behind Customer Portal."""
        if key == PORTAL:
            self.open_process()
        elif self.pages[key] is self.page or self._may_leave():
            self._stack.setCurrentWidget(self.pages[key])
            self.rail.mark(key)
            self.pages[key].arrive()

    def refresh(self) -> None:
        """F5: whatever is shown is asked anew."""
        self.gate.ask()
        if not self.gate.standing.shut:
            self.page.refresh()

    def open_process(self, portal: str = "") -> None:
        """The window behind the Customer Portal icon; `portal` is picked to begin with."""
        if self._dialog is not None or not self.rail.buttons[PORTAL].isEnabled():
            return
        self.open_dialog(self._process(self, portal))

    def open_set_up(self, step: str = "") -> None:
        """The set-up, at a step or where it was left."""
        dialog = SetUpDialog(self._bridge, self._theme, self, Step(step) if step else None)
        dialog.process.connect(lambda: self._above(dialog, self._process(dialog)))
        dialog.set_passwords.connect(lambda: self._above(dialog, SetPasswordsDialog(self._bridge, dialog)))
        self.open_dialog(dialog)

    def open_portals(self) -> None:
        """The portals that this computer is paired with."""
        self.open_dialog(PortalsDialog(self._bridge, self))

    def begin(self) -> None:
        """The very first thing: look at everything. Where nothing is set up yet, the set-up opens by itself."""
        self._first = True
        self.feed.refresh()

    def open_replacement(self, mode: Mode) -> None:
        """Files > Global Replacement: the page, for Replace Information or for Adjust Prices."""
        self.replace_page.turn(mode)
        self.go(REPLACE)

    def open_email_settings(self) -> None:
        """System > Email Settings."""
        self.open_dialog(EmailSettingsDialog(self._bridge, self))

    def open_backup(self) -> None:
        """Files > Backup."""
        self.open_dialog(BackupDialog(self._bridge, self._theme, self, Path.home()))

    def open_restore(self) -> None:
        """Files > Restore."""
        self.open_dialog(RestoreDialog(self._bridge, self._theme, self))

    def open_self_check(self) -> None:
        """Help > Self-check."""
        dialog = SelfCheckDialog(self._bridge, self._theme, self)
        self.open_dialog(dialog)
        dialog.begin()

    def make_unique(self) -> None:
        """Replace Information, with the passwords chosen and a different one for each."""
        self.replace_page.offer_unique()
        self.open_replacement("replace")

    def look_back(self, replacement: int) -> None:
        """The earlier replacements, this one picked."""
        self.open_dialog(EarlierDialog(self._bridge, self._theme, self, replacement))

    def open_dialog(self, dialog: QDialog) -> None:
        """Show a window above this one, the only one at a time; afterwards everything is asked anew."""
        if self._dialog is not None:
            dialog.deleteLater()
            return
        dialog.finished.connect(self._dialog_over)
        self._dialog = dialog
        dialog.open()

    def open_users(self) -> None:
        """System > Passwords > Set Passwords."""
        self.open_dialog(SetPasswordsDialog(self._bridge, self))

    def open_own_password(self) -> None:
        """System > Passwords > Change My Password."""
        self.open_dialog(OwnPasswordDialog(self._bridge, self, self.gate.standing.level))

    def sign_out(self) -> None:
        """System > Sign Out."""
        if self._bridge.changing is not None:
            self.statusBar().showMessage(say("Sign out when the work that goes on is done."))
        elif self._may_leave():
            self.gate.leave()

    def open_folder(self) -> None:
        """The agent's own folder, in the computer's own program for folders."""
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder)))

    def open_about(self) -> None:
        """What this program is."""
        AboutDialog(self._bridge, self, self._folder).open()

    def to_front(self) -> None:
        """Show it above all other windows."""
        self.showNormal() if self.isMinimized() else self.show()
        self.raise_()
        self.activateWindow()

    def quit(self) -> None:
        """Close it for good, tray or not."""
        self._quitting = True
        self.close()

    def tell(self, error: AgentError) -> None:
        """Something went wrong that no other place could show."""
        self.page.banner.tell(error)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt asks."""
        super().paintEvent(event)
        if not self._drawn:
            self._drawn = True
            self.drawn.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Qt asks. While something is being changed it is asked to stop, and the window goes when it has."""
        if self.stays and not self._quitting:
            event.ignore()
            self.hide()
            return
        progress = self._bridge.changing
        if progress is None:
            if self._closing or self._may_leave():
                event.accept()
                self.over.emit()
            else:
                self._quitting = False
                event.ignore()
            return
        self._closing = True
        progress.cancel()
        self.statusBar().showMessage(say("Stopping at the next good place, then closing."))
        event.ignore()

    def _process(self, parent: QWidget, portal: str = "") -> ProcessDialog:
        dialog = ProcessDialog(self._bridge, self._theme, parent, portal)
        dialog.working.connect(self.feed.note_working)
        return dialog

    def _above(self, set_up: SetUpDialog, dialog: QDialog) -> None:
        """A window above the set-up, which then shows what came of it."""
        dialog.finished.connect(set_up.look)
        dialog.finished.connect(self.gate.ask)
        dialog.open()

    def _ask_what_was_cut_short(self) -> None:
        """A restore that a power cut ended: which of the two the practice database holds is said at once."""
        self._bridge.read(self, lambda work: work.backups.settle(), self._tell_what_was_cut_short, lambda _: None)

    def _tell_what_was_cut_short(self, sentences: list[str]) -> None:
        for sentence in sentences:
            self.tell(Cancelled(say("Something was cut short the last time"), detail=sentence))

    def _may_leave(self) -> bool:
        """Whether nothing that was typed would be lost, or the person lets it go."""
        question = self.page.obstacle_to_leaving()
        if not question:
            return True
        self.show()
        return lets_go(self, question)

    def _stand(self, standing: Standing) -> None:
        """Somebody sat down at the desk, or left it. Nothing but the sign-in is to be seen while nobody is there."""
        was_shut = self._whole.currentWidget() is self.sign_in
        self._who.setText(standing.told(say))
        self.menus.sign_out.setVisible(bool(standing.user))
        self.menus.own_password.setVisible(bool(standing.user))
        if standing.shut:
            if self._dialog is not None and self._bridge.changing is None:
                self._dialog.done(QDialog.DialogCode.Rejected)
            self.setWindowTitle("Porchlight")
            self._place.setText("")
            self.sign_in.show_standing(standing, afresh=not was_shut)
            self._whole.setCurrentWidget(self.sign_in)
        elif was_shut:
            self._whole.setCurrentIndex(0)
            self.go(HOME)
        self._rights.mark(standing)
        self.home.may_replace(standing.obstacle(say, "Replace Information"))
        self._show_home(self._home)

    def _idle(self) -> None:
        if self._closing:
            if self._dialog is not None:
                self._dialog.done(QDialog.DialogCode.Rejected)
            self.close()

    def _dialog_over(self) -> None:
        self._dialog = None
        self.activateWindow()
        self.gate.ask()
        self.feed.refresh()
        if self.page is not self.home:
            self.page.refresh()

    def _show_home(self, home: Home) -> None:
        self._home = home
        standing = self.gate.standing
        if not standing.shut:
            self.setWindowTitle(home.window)
            self._place.setText(home.place)
        home = replace(home, obstacle=standing.obstacle(say, say("Customer Portal")) or home.obstacle)
        allow(self.rail.buttons[PORTAL], home.obstacle)
        self.menus.process.setEnabled(not home.obstacle)
        self.menus.process.setToolTip(home.obstacle)
        self.home.show_home(home)
        trouble = str(home.trouble or "")
        if home.trouble is not None and trouble != self._trouble:
            self.home.banner.tell(home.trouble)
        elif self._trouble and not trouble:
            self.home.banner.dismiss()
        self._trouble = trouble
        if self._first and home.place:
            self._first = False
            if home.fresh:
                self.open_set_up()

    def _build(self) -> None:
        for page in self.pages.values():
            self._stack.addWidget(page)
        inside = QWidget()
        body = QHBoxLayout(inside)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(0)
        body.addWidget(self.rail)
        body.addWidget(self._stack, stretch=1)
        self._whole.addWidget(inside)
        self._whole.addWidget(self.sign_in)
        self.setCentralWidget(self._whole)
        inside.setFocus()

    def _keys(self) -> None:
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self._act)
        QShortcut(QKeySequence("Ctrl+F"), self, self._seek)

    def _act(self) -> None:
        if not self.gate.standing.shut:
            self.page.act()

    def _seek(self) -> None:
        if not self.gate.standing.shut:
            self.page.seek()


def _ways() -> tuple[Way, ...]:
    return (
        Way(HOME, say("&Home"), "home"),
        Way(CUSTOMERS, say("Customer &List"), "customers"),
        Way(PORTAL, say("&Customer Portal"), "portal", opens=True),
        Way(REPLACE, say("&Global\nReplacement"), "replace"),
        Way(ACTIVITY, say("Acti&vity"), "activity"),
    )
