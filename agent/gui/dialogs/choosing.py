"""The list of paired portals, of which exactly one is picked."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QScrollArea, QVBoxLayout, QWidget

from agent.gui.dialogs.frame import Footer, inset, stack
from agent.gui.language import say
from agent.gui.looks.tokens import SPACE_3
from agent.gui.pieces.banner import Banner
from agent.gui.pieces.buttons import button
from agent.gui.pieces.card import Card, label
from agent.gui.presenters.process import Destination

INDENT = 30


class Choosing(QWidget):
    """`wanted` is the portal that is picked to begin with, where it is there; `does` is what the main button says."""

    chosen = Signal(str)
    cancelled = Signal()

    def __init__(self, wanted: str, does: str = "") -> None:
        super().__init__()
        self._wanted = wanted
        self._group = QButtonGroup(self)
        self._group.buttonToggled.connect(self._judge)
        self._list = QVBoxLayout()
        self._list.setSpacing(SPACE_3)
        self._none = label(say("Looking for the paired portals."), "muted")
        self._obstacle = say("The list is not there yet.")
        self.banner = Banner()
        cancel = button(say("Cancel"))
        cancel.clicked.connect(self.cancelled)
        self.process = button(does or say("&Process"), main=True)
        self.process.clicked.connect(lambda: self.chosen.emit(self._picked))
        self._footer = Footer(cancel, self.process)
        self._build()
        self._judge()

    def offer(self, destinations: tuple[Destination, ...]) -> None:
        """List them; one alone is picked already."""
        self._none.setText(say("This computer is not paired with a portal yet. Help > Set-up does it."))
        self._none.setVisible(not destinations)
        self._obstacle = say("Select one destination first.") if destinations else say("There is no portal to pick.")
        for destination in destinations:
            card = DestinationCard(destination)
            card.radio.setChecked(len(destinations) == 1 or destination.name == self._wanted)
            self._group.addButton(card.radio)
            self._list.addWidget(card)
            card.show()
        self._judge()
        if (picked := self._group.checkedButton()) is not None:
            picked.setFocus()

    @property
    def _picked(self) -> str:
        button = self._group.checkedButton()
        return str(button.property("portal")) if button is not None else ""

    def _judge(self) -> None:
        self._footer.allow("" if self._picked else self._obstacle)

    def _build(self) -> None:
        held = QWidget()
        held.setObjectName("page")
        inside = inset()
        held.setLayout(inside)
        inside.addWidget(self.banner)
        inside.addWidget(self._none)
        inside.addLayout(self._list)
        inside.addStretch()
        area = QScrollArea()
        area.setWidget(held)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        stack(self, area, self._footer)


class DestinationCard(Card):
    """One portal; a click anywhere picks it."""

    def __init__(self, destination: Destination) -> None:
        super().__init__(destination.name)
        self.radio = QRadioButton(destination.name)
        self.radio.setProperty("portal", destination.name)
        self.radio.setAccessibleName(destination.name)
        self.radio.setAccessibleDescription(destination.sentence)
        self.radio.toggled.connect(self._mark)
        told = label(destination.sentence, "muted")
        told.setContentsMargins(INDENT, 0, 0, 0)
        self.body.addWidget(self.radio, alignment=Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(told)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Qt tells of a click beside the button itself."""
        self.radio.setChecked(True)
        event.accept()

    def _mark(self, picked: bool) -> None:
        self.setProperty("chosen", picked)
        self.style().polish(self)
