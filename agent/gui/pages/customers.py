"""The Customer List: the list above, the customer who is chosen below (feature row A7)."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QSplitter

from agent.domain.customer_list import KNOWN_STATUSES, Roll
from agent.gui.bridge import Bridge
from agent.gui.customers.details import Details
from agent.gui.customers.finder import Finder
from agent.gui.language import say
from agent.gui.looks.tokens import SPACE_1, SPACE_2, SPACE_3, SPACE_4, SPACE_5
from agent.gui.pages.page import Page
from agent.gui.pieces.unsaved import lets_go

LOWEST = (190, 240)
"""Pixels of list and details below which nothing of them could be used."""
SHARES = [300, 300]
"""How list and details divide the page to begin with."""


class CustomersPage(Page):
    """Rereads the list whenever it is shown."""

    def __init__(self, bridge: Bridge) -> None:
        super().__init__(say("Customer List"))
        self.finder = Finder(bridge)
        self.details = Details(bridge)
        self.body.setContentsMargins(SPACE_5, SPACE_4, SPACE_5, SPACE_3)
        self.body.setSpacing(SPACE_2)
        split = QSplitter(Qt.Orientation.Vertical)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(SPACE_1 + SPACE_2)
        for widget, lowest in zip((self.finder, self.details), LOWEST, strict=True):
            widget.setMinimumHeight(lowest)
            split.addWidget(widget)
            split.setStretchFactor(split.count() - 1, 1)
        split.setSizes(SHARES)
        # The page is as high as the window: list and details have scroll bars of their own.
        split.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
        self.body.addWidget(split, stretch=1)
        self.finder.chosen.connect(self._choose)
        self.finder.entered.connect(self.details.to_fields)
        self.finder.read.connect(self._learnt)
        self.details.saved.connect(self.finder.refresh)
        for one in (self.finder, self.details):
            one.trouble.connect(self.banner.tell)

    def arrive(self) -> None:
        """Read the list, and let the person type whom he looks for."""
        super().arrive()
        self.seek()

    def refresh(self) -> None:
        """Read list and customer anew; what is typed stays."""
        self.banner.dismiss()
        self.finder.refresh()
        self.details.refresh()

    def seek(self) -> None:
        """Put the keyboard where one searches."""
        self.finder.search.setFocus()
        self.finder.search.selectAll()

    def act(self) -> None:
        """The main thing here is Save."""
        self.details.keep()

    def obstacle_to_leaving(self) -> str:
        """What is typed and not saved."""
        return self.details.question

    def _choose(self, record_id: str) -> None:
        question = self.details.question
        if question and not lets_go(self, question):
            self.finder.keep(self.details.record_id)
            return
        self.banner.dismiss()
        self.details.show_customer(record_id)

    def _learnt(self, roll: Roll) -> None:
        names = [name for name, _ in roll.statuses.values() if name]
        self.details.offer_statuses(list(dict.fromkeys((*KNOWN_STATUSES, *names))))
