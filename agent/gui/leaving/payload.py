"""The exact last payload: what the last Process sent, record by record, read from the agent's store page by page."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, QTimer
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QSplitter, QVBoxLayout, QWidget

from agent.gui.bridge import Bridge
from agent.gui.language import say
from agent.gui.looks.tokens import SPACE_2, SPACE_3, SPACE_4
from agent.gui.models.leaving import EntriesModel
from agent.gui.pieces.banner import Banner
from agent.gui.pieces.card import label, row
from agent.gui.pieces.listing import listing
from agent.gui.presenters.leaving import KINDS, kind, sent, totals

if TYPE_CHECKING:
    from agent.usecases.last_payload import Page, Payload

TYPED_MS = 250
SHARES = [380, 380]


class PayloadTab(QWidget):
    """It asks when it is first looked at."""

    def __init__(self, bridge: Bridge) -> None:
        super().__init__()
        self._bridge = bridge
        self._asked = self._record = 0
        """Count the questions: an answer to an earlier one comes too late."""
        self._rest: int | None = None
        self.banner = Banner()
        self.portal = QComboBox()
        self.portal.setAccessibleName(say("Portal"))
        self.about = label(say("Looking into the list."), "muted")
        self.totals = label("", "muted")
        self.kind = QComboBox()
        self.kind.setAccessibleName(say("Which records are listed"))
        self.kind.addItems([say("Every record"), *(kind(say, name) for name in KINDS)])
        self.search = QLineEdit()
        self.search.setPlaceholderText(say("Customer number"))
        self.search.setAccessibleName(say("Find by customer number"))
        self.model = EntriesModel(self)
        self.table = listing(say("Records that were sent"), self.model, pick=True, widest=0)
        self.record = QPlainTextEdit()
        self.record.setReadOnly(True)
        self.record.setTabChangesFocus(True)
        self.record.setAccessibleName(say("The record as it was sent"))
        self.record.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.record.setPlaceholderText(say("Pick a record to see it as it was sent."))
        self._typed = QTimer(self)
        self._typed.setSingleShot(True)
        self._typed.setInterval(TYPED_MS)
        self._build()
        self._connect()

    @property
    def wanted(self) -> tuple[str, str]:
        """The kind and the text that are chosen; empty for all."""
        at = self.kind.currentIndex()
        return ("", *KINDS)[at], self.search.text().strip()

    def offer(self, portals: tuple[str, ...]) -> None:
        """The portals; one is picked already."""
        self.portal.blockSignals(True)
        self.portal.addItems(list(portals))
        self.portal.blockSignals(False)
        self.portal.setVisible(len(portals) > 1)
        if portals:
            self.look()
        else:
            self.about.setText(say("This computer is not paired with a portal yet."))

    def look(self) -> None:
        """Ask for all of it anew."""
        portal = self.portal.currentText()
        self._bridge.read(self, lambda work: work.leaving.payload(portal), self._told, self.banner.tell)
        self._ask(0)
        self._bridge.read(
            self,
            lambda work: work.leaving.counts(portal),
            lambda counts: self.totals.setText(totals(say, counts)),
            self.banner.tell,
        )

    def _told(self, payload: Payload) -> None:
        self.about.setText(sent(say, payload, datetime.now().astimezone()))

    def _ask(self, begin: int) -> None:
        self._asked += 1
        asked, portal, (kind_, text) = self._asked, self.portal.currentText(), self.wanted
        self._bridge.read(
            self,
            lambda work: work.leaving.page(portal, kind_, text, begin),
            lambda page: self._listed(page, first=begin == 0) if asked == self._asked else None,
            self.banner.tell,
        )

    def _listed(self, page: Page, *, first: bool) -> None:
        self._rest = page.rest
        if not first:
            self.model.append(page.entries, rest=page.rest is not None)
            return
        self.model.show(page.entries, rest=page.rest is not None)
        self.record.clear()
        self.table.setCurrentIndex(self.model.index(0, 0) if page.entries else QModelIndex())

    def _picked(self, index: QModelIndex) -> None:
        entry = self.model.at(index.row())
        self._record += 1
        if entry is None:
            self.record.clear()
            return
        asked, portal = self._record, self.portal.currentText()
        self._bridge.read(
            self,
            lambda work: work.leaving.record(portal, entry.at),
            lambda text: self._shown(text) if asked == self._record else None,
            self.banner.tell,
        )

    def _shown(self, text: str) -> None:
        self.record.setPlainText(text or say("This record was taken out of what is published."))

    def _connect(self) -> None:
        self._typed.timeout.connect(lambda: self._ask(0))
        self.search.textChanged.connect(lambda _text: self._typed.start())
        self.kind.currentIndexChanged.connect(lambda _index: self._ask(0))
        self.portal.currentIndexChanged.connect(lambda _index: self.look())
        self.model.more.connect(lambda: self._ask(self._rest or 0))
        self.table.selectionModel().currentRowChanged.connect(self._picked)

    def _build(self) -> None:
        above = row()
        above.addWidget(self.portal)
        above.addWidget(self.kind)
        above.addWidget(self.search, stretch=1)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(SPACE_2)
        split.addWidget(self.table)
        split.addWidget(self.record)
        split.setSizes(SHARES)
        body = QVBoxLayout(self)
        body.setContentsMargins(SPACE_4, SPACE_3, SPACE_4, SPACE_3)
        body.setSpacing(SPACE_2)
        body.addWidget(self.banner)
        body.addWidget(self.about)
        body.addWidget(self.totals)
        body.addLayout(above)
        body.addWidget(split, stretch=1)
