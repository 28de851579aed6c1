"""The main window: menus, the rail, Home."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QAction, QActionGroup, QCloseEvent, QDesktopServices, QKeySequence, QPaintEvent, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QMainWindow, QMenu, QWidget

from agent.domain.errors import AgentError
from agent.gui.about import AboutDialog
from agent.gui.bridge import Bridge
from agent.gui.buttons import allow
from agent.gui.dialogs.process import ProcessDialog
from agent.gui.home_feed import HomeFeed
from agent.gui.language import say
from agent.gui.pages.home import HomePage
from agent.gui.presenters.home import Home, opening
from agent.gui.rail import Rail
from agent.gui.theme import Appearance, Theme

SIZE = (1040, 700)
SMALLEST = (760, 480)


class MainWindow(QMainWindow):
    """`folder` is the agent's own; `home_words` are what a typed command needs to find it."""

    drawn = Signal()
    """The first picture is there."""

    def __init__(self, bridge: Bridge, theme: Theme, folder: Path, home_words: str = "") -> None:
        super().__init__()
        self._bridge = bridge
        self._theme = theme
        self._folder = folder
        self._closing = False
        self._drawn = False
        self._trouble = ""
        self._dialog: QDialog | None = None
        self.setWindowTitle("Porchlight")
        self.resize(*SIZE)
        self.setMinimumSize(*SMALLEST)
        self.rail = Rail(theme)
        self.home = HomePage(theme)
        self.feed = HomeFeed(bridge, home_words, self)
        self._place = QLabel()
        self._place.setAccessibleName(say("Practice database"))
        self.statusBar().addWidget(self._place)
        self.statusBar().setSizeGripEnabled(False)
        self._build()
        self.rail.home.connect(self.feed.refresh)
        self.rail.portal.connect(self.open_process)
        self.home.process.connect(self.open_process)
        self.feed.shown.connect(self._show_home)
        self.feed.trouble.connect(self.home.banner.tell)
        bridge.idle.connect(self._idle)
        self._show_home(opening(say))

    def open_process(self, portal: str = "") -> None:
        """The window behind the Customer Portal icon; `portal` is picked to begin with."""
        if self._dialog is not None or not self.rail.portal_button.isEnabled():
            return
        dialog = ProcessDialog(self._bridge, self._theme, self, portal)
        dialog.failed.connect(self.feed.note_failure)
        dialog.published.connect(self.feed.note_published)
        dialog.working.connect(self.feed.note_working)
        dialog.finished.connect(self._dialog_over)
        self._dialog = dialog
        dialog.open()

    def tell(self, error: AgentError) -> None:
        """Something went wrong that no other place could show."""
        self.home.banner.tell(error)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt asks."""
        super().paintEvent(event)
        if not self._drawn:
            self._drawn = True
            self.drawn.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Qt asks. While something is being changed it is asked to stop, and the window goes when it has."""
        progress = self._bridge.changing
        if progress is None:
            event.accept()
            return
        self._closing = True
        progress.cancel()
        self.statusBar().showMessage(say("Stopping at the next good place, then closing."))
        event.ignore()

    def _idle(self) -> None:
        if self._closing:
            if self._dialog is not None:
                self._dialog.done(QDialog.DialogCode.Rejected)
            self.close()

    def _dialog_over(self) -> None:
        self._dialog = None
        self.activateWindow()
        self.feed.refresh()

    def _show_home(self, home: Home) -> None:
        self.setWindowTitle(home.window)
        self._place.setText(home.place)
        allow(self.rail.portal_button, home.obstacle)
        self._process.setEnabled(not home.obstacle)
        self._process.setToolTip(home.obstacle)
        self.home.show_home(home)
        trouble = str(home.trouble or "")
        if home.trouble is not None and trouble != self._trouble:
            self.home.banner.tell(home.trouble)
        elif self._trouble and not trouble:
            self.home.banner.dismiss()
        self._trouble = trouble

    def _build(self) -> None:
        inside = QWidget()
        body = QHBoxLayout(inside)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(0)
        body.addWidget(self.rail)
        body.addWidget(self.home, stretch=1)
        self.setCentralWidget(inside)
        inside.setFocus()
        files = self.menuBar().addMenu(say("&Files"))
        files.setToolTipsVisible(True)
        self._process = self._entry(files, say("Customer &Portal…"), self.open_process)
        refresh = self._entry(files, say("&Refresh"), self.feed.refresh)
        refresh.setShortcut(QKeySequence("F5"))
        files.addSeparator()
        self._entry(files, say("E&xit"), self.close).setShortcut(QKeySequence("Ctrl+Q"))
        self._appearances(self.menuBar().addMenu(say("&System")).addMenu(say("&Appearance")))
        about = self.menuBar().addMenu(say("He&lp"))
        self._entry(about, say("&Folder of the agent"), self._open_folder)
        self._entry(about, say("&About Porchlight"), self._about)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self.open_process)

    def _entry(self, menu: QMenu, text: str, does: Callable[[], object]) -> QAction:
        made = QAction(text, self)
        made.triggered.connect(lambda _checked: does())
        menu.addAction(made)
        return made

    def _appearances(self, menu: QMenu) -> None:
        group = QActionGroup(self)
        choices: dict[Appearance, str] = {
            "system": say("As this &computer"),
            "light": say("&Light"),
            "dark": say("&Dark"),
        }
        for appearance, text in choices.items():
            entry = QAction(text, group)
            entry.setCheckable(True)
            entry.setChecked(appearance == self._theme.appearance)
            entry.triggered.connect(lambda _checked=False, chosen=appearance: self._theme.choose(chosen))
            menu.addAction(entry)

    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder)))

    def _about(self) -> None:
        AboutDialog(self._bridge, self, self._folder).open()
