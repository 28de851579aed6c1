"""System > Portals: those that this computer is paired with, and one more or one less (feature A12)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from agent.domain.errors import AgentError
from agent.gui.bridge import Bridge
from agent.gui.dialogs.frame import Fitted, Footer, head, inset, stack
from agent.gui.language import say
from agent.gui.looks.tokens import SPACE_3
from agent.gui.pair_form import PairFields
from agent.gui.pieces.banner import Banner
from agent.gui.pieces.buttons import allow, button
from agent.gui.pieces.card import Card, empty, label, row
from agent.gui.presenters.pairing import PairedPortal, paired

if TYPE_CHECKING:
    from agent.domain.portals import Portal

WIDTH, HEIGHT = 600, 520


class PortalsDialog(Fitted):
    """Forget asks once, in the card of the portal itself."""

    shown = Signal()
    """The list is there."""

    def __init__(self, bridge: Bridge, parent: QWidget) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self.setWindowTitle(say("Portals"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(WIDTH, HEIGHT)
        self.setMinimumWidth(WIDTH)
        self.banner = Banner()
        self._done = label("")
        self._done.hide()
        self.cards: list[PortalCard] = []
        self._list = QVBoxLayout()
        self._list.setSpacing(SPACE_3)
        self._none = label(say("The paired portals are being looked up."), "muted")
        self.fields = PairFields()
        self.fields.wanted.connect(self._pair)
        self.fields.hide()
        self.another = button(say("Pair &another…"))
        self.another.clicked.connect(self._open)
        self.close_button = button(say("C&lose"))
        self.close_button.clicked.connect(self.reject)
        self._area = QScrollArea()
        self._footer = Footer(self.another, self.close_button)
        self._build()
        self._look()

    def reject(self) -> None:
        """Esc: an answer that is awaited comes first."""
        if self.close_button.isEnabled():
            super().reject()

    def _look(self) -> None:
        self._bridge.read(self, lambda work: work.paired.all(), self._show, self.banner.tell)

    def _show(self, portals: list[Portal]) -> None:
        empty(self._list)
        self.cards = [PortalCard(one) for one in paired(say, portals, datetime.now().astimezone())]
        for card in self.cards:
            card.forget.connect(self._forget)
            self._list.addWidget(card)
        self._none.setText(say("This computer is not paired with a portal yet."))
        self._none.setVisible(not portals)
        self.shown.emit()

    def _open(self) -> None:
        self.fields.show()
        self.another.hide()
        if self.cards:
            self.fields.name.clear()
        self.fields.receiver.setFocus()
        QTimer.singleShot(0, self, lambda: self._area.ensureWidgetVisible(self.fields.pair))

    def _pair(self) -> None:
        typed = self.fields.typed
        self._wait(say("Waiting for the receiver's answer."))
        self._bridge.change(lambda work, progress: work.set_up.pair(typed, progress), self._paired, self._failed)

    def _paired(self, portal: Portal) -> None:
        self.fields.used()
        self.fields.hide()
        self.another.show()
        self._tell(say("Paired with {name}, company {company}.", name=portal.name, company=portal.company_name))

    def _forget(self, name: str) -> None:
        self._wait(say("The portal is being forgotten."))
        self._bridge.change(lambda work, progress: work.paired.forget(name, progress), self._forgotten, self._failed)

    def _forgotten(self, portal: Portal) -> None:
        self._tell(
            say(
                "{name} is forgotten here. The receiver at {url} lists this computer until it is revoked there.",
                name=portal.name,
                url=portal.url,
            )
        )

    def _failed(self, error: AgentError) -> None:
        self._wait("")
        self.banner.tell(error)

    def _tell(self, text: str) -> None:
        self._wait("")
        self._done.setText(text)
        self._done.show()
        self._look()

    def _wait(self, why: str) -> None:
        self.banner.dismiss()
        self._done.hide()
        self.fields.setEnabled(not why)
        for card in self.cards:
            card.setEnabled(not why)
        allow(self.another, why)
        self._footer.allow(why)

    def _build(self) -> None:
        held = QWidget()
        held.setObjectName("page")
        inside = inset()
        held.setLayout(inside)
        for widget in (self.banner, self._done, self._none):
            inside.addWidget(widget)
        inside.addLayout(self._list)
        inside.addWidget(self.fields)
        inside.addStretch()
        area = self._area
        area.setWidget(held)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        stack(self, head(self.windowTitle()), area, self._footer)


class PortalCard(Card):
    """One portal."""

    forget = Signal(str)

    def __init__(self, portal: PairedPortal) -> None:
        super().__init__(portal.name)
        self.body.addWidget(label(portal.name, "title"))
        for text in (portal.company, portal.url, portal.last):
            self.body.addWidget(label(text, "muted"))
        self._warning = label(
            say(
                "Its keys and what was published to it leave this computer. The receiver goes on listing this computer"
                " until somebody revokes it there. To publish again, pair anew."
            ),
            "amber",
        )
        self.first = button(say("Forget…"), name=say("Forget {name}", name=portal.name))
        self.first.clicked.connect(lambda: self._ask(True))
        self.keep = button(say("Keep"), name=say("Keep {name}", name=portal.name))
        self.keep.clicked.connect(lambda: self._ask(False))
        self.sure = button(say("Forget {name}", name=portal.name))
        self.sure.clicked.connect(lambda: self.forget.emit(portal.name))
        self.body.addWidget(self._warning)
        line = row()
        line.addStretch()
        for one in (self.first, self.keep, self.sure):
            line.addWidget(one)
        self.body.addLayout(line)
        self._ask(False)

    def _ask(self, asking: bool) -> None:
        self.first.setVisible(not asking)
        for one in (self._warning, self.keep, self.sure):
            one.setVisible(asking)
