"""Last step: the first Process, and what there is after it (feature A8)."""

from __future__ import annotations

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QVBoxLayout

from agent.domain.first_steps import SetUp, Step
from agent.gui.bridge import Bridge
from agent.gui.language import say
from agent.gui.looks.theme import Theme
from agent.gui.looks.tokens import SPACE_1, SPACE_4
from agent.gui.pieces.buttons import allow, button
from agent.gui.pieces.card import Card, empty, label, row
from agent.gui.pieces.shape import shape
from agent.gui.presenters.ready import ready
from agent.gui.wizard.step_page import StepPage


class ProcessPage(StepPage):
    """Opens the window behind the Customer Portal icon; afterwards, the portal's link."""

    process = Signal()

    def __init__(self, bridge: Bridge, theme: Theme) -> None:
        super().__init__(Step.PROCESS, bridge)
        self._theme = theme
        self._set_up = SetUp()
        self._url = ""
        self._shape = QVBoxLayout()
        self._title = label("", "title")
        self._sentence = label("", "muted")
        self.go = button(say("&Process…"), main=True)
        self.go.clicked.connect(self.process)
        self.portal = button(say("&Open the portal"))
        self.portal.clicked.connect(lambda: QDesktopServices.openUrl(QUrl(self._url)))
        self.copy = button(say("Cop&y link"), name=say("Copy the portal's link"))
        self.copy.clicked.connect(lambda: QApplication.clipboard().setText(self._url))
        self._build()
        theme.changed.connect(self._draw_again)
        self.show_set_up(self._set_up)

    def show_set_up(self, set_up: SetUp) -> None:
        """What is missing, that everything is ready, or where the portal is."""
        self._set_up = set_up
        told = ready(say, set_up)
        self._url = told.link
        empty(self._shape)
        self._shape.addWidget(shape(self._theme, told.tone, told.icon, told.title))
        self._shape.addStretch()
        self._title.setText(told.title)
        self._sentence.setText(told.sentence)
        allow(self.go, told.obstacle)
        self.go.setVisible(not told.link)
        for one in (self.portal, self.copy):
            one.setVisible(bool(told.link))

    def begin(self) -> None:
        """Process, or the way to the portal."""
        (self.go if self.go.isVisibleTo(self) else self.portal).setFocus()

    def _draw_again(self) -> None:
        self.show_set_up(self._set_up)

    def _build(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(SPACE_1)
        words.addWidget(self._title)
        words.addWidget(self._sentence)
        above = row(spacing=SPACE_4)
        above.addLayout(self._shape)
        above.addLayout(words, stretch=1)
        below = row()
        below.addStretch()
        for one in (self.copy, self.portal, self.go):
            below.addWidget(one)
        card = Card(say("How it stands"))
        card.body.addLayout(above)
        card.body.addLayout(below)
        self.body.addWidget(card)
        self.body.addStretch(1)
