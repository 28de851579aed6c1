"""Requests: what customers asked for on the portal, and answering it (feature row A15)."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QSplitter

from agent.domain.errors import AgentError
from agent.gui.bridge import Bridge
from agent.gui.language import say
from agent.gui.looks.theme import Theme
from agent.gui.looks.tokens import SPACE_1, SPACE_2, SPACE_3, SPACE_4, SPACE_5
from agent.gui.pages.page import Page
from agent.gui.pieces.unsaved import lets_go
from agent.gui.presenters.requests import Heard, Key
from agent.gui.requests.details import Details
from agent.gui.requests.inbox import Inbox

LOWEST = (170, 376)
"""Pixels of list and details below which nothing of them could be used."""
SHARES = [330, 520]


class RequestsPage(Page):
    """Asks the portals whenever it is shown, and after each answer."""

    heard = Signal(object)
    """What the portals told: a `presenters.requests.Heard`."""

    def __init__(self, bridge: Bridge, theme: Theme) -> None:
        super().__init__(say("Requests"))
        self._bridge = bridge
        self._asking = self._again = False
        self.inbox = Inbox(bridge, theme)
        self.details = Details(bridge, theme)
        self.body.setContentsMargins(SPACE_5, SPACE_4, SPACE_5, SPACE_3)
        self.body.setSpacing(SPACE_2)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(SPACE_1 + SPACE_2)
        for widget, lowest in zip((self.inbox, self.details), LOWEST, strict=True):
            widget.setMinimumWidth(lowest)
            split.addWidget(widget)
        split.setStretchFactor(1, 1)
        split.setSizes(SHARES)
        # The page is as high as the window: list and details have scroll bars of their own.
        split.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
        self.body.addWidget(split, stretch=1)
        self.inbox.chosen.connect(self._choose)
        self.details.moved.connect(self._moved)
        for one in (self.inbox, self.details):
            one.trouble.connect(self._tell)

    def refresh(self) -> None:
        """Show what is known here, then ask the portals."""
        self.banner.dismiss()
        self.inbox.refresh()
        self.details.refresh()
        self._exchange()

    def seek(self) -> None:
        """Put the keyboard where one searches."""
        self.inbox.search.setFocus()
        self.inbox.search.selectAll()

    def act(self) -> None:
        """Accept; or Reply, to a message and while one is typed."""
        self.details.act()

    def obstacle_to_leaving(self) -> str:
        """A reply that is typed and not sent."""
        return self.details.question

    def hear(self, heard: Heard) -> None:
        """The portals were asked; what moved is listed."""
        self.inbox.tell_trouble(heard.trouble)
        if not self.isVisible():
            return
        self.inbox.refresh()
        self.details.refresh()

    def _exchange(self) -> None:
        """One question at a time; while it goes on, once more after it."""
        if self._asking:
            self._again = True
            return
        self._asking = True
        self._bridge.read(
            self, lambda work: work.requests.exchange(), self._answered, lambda _error: self._over(), network=True
        )

    def _answered(self, heard: Heard) -> None:
        self._over()
        self.hear(heard)
        self.heard.emit(heard)

    def _over(self) -> None:
        self._asking = False
        if self._again:
            self._again = False
            self._exchange()

    def _moved(self) -> None:
        """It was opened or answered: the list shows that, and the portal is told."""
        self.inbox.refresh()
        self._exchange()

    def _choose(self, key: Key) -> None:
        question = self.details.question
        if question and not lets_go(self, question):
            self.inbox.keep(self.details.key)
            return
        self.banner.dismiss()
        self.details.show_request(key)

    def _tell(self, error: AgentError) -> None:
        """Somebody may have answered it meanwhile: the list says so, too."""
        self.banner.tell(error)
        self.inbox.refresh()
