"""Step: the passwords of the office's own users (features A13, A14); an office may do without."""

from __future__ import annotations

from PySide6.QtCore import Signal

from agent.domain.first_steps import SetUp, Step
from agent.gui.bridge import Bridge
from agent.gui.language import say
from agent.gui.pieces.buttons import allow, button, mark_main
from agent.gui.pieces.card import Card, label, row
from agent.gui.presenters.set_up import users_words
from agent.gui.wizard.step_page import StepPage


class UsersPage(StepPage):
    """Opens Set Passwords; or the office goes on without."""

    set_passwords = Signal()

    def __init__(self, bridge: Bridge) -> None:
        super().__init__(Step.USERS, bridge)
        self._title = label("", "title")
        self._sentence = label("", "muted")
        self.open = button(say("Set &Passwords…"), main=True)
        self.open.clicked.connect(self.set_passwords)
        self.skip = button(say("&Do without"), name=say("Do without: nobody signs in"))
        self.skip.clicked.connect(self._skip)
        card = Card(say("How it stands"))
        card.body.addWidget(self._title)
        card.body.addWidget(self._sentence)
        line = row()
        line.addStretch()
        line.addWidget(self.skip)
        line.addWidget(self.open)
        card.body.addLayout(line)
        self.body.addWidget(card)
        self.body.addWidget(self.work)
        self.body.addStretch(1)
        self.show_set_up(SetUp())

    def show_set_up(self, set_up: SetUp) -> None:
        """Whether one signs in here."""
        words = users_words(say, set_up)
        self._title.setText(words.title)
        self._sentence.setText(words.sentence)
        allow(self.open, words.obstacle)
        allow(self.skip, words.obstacle)
        self.skip.setVisible(set_up.state(Step.USERS) == "open")
        mark_main(self.open, set_up.state(Step.USERS) == "open")

    def begin(self) -> None:
        """The way to Set Passwords."""
        self.open.setFocus()

    def _skip(self) -> None:
        self.change(
            say("Keeping that nobody signs in"),
            lambda work, progress: work.set_up.skip(Step.USERS, progress),
            lambda _: None,
        )
