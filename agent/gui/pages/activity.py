"""Activity: everything that was done at this computer, and how it ended (feature row A16)."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QMetaMethod, QModelIndex, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit

from agent.domain.activity import Listed, Place, Wanted
from agent.gui.bridge import Bridge
from agent.gui.language import say
from agent.gui.looks.theme import Theme
from agent.gui.models.events import EventsModel
from agent.gui.pages.page import Page
from agent.gui.pieces.buttons import button
from agent.gui.pieces.card import Card, label, row
from agent.gui.pieces.event_table import event_table
from agent.gui.presenters.activity import kind_choices, nothing, result_choices
from agent.gui.presenters.events import Event, events

TYPED_MS = 250
"""So long somebody who types is waited for."""
LOWEST = 220


class ActivityPage(Page):
    """Rows are asked for page by page as somebody scrolls; a row that is picked folds out below."""

    undo = Signal(int)
    """This replacement is to be taken back; as long as nothing is connected, no button offers it."""

    def __init__(self, bridge: Bridge, theme: Theme) -> None:
        super().__init__(say("Activity"), say("What was done at this computer, the newest first."))
        self._bridge = bridge
        self._rest: Place | None = None
        self._asked = 0
        """Counts the questions: an answer to an earlier one comes too late."""
        self._kinds = kind_choices(say)
        self._results = result_choices(say)
        self.kind = _choice(say("What is listed"), [one.text for one in self._kinds])
        self.result = _choice(say("Which results are listed"), [one.text for one in self._results])
        self.search = QLineEdit()
        self.search.setPlaceholderText(say("Search"))
        self.search.setAccessibleName(say("Search in Activity"))
        self.events = EventsModel(self)
        self.table = event_table(self.events, theme, say("Activity"), pick=True)
        self.table.setMinimumHeight(LOWEST)
        self.table.hide()
        self._none = label(say("Looking into the list."), "muted")
        self.details = DetailsCard()
        self._typed = QTimer(self)
        self._typed.setSingleShot(True)
        self._typed.setInterval(TYPED_MS)
        self._build()
        self._typed.timeout.connect(self.refresh)
        self.search.textChanged.connect(lambda _text: self._typed.start())
        for box in (self.kind, self.result):
            box.currentIndexChanged.connect(lambda _index: self.refresh())
        self.events.more.connect(self._ask_more)
        self.table.selectionModel().currentRowChanged.connect(self._picked)
        self.details.undo.connect(self.undo)

    @property
    def wanted(self) -> Wanted:
        """What is chosen and typed."""
        kinds = self._kinds[self.kind.currentIndex()].kinds
        results = self._results[self.result.currentIndex()].results
        return Wanted(kinds, results, self.search.text().strip())

    def refresh(self) -> None:
        """Ask anew."""
        self._typed.stop()
        self._ask(None)

    def seek(self) -> None:
        """Ctrl+F."""
        self.search.setFocus()
        self.search.selectAll()

    def _ask_more(self) -> None:
        self._ask(self._rest)

    def _ask(self, after: Place | None) -> None:
        self._asked += 1
        asked, wanted = self._asked, self.wanted
        self._bridge.read(
            self,
            lambda work: work.activity.page(wanted, after),
            lambda listed: self._told(listed, wanted, first=after is None) if asked == self._asked else None,
            self.banner.tell,
        )

    def _told(self, listed: Listed, wanted: Wanted, *, first: bool) -> None:
        self._rest = listed.rest
        told = events(say, listed.deeds, datetime.now().astimezone())
        if first:
            self.details.hide()
            self.events.show(told, rest=listed.rest is not None)
            self.table.setVisible(bool(told))
            self._none.setVisible(not told)
            self._none.setText(nothing(say, wanted))
        else:
            self.events.append(told, rest=listed.rest is not None)

    def _picked(self, index: QModelIndex) -> None:
        event = self.events.at(index.row())
        if event is None:
            self.details.hide()
            return
        can_undo = self.isSignalConnected(QMetaMethod.fromSignal(self.undo))
        self.details.tell(event, can_undo=can_undo)
        QTimer.singleShot(0, self.details, lambda: self.table.scrollTo(self.table.currentIndex()))

    def _build(self) -> None:
        above = row()
        for widget in (self.kind, self.result):
            above.addWidget(widget)
        above.addWidget(self.search, stretch=1)
        listed = Card(say("Activity"))
        listed.body.addWidget(self._none, alignment=Qt.AlignmentFlag.AlignTop)
        listed.body.addWidget(self.table, stretch=1)
        self.body.addLayout(above)
        self.body.addWidget(listed, stretch=1)
        self.body.addWidget(self.details)
        self.details.hide()


class DetailsCard(Card):
    """One deed folded out: what happened, and what to do where it came to nothing."""

    undo = Signal(int)

    def __init__(self) -> None:
        super().__init__(say("Details"))
        self._event: Event | None = None
        self._title = label("", "subtitle")
        self._detail = label("")
        self._remedy = label("")
        self._when = label("", "muted")
        copy = button(say("Copy"), name=say("Copy the details"))
        copy.clicked.connect(self._copy)
        self._undo = button(say("Undo…"))
        self._undo.clicked.connect(self._take_back)
        line = row()
        line.addWidget(self._title, stretch=1)
        line.addWidget(self._undo)
        line.addWidget(copy)
        self.body.addLayout(line)
        for one in (self._detail, self._remedy, self._when):
            self.body.addWidget(one)

    def tell(self, event: Event, *, can_undo: bool) -> None:
        """Show it."""
        self._event = event
        self._title.setText(say("{what}: {result}", what=event.what, result=event.result))
        for place, text in ((self._detail, event.detail), (self._remedy, event.remedy)):
            place.setText(text)
            place.setVisible(bool(text))
        self._when.setText(say("{when}, {who}", when=event.when, who=event.who) if event.who else event.when)
        self._undo.setVisible(bool(event.undo) and can_undo)
        self.setAccessibleDescription(event.as_text)
        self.show()

    def _copy(self) -> None:
        if self._event is not None:
            QApplication.clipboard().setText(self._event.as_text)

    def _take_back(self) -> None:
        if self._event is not None:
            self.undo.emit(self._event.undo)


def _choice(name: str, texts: list[str]) -> QComboBox:
    made = QComboBox()
    made.setAccessibleName(name)
    made.addItems(texts)
    return made
