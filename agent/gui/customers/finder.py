"""The list of the Customer List: search while typing, filter by status, sort; whatever takes long runs on a lane."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from agent.domain.customer_list import Query, Roll, View
from agent.domain.errors import AgentError
from agent.gui.bridge import Bridge
from agent.gui.customers.table import CustomersTable
from agent.gui.language import say
from agent.gui.looks.tokens import SPACE_1, SPACE_2, SPACE_3
from agent.gui.models.customers import COLUMNS, CustomersModel, titles
from agent.gui.pieces.card import Card, label, row
from agent.gui.pieces.nothing import Nothing
from agent.gui.presenters.customers import OWN, emptiness, footer, reading, statuses, unread

PAUSE_MS = 120
"""So long nobody has to have typed before it is searched."""


class SearchLine(QLineEdit):
    """`left` tells that an arrow key or Enter asks for the list below."""

    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt tells of a key."""
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.left.emit()
        elif event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            self.textEdited.emit("")
        else:
            super().keyPressEvent(event)


class Finder(QWidget):
    """Tells whose record is `chosen`, that Enter `entered` it, and what is in the way as `trouble`."""

    chosen = Signal(str)
    entered = Signal()
    trouble = Signal(object)
    """An `AgentError`."""
    read = Signal(object)
    """The list was read anew: a `Roll`."""
    answered = Signal()
    """What was searched for is shown."""

    def __init__(self, bridge: Bridge) -> None:
        super().__init__()
        self._bridge = bridge
        self._roll: Roll | None = None
        self._chosen = ""
        self._shown = Query()
        self._thinking = self._again = self._follow = False
        self._model = CustomersModel(self)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._ask)
        self.search = SearchLine()
        self.status = QComboBox()
        self.order = QComboBox()
        self.table = CustomersTable()
        self.count = label("", "muted", wrap=False)
        self._nothing = Nothing()
        self._stack = QStackedWidget()
        self._build()
        self._nothing.say(reading(say))

    def refresh(self) -> None:
        """Read the list anew; the one that is shown stays until then."""
        self._bridge.read(self, lambda work: work.customers.roll(), self._learnt, self._not_learnt)

    def keep(self, record_id: str) -> None:
        """This customer is chosen from now on; his line is marked where it is shown."""
        self._chosen = record_id
        self._ask()

    def to_list(self) -> None:
        """Put the keyboard into the list, on a customer."""
        if not self._model.rowCount():
            return
        self.table.setFocus()
        if not self.table.selectionModel().hasSelection():
            self.table.selectRow(0)

    def _learnt(self, roll: Roll) -> None:
        self._roll = roll
        kept = self.status.currentData()
        self.status.blockSignals(True)
        self.status.clear()
        for choice in statuses(say, roll):
            self.status.addItem(choice.text, choice.status)
        self.status.setCurrentIndex(max(self.status.findData(kept), 0))
        self.status.blockSignals(False)
        self.read.emit(roll)
        self._ask()

    def _not_learnt(self, error: AgentError) -> None:
        if self._roll is None:
            self._nothing.say(unread(say))
        self.trouble.emit(error)

    def _query(self) -> Query:
        header = self.table.horizontalHeader()
        status = self.status.currentData() or ""
        return Query(
            self.search.text(),
            "" if status == OWN else status,
            COLUMNS[header.sortIndicatorSection()],
            header.sortIndicatorOrder() == Qt.SortOrder.DescendingOrder,
            own=status == OWN,
        )

    def _ask(self) -> None:
        """Search once more; while that goes on, only the latest wish is remembered."""
        self._pause.stop()
        if self._roll is None:
            return
        if self._thinking:
            self._again = True
            return
        self._thinking = True
        roll, query, chosen = self._roll, self._query(), self._chosen
        self._bridge.think(self, lambda: (roll, roll.view(query, chosen)), self._found, self._failed)

    def _found(self, found: tuple[Roll, View]) -> None:
        self._thinking = False
        if self._again:
            self._again = False
            self._ask()
            return
        roll, view = found
        at_top = self._shown != view.query
        self._shown = view.query
        self._model.show_lines(roll.lines, view.order)
        self.count.setText(footer(say, len(view.order), len(roll)))
        if view.at is not None and self._model.record_id(view.at) == self._chosen:
            self.table.selectRow(view.at)
            self.table.scrollTo(self._model.index(view.at, 0))
        elif at_top:
            self.table.scrollToTop()
        self._stack.setCurrentWidget(self.table if view.order else self._nothing)
        if not view.order:
            self._nothing.say(emptiness(say, len(roll), view.query))
        self.answered.emit()
        if self._follow:
            self._follow = False
            self.to_list()

    def _failed(self, error: AgentError) -> None:
        self._thinking = False
        self.trouble.emit(error)

    def _moved(self, current: QModelIndex) -> None:
        if current.isValid() and (record_id := self._model.record_id(current.row())) != self._chosen:
            self._chosen = record_id
            self.chosen.emit(record_id)

    def _left(self) -> None:
        """The list below is wanted: as it is after what was typed."""
        self._follow = self._pause.isActive() or self._thinking
        if self._pause.isActive():
            self._ask()
        elif not self._follow:
            self.to_list()

    def _sorted(self) -> None:
        self.order.blockSignals(True)
        self.order.setCurrentIndex(self.table.horizontalHeader().sortIndicatorSection())
        self.order.blockSignals(False)
        self._ask()

    def _build(self) -> None:
        self.search.setPlaceholderText(say("Search: number, name, street, city, e-mail, phone"))
        self.search.setAccessibleName(say("Search customers"))
        self.search.setClearButtonEnabled(True)
        for clear in self.search.findChildren(QAbstractButton):
            clear.setAccessibleName(say("Clear the search"))
        self.search.textEdited.connect(self._pause.start)
        self.search.left.connect(self._left)
        self.status.setAccessibleName(say("Status"))
        self.status.addItem(say("All statuses"), "")
        self.status.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.status.currentIndexChanged.connect(self._ask)
        self.order.setAccessibleName(say("Sorted by"))
        self.order.addItems([say("Sorted by {column}", column=one) for one in titles()])
        header = self.table.horizontalHeader()
        self.order.activated.connect(lambda at: header.setSortIndicator(at, Qt.SortOrder.AscendingOrder))
        self.table.setModel(self._model)
        self.table.spread()
        header.setSortIndicator(0, Qt.SortOrder.AscendingOrder)
        header.sortIndicatorChanged.connect(self._sorted)
        self.table.selectionModel().currentRowChanged.connect(self._moved)
        self.table.entered.connect(self.entered)
        for one in (self._nothing, self.table):
            self._stack.addWidget(one)
        card = Card(say("Customers"))
        card.body.setContentsMargins(1, SPACE_1, 1, SPACE_1)
        card.body.addWidget(self._stack)
        above = row(spacing=SPACE_3)
        above.addWidget(self.search, stretch=1)
        above.addWidget(self.status)
        above.addWidget(self.order)
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(SPACE_2)
        body.addLayout(above)
        body.addWidget(card, stretch=1)
        body.addWidget(self.count)
