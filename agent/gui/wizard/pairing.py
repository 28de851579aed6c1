"""Step: pair this computer with the receiver (feature A12)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout

from agent.domain.errors import AgentError
from agent.domain.first_steps import SetUp, Step
from agent.gui.bridge import Bridge
from agent.gui.language import say
from agent.gui.pair_form import PairFields
from agent.gui.pieces.buttons import button
from agent.gui.pieces.card import Card, empty, label, row
from agent.gui.wizard.step_page import StepPage

if TYPE_CHECKING:
    from agent.domain.portals import Portal


class PairPage(StepPage):
    """The portals that this computer is paired with, and the form for one more."""

    def __init__(self, bridge: Bridge) -> None:
        super().__init__(Step.PAIR, bridge)
        self.paired = Card(say("Paired portals"))
        self.paired.body.addWidget(label(say("Paired"), "group"))
        self._names = QVBoxLayout()
        self.paired.body.addLayout(self._names)
        self.another = button(say("Pair &another…"))
        self.another.clicked.connect(self._open)
        line = row()
        line.addStretch()
        line.addWidget(self.another)
        self.paired.body.addLayout(line)
        self.fields = PairFields()
        self.fields.wanted.connect(self._pair)
        for widget in (self.paired, self.fields, self.work):
            self.body.addWidget(widget)
        self.body.addStretch(1)
        self.paired.hide()

    def show_set_up(self, set_up: SetUp) -> None:
        """The form stands open until one portal is paired."""
        empty(self._names)
        for name in set_up.portals:
            self._names.addWidget(label(name, "title"))
        self.paired.setVisible(bool(set_up.portals))
        self.another.setVisible(bool(set_up.portals))
        self.fields.setVisible(not set_up.portals)

    def begin(self) -> None:
        """The first line of the form, where it stands open."""
        (self.fields.receiver if self.fields.isVisibleTo(self) else self.another).setFocus()

    def _open(self) -> None:
        self.fields.name.clear()
        self.fields.show()
        self.another.hide()
        self.fields.receiver.setFocus()

    def _pair(self) -> None:
        typed = self.fields.typed
        self.fields.setEnabled(False)
        self.change(
            say("Pairing this computer"),
            lambda work, progress: work.set_up.pair(typed, progress),
            self._done,
            self._failed,
            waits=say("Waiting for the receiver's answer."),
        )

    def _done(self, _portal: Portal) -> None:
        self.fields.setEnabled(True)
        self.fields.used()

    def _failed(self, error: AgentError) -> None:
        self.fields.setEnabled(True)
        self.tell(error)
