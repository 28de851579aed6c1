"""Home: is the portal up to date, what happened last, what happens next, what is missing."""

from __future__ import annotations

from PySide6.QtCore import QMetaMethod, QModelIndex, Qt, Signal
from PySide6.QtWidgets import QAbstractButton, QVBoxLayout

from agent.gui.language import say
from agent.gui.looks.theme import Theme
from agent.gui.looks.tokens import SPACE_4
from agent.gui.models.events import RESULT, EventsModel
from agent.gui.pages.page import Page
from agent.gui.pages.set_up_card import SetUpCard
from agent.gui.pages.status_card import StatusCard
from agent.gui.pieces.buttons import allow, button
from agent.gui.pieces.card import Card, empty, label, row
from agent.gui.pieces.event_table import ROW, event_table
from agent.gui.presenters.home import Home


class HomePage(Page):
    """Shows a `presenters.home.Home`; `wanted` asks for a new one."""

    wanted = Signal()

    process = Signal(str)
    """Process is wanted, to the portal of this name."""
    set_up = Signal(str)
    """The set-up is wanted, at this step."""
    schedule = Signal()
    """The schedule is to be looked at, or changed."""
    requests = Signal()
    """What customers asked for is to be looked at."""
    activity = Signal()
    """The whole list is wanted."""
    make_unique = Signal()
    """Unique passwords are wanted; as long as nothing is connected, no link offers them."""
    undo = Signal(int)
    """This replacement is to be taken back."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(say("Home"))
        self._theme = theme
        self._shown: Home | None = None
        self._cards = QVBoxLayout()
        self._cards.setSpacing(SPACE_4)
        self._next = label("")
        self._more = label("", "muted")
        self.schedule_button = button(say("Scheduled uploads…"), plain=True)
        self.schedule_button.clicked.connect(self.schedule)
        self._asked = label("")
        self.requests_button = button(say("See the requests"), plain=True)
        self.requests_button.clicked.connect(self.requests)
        self._waiting = label("", "amber")
        self.unique = button(say("Make unique ones"), plain=True, name=say("Make unique passwords"))
        self.unique.clicked.connect(self.make_unique)
        self._waits = Card(say("Waiting for you"))
        self._events = EventsModel(self)
        self._none = label(say("What you do with Process and Global Replacement will be listed here."), "muted")
        self._all = button(say("See all"), plain=True, name=say("See everything that happened"))
        self._all.clicked.connect(self.activity)
        self._table = event_table(self._events, theme, say("What happened last"), pick=False)
        self._table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._table.clicked.connect(self._clicked)
        self._build()
        theme.changed.connect(self._draw_again)

    def refresh(self) -> None:
        """Ask the office and the receivers anew."""
        self.wanted.emit()

    def act(self) -> None:
        """The main thing here is Process."""
        self.process.emit("")

    def show_home(self, home: Home) -> None:
        """Show it, in place of what was shown; nothing moves where nothing changed."""
        if home == self._shown:
            return
        self._shown = home
        focused = self.focusWidget()
        name = focused.accessibleName() if isinstance(focused, QAbstractButton) else ""
        empty(self._cards)
        for at, status in enumerate(home.statuses):
            card = StatusCard(status, home.obstacle, self._theme, first=at == 0)
            card.process.connect(self.process)
            self._cards.addWidget(card)
        if home.steps:
            set_up = SetUpCard(home.steps, self._theme)
            set_up.wanted.connect(self.set_up)
            self._cards.addWidget(set_up)
        if name:
            self._focus_again(name)
        self._next.setText(home.next.line)
        self._more.setText(home.next.more)
        self._more.setVisible(bool(home.next.more))
        self._asked.setText(home.asked)
        for one in (self._asked, self.requests_button):
            one.setVisible(bool(home.asked))
        self._waiting.setText("\n".join(home.waiting))
        self._waiting.setVisible(bool(home.waiting))
        self.unique.setVisible(home.unique and self.isSignalConnected(QMetaMethod.fromSignal(self.make_unique)))
        self._waits.setVisible(bool(home.waiting or home.asked))
        self._events.show(home.events)
        self._table.setVisible(bool(home.events))
        self._none.setVisible(not home.events)
        self._all.setVisible(bool(home.events))
        header = self._table.horizontalHeader()
        self._table.setFixedHeight(header.sizeHint().height() + ROW * len(home.events) + 4)

    def may_replace(self, obstacle: str) -> None:
        """Why unique passwords can't be made by whoever sits here; empty where they can."""
        allow(self.unique, obstacle)

    def _clicked(self, index: QModelIndex) -> None:
        event = self._events.at(index.row())
        if event is not None and event.undo and index.column() == RESULT:
            self.undo.emit(event.undo)

    def _focus_again(self, name: str) -> None:
        """The new cards stand in for the old ones: so does the button that had the keyboard."""
        for one in self.findChildren(QAbstractButton):
            if one.accessibleName() == name and one.isVisibleTo(self):
                one.setFocus()

    def _draw_again(self) -> None:
        if (shown := self._shown) is not None:
            self._shown = None
            self.show_home(shown)

    def _coming(self) -> Card:
        card = Card(say("Next"))
        for widget in (label(say("Next"), "subtitle"), self._next, self._more):
            card.body.addWidget(widget)
        card.body.addStretch(1)
        card.body.addWidget(self.schedule_button, alignment=Qt.AlignmentFlag.AlignRight)
        return card

    def _build(self) -> None:
        self.body.addLayout(self._cards)
        self._waits.body.addWidget(label(say("Waiting for you"), "subtitle"))
        self._waits.body.addWidget(self._asked)
        self._waits.body.addWidget(self.requests_button, alignment=Qt.AlignmentFlag.AlignRight)
        self._waits.body.addWidget(self._waiting)
        self._waits.body.addWidget(self.unique, alignment=Qt.AlignmentFlag.AlignRight)
        self._waits.body.addStretch(1)
        beside = row(spacing=SPACE_4)
        beside.addWidget(self._coming(), stretch=1)
        beside.addWidget(self._waits, stretch=1)
        self.body.addLayout(beside)
        happened = Card(say("What happened last"))
        above = row()
        above.addWidget(label(say("What happened last"), "subtitle"), stretch=1)
        above.addWidget(self._all)
        happened.body.addLayout(above)
        happened.body.addWidget(self._none)
        happened.body.addWidget(self._table)
        self.body.addWidget(happened)
        self.body.addStretch(1)
