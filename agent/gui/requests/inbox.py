"""The list of requests: what waits first; filter and search."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QLineEdit,
    QListView,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from agent.domain.errors import AgentError
from agent.gui.bridge import Bridge
from agent.gui.language import say
from agent.gui.looks.theme import Theme
from agent.gui.looks.tokens import SPACE_1, SPACE_2
from agent.gui.models.requests import RequestsModel
from agent.gui.pieces.card import Card, label, row
from agent.gui.pieces.nothing import Nothing
from agent.gui.presenters.requests import Inbox as Found
from agent.gui.presenters.requests import Key, Wanted, as_of_before, filters, looking, nothing, unread_list
from agent.gui.requests.lines import RequestLines

TYPED_MS = 250
"""So long somebody who types is waited for."""


class Inbox(QWidget):
    """Tells which request is `chosen` (a `Key`), and what is in the way as `trouble`."""

    chosen = Signal(object)
    trouble = Signal(object)
    answered = Signal()
    """What was asked for is listed."""

    def __init__(self, bridge: Bridge, theme: Theme) -> None:
        super().__init__()
        self._bridge = bridge
        self._asked = 0
        """Counts the questions: an answer to an earlier one comes too late."""
        self._chosen: Key | None = None
        self._marking = False
        self._model = RequestsModel(self)
        self._typed = QTimer(self)
        self._typed.setSingleShot(True)
        self._typed.setInterval(TYPED_MS)
        self._typed.timeout.connect(self.refresh)
        self.search = QLineEdit()
        self.filter = QComboBox()
        self.list = QListView()
        self._old = label("", "amber")
        self._old.hide()
        self._nothing = Nothing()
        self._stack = QStackedWidget()
        self._build(theme)
        self._nothing.say(looking(say))

    @property
    def wanted(self) -> Wanted:
        """What is chosen and typed."""
        return Wanted(self.filter.currentIndex() > 0, self.search.text().strip())

    def refresh(self) -> None:
        """Read the list anew."""
        self._typed.stop()
        self._asked += 1
        asked, wanted = self._asked, self.wanted
        self._bridge.read(
            self,
            lambda work: work.requests.listed(wanted),
            lambda found: self._found(found, wanted) if asked == self._asked else None,
            self._failed,
        )

    def tell_trouble(self, trouble: AgentError | None) -> None:
        """A portal did not answer, or all did."""
        told = as_of_before(say, trouble)
        self._old.setText(told)
        self._old.setVisible(bool(told))

    def keep(self, key: Key | None) -> None:
        """This request is chosen; it is marked where it is listed."""
        self._chosen = key
        self._mark()

    def _found(self, found: Found, wanted: Wanted) -> None:
        self._marking = True
        self._model.show(found.requests)
        self._mark()
        self._stack.setCurrentWidget(self.list if found.requests else self._nothing)
        if not found.requests:
            self._nothing.say(nothing(say, found, wanted))
        self.answered.emit()

    def _failed(self, error: AgentError) -> None:
        if not self._model.rowCount():
            self._nothing.say(unread_list(say))
        self.trouble.emit(error)

    def _mark(self) -> None:
        at = self._model.row_of(self._chosen) if self._chosen is not None else None
        self._marking = True
        self.list.setCurrentIndex(self._model.index(at, 0) if at is not None else QModelIndex())
        self._marking = False

    def _moved(self, current: QModelIndex) -> None:
        request = self._model.at(current.row())
        if not self._marking and request is not None and Key.of(request) != self._chosen:
            self._chosen = Key.of(request)
            self.chosen.emit(self._chosen)

    def _build(self, theme: Theme) -> None:
        self.search.setPlaceholderText(say("Search"))
        self.search.setAccessibleName(say("Search requests"))
        self.search.setClearButtonEnabled(True)
        for clear in self.search.findChildren(QAbstractButton):
            clear.setAccessibleName(say("Clear the search"))
        self.search.textChanged.connect(lambda _text: self._typed.start())
        self.filter.setAccessibleName(say("Which requests are listed"))
        self.filter.addItems(filters(say))
        self.filter.currentIndexChanged.connect(lambda _at: self.refresh())
        self.list.setObjectName("requests")
        self.list.setAccessibleName(say("Requests"))
        self.list.setModel(self._model)
        self.list.setItemDelegate(RequestLines(theme))
        self.list.setMouseTracking(True)
        self.list.setUniformItemSizes(True)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.selectionModel().currentChanged.connect(self._moved)
        for one in (self._nothing, self.list):
            self._stack.addWidget(one)
        card = Card(say("Requests"))
        card.body.setContentsMargins(1, SPACE_1, 1, SPACE_1)
        card.body.addWidget(self._stack)
        above = row()
        above.addWidget(self.search, stretch=1)
        above.addWidget(self.filter)
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(SPACE_2)
        body.addLayout(above)
        body.addWidget(self._old)
        body.addWidget(card, stretch=1)
