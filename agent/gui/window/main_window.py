"""The main window: menus, the rail, the pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import cast

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QPaintEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QWidget

from agent.domain.errors import AgentError
from agent.gui.bridge import Bridge
from agent.gui.dialogs.opening import Dialogs
from agent.gui.language import say
from agent.gui.looks.theme import Theme
from agent.gui.pages.activity import ActivityPage
from agent.gui.pages.customers import CustomersPage
from agent.gui.pages.home import HomePage
from agent.gui.pages.page import Page
from agent.gui.pages.replace import ReplacePage
from agent.gui.pages.requests import RequestsPage
from agent.gui.pages.sign_in import SignInPage
from agent.gui.pieces.buttons import allow
from agent.gui.pieces.keys import on_ctrl_enter
from agent.gui.presenters.home import Home, opening
from agent.gui.presenters.replace_form import Mode
from agent.gui.presenters.requests import badge
from agent.gui.presenters.rights import Standing
from agent.gui.translation import Translation
from agent.gui.window import menus
from agent.gui.window.closing import ClosingWindow
from agent.gui.window.gate import Gate
from agent.gui.window.home_feed import HomeFeed
from agent.gui.window.places import ACTIVITY, CUSTOMERS, HOME, PORTAL, REPLACE, REQUESTS, ways
from agent.gui.window.rail import Rail
from agent.gui.window.rights import Rights

SIZE = (1040, 700)
SMALLEST = (760, 480)
BETWEEN_MS = 60
"""Between making two pages; clicks and answers come first."""


class MainWindow(ClosingWindow):
    """`folder` is the agent's own; `home_words` are what a typed command needs to find it."""

    drawn = Signal()
    """The first picture is there."""

    def __init__(
        self,
        bridge: Bridge,
        theme: Theme,
        folder: Path,
        home_words: str = "",
        translation: Translation | None = None,
    ) -> None:
        super().__init__(bridge)
        self._drawn = False
        self._first = False
        self._trouble = ""
        self.setWindowTitle("Porchlight")
        self.resize(*SIZE)
        self.setMinimumSize(*SMALLEST)
        self.rail = Rail(theme, ways())
        self.home = HomePage(theme)
        self._theme = theme
        self._pages: dict[str, Callable[[], Page]] = {
            HOME: lambda: self.home,
            CUSTOMERS: lambda: self.customers,
            REPLACE: lambda: self.replace_page,
            REQUESTS: lambda: self.requests,
            ACTIVITY: lambda: self.activity,
        }
        self.feed = HomeFeed(bridge, home_words, self)
        self.gate = Gate(bridge, self)
        self.dialogs = Dialogs(bridge, theme, self, folder)
        self._whole = QStackedWidget()
        self._stack = QStackedWidget()
        self._place = QLabel()
        self._who = QLabel()
        self.menus = menus.build(self, theme, translation)
        self._rights = Rights(self.menuBar(), self.rail)
        self._build()
        self._connect()
        self.rail.mark(HOME)
        self._show_home(opening(say))
        self._stand(self.gate.standing)

    @property
    def page(self) -> Page:
        """The page that is shown."""
        return cast(Page, self._stack.currentWidget())

    @cached_property
    def customers(self) -> CustomersPage:
        """The Customer List. Like every page but Home it is made when it is first needed, or when nothing else is to be
        done after the first picture, which would have to wait for it."""
        page = CustomersPage(self._bridge)
        self._stack.addWidget(page)
        return page

    @cached_property
    def activity(self) -> ActivityPage:
        """What was done at this computer."""
        page = ActivityPage(self._bridge, self._theme)
        page.undo.connect(self.dialogs.earlier)
        self._stack.addWidget(page)
        return page

    @cached_property
    def replace_page(self) -> ReplacePage:
        """Global Replacement."""
        page = ReplacePage(self._bridge, self._theme)
        page.opens.connect(self.dialogs.show)
        self._stack.addWidget(page)
        return page

    @cached_property
    def requests(self) -> RequestsPage:
        """What customers asked for on the portal."""
        page = RequestsPage(self._bridge, self._theme)
        page.heard.connect(self.feed.hear)
        self.feed.heard.connect(page.hear)
        self._stack.addWidget(page)
        return page

    @cached_property
    def sign_in(self) -> SignInPage:
        """What stands in front of everything while nobody is signed in."""
        page = SignInPage(self._bridge)
        page.entered.connect(self.gate.take)
        self._whole.addWidget(page)
        return page

    def go(self, key: str) -> None:
        """Where an icon of the rail leads: to a page, or to the window behind Customer Portal."""
        if key == PORTAL:
            self.open_process()
            return
        page = self._pages[key]()
        if page is self.page or self.may_leave():
            self._stack.setCurrentWidget(page)
            self.rail.mark(key)
            page.arrive()

    def refresh(self) -> None:
        """F5: whatever is shown is asked anew."""
        self.gate.ask()
        if not self.gate.standing.shut:
            self.page.refresh()

    def open_process(self, portal: str = "") -> None:
        """The window behind the Customer Portal icon; `portal` is picked to begin with."""
        if self.rail.buttons[PORTAL].isEnabled():
            self.dialogs.process(portal)

    def begin(self) -> None:
        """The very first thing: look at everything. Where nothing is set up yet, the set-up opens by itself."""
        self._first = True
        self.feed.refresh()

    def open_replacement(self, mode: Mode) -> None:
        """Files > Global Replacement: the page, for Replace Information or for Adjust Prices."""
        self.replace_page.turn(mode)
        self.go(REPLACE)

    def make_unique(self) -> None:
        """Replace Information, with the passwords chosen and a different one for each."""
        self.replace_page.offer_unique()
        self.open_replacement("replace")

    def open_own_password(self) -> None:
        """System > Passwords > Change My Password, of whoever signed in."""
        self.dialogs.own_password(self.gate.standing.level)

    def sign_out(self) -> None:
        """System > Sign Out."""
        if self._bridge.changing is not None:
            self.statusBar().showMessage(say("Sign out when the work that goes on is done."))
        elif self.may_leave():
            self.gate.leave()

    def tell(self, error: AgentError) -> None:
        """Something went wrong that no other place could show."""
        self.page.banner.tell(error)

    def obstacle_to_leaving(self) -> str:
        """What the page says."""
        return self.page.obstacle_to_leaving()

    def clear_away(self) -> None:
        """The window above this one."""
        self.dialogs.close()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt asks."""
        super().paintEvent(event)
        if not self._drawn:
            self._drawn = True
            self.drawn.emit()

    def _stand(self, standing: Standing) -> None:
        """Somebody sat down at the desk, or left it. Nothing but the sign-in is to be seen while nobody is there."""
        was_shut = self._whole.currentIndex() > 0
        self._who.setText(standing.told(say))
        self.menus.sign_out.setVisible(bool(standing.user))
        self.menus.own_password.setVisible(bool(standing.user))
        if standing.shut:
            if self._bridge.changing is None:
                self.dialogs.close()
            self.setWindowTitle("Porchlight")
            self._place.setText("")
            self.sign_in.show_standing(standing, afresh=not was_shut)
            self._whole.setCurrentWidget(self.sign_in)
        elif was_shut:
            self._whole.setCurrentIndex(0)
            self.go(HOME)
        self._rights.mark(standing)
        self.home.may_replace(standing.obstacle(say, "Replace Information"))
        allow(self.home.schedule_button, standing.obstacle(say, "Scheduled Uploads"))
        self._show_home(self._home)

    def _dialog_closed(self) -> None:
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
        self.rail.count(REQUESTS, home.requests.open, badge(say, home.requests))
        trouble = str(home.trouble or "")
        if home.trouble is not None and trouble != self._trouble:
            self.home.banner.tell(home.trouble)
        elif self._trouble and not trouble:
            self.home.banner.dismiss()
        self._trouble = trouble
        if self._first and home.place:
            self._first = False
            if home.fresh:
                self.dialogs.set_up()

    def _build(self) -> None:
        self._stack.addWidget(self.home)
        inside = QWidget()
        body = QHBoxLayout(inside)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(0)
        body.addWidget(self.rail)
        body.addWidget(self._stack, stretch=1)
        self._whole.addWidget(inside)
        self.setCentralWidget(self._whole)
        self._place.setAccessibleName(say("Practice database"))
        self.statusBar().addWidget(self._place)
        self._who.setAccessibleName(say("Signed in"))
        self.statusBar().addPermanentWidget(self._who)
        self.statusBar().setSizeGripEnabled(False)
        inside.setFocus()

    def _connect(self) -> None:
        on_ctrl_enter(self, self._act)
        QShortcut(QKeySequence("Ctrl+F"), self, self._seek)
        self.rail.chosen.connect(self.go)
        self.home.process.connect(self.open_process)
        self.home.set_up.connect(self.dialogs.set_up)
        self.home.wanted.connect(self.feed.refresh)
        self.home.requests.connect(lambda: self.go(REQUESTS))
        self.home.activity.connect(lambda: self.go(ACTIVITY))
        self.home.schedule.connect(self.dialogs.schedule)
        self.hosting.turned.connect(self.feed.refresh)
        self.home.make_unique.connect(self.make_unique)
        self.home.undo.connect(self.dialogs.earlier)
        self.dialogs.working.connect(self.feed.note_working)
        self.dialogs.changed.connect(self.gate.ask)
        self.dialogs.closed.connect(self._dialog_closed)
        self.feed.shown.connect(self._show_home)
        self.feed.trouble.connect(self.home.banner.tell)
        self.drawn.connect(self.feed.settle, Qt.ConnectionType.QueuedConnection)
        self.gate.changed.connect(self._stand)
        self.drawn.connect(self._make_ready, Qt.ConnectionType.QueuedConnection)

    def _make_ready(self) -> None:
        """The pages that nobody has asked for yet, one at a time, so that the first click need not wait for one."""
        waiting = iter(list(self._pages.values()))
        timer = QTimer(self)

        def make_one() -> None:
            make = next(waiting, None)
            if make is None:
                timer.deleteLater()
            else:
                make()
                timer.start()

        timer.setSingleShot(True)
        timer.setInterval(BETWEEN_MS)
        timer.timeout.connect(make_one)
        timer.start()

    def _act(self) -> None:
        if not self.gate.standing.shut:
            self.page.act()

    def _seek(self) -> None:
        if not self.gate.standing.shut:
            self.page.seek()
