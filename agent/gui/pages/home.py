"""Home: is the portal up to date, what happened last, what happens next, what is missing."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QHeaderView,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from agent.gui.card import Card, empty, label, row
from agent.gui.language import say
from agent.gui.models.events import RESULT, EventsModel
from agent.gui.pages.page import Page
from agent.gui.pages.set_up_card import SetUpCard
from agent.gui.pages.status_card import StatusCard
from agent.gui.pill import PillDelegate
from agent.gui.presenters.home import Home
from agent.gui.theme import Theme
from agent.gui.tokens import SPACE_4

ROW = 38
WHAT = 1


class HomePage(Page):
    """Shows a `presenters.home.Home`; `wanted` asks for a new one."""

    wanted = Signal()

    process = Signal(str)
    """Process is wanted, to the portal of this name."""
    set_up = Signal(str)
    """The set-up is wanted, at this step."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(say("Home"))
        self._theme = theme
        self._shown: Home | None = None
        self._cards = QVBoxLayout()
        self._cards.setSpacing(SPACE_4)
        self._next = label("", "muted")
        self._waiting = label("", "amber")
        self._waits = _titled(say("Waiting for you"), self._waiting)
        self._events = EventsModel(self)
        self._none = label(say("What you do with Process and Global Replacement will be listed here."), "muted")
        self._table = self._made_table()
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
        self._next.setText(home.next)
        self._waiting.setText("\n".join(home.waiting))
        self._waits.setVisible(bool(home.waiting))
        self._events.show(home.events)
        self._table.setVisible(bool(home.events))
        self._none.setVisible(not home.events)
        header = self._table.horizontalHeader()
        self._table.setFixedHeight(header.sizeHint().height() + ROW * len(home.events) + 2)

    def _focus_again(self, name: str) -> None:
        """The new cards stand in for the old ones: so does the button that had the keyboard."""
        for one in self.findChildren(QAbstractButton):
            if one.accessibleName() == name and one.isVisibleTo(self):
                one.setFocus()

    def _draw_again(self) -> None:
        if (shown := self._shown) is not None:
            self._shown = None
            self.show_home(shown)

    def _build(self) -> None:
        self.body.addLayout(self._cards)
        beside = row(spacing=SPACE_4)
        beside.addWidget(_titled(say("Next"), self._next), stretch=1)
        beside.addWidget(self._waits, stretch=1)
        self.body.addLayout(beside)
        self.body.addWidget(_titled(say("What happened last"), self._none, self._table))
        self.body.addStretch(1)

    def _made_table(self) -> QTableView:
        table = QTableView()
        table.setModel(self._events)
        table.setItemDelegateForColumn(RESULT, PillDelegate(self._theme))
        table.setAccessibleName(say("What happened last"))
        table.setShowGrid(False)
        table.setAlternatingRowColors(False)
        table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setTabKeyNavigation(False)
        table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(ROW)
        header = table.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(WHAT, QHeaderView.ResizeMode.Stretch)
        return table


def _titled(title: str, *widgets: QWidget) -> Card:
    card = Card(title)
    card.body.addWidget(label(title, "subtitle"))
    for widget in widgets:
        card.body.addWidget(widget)
    card.body.addStretch(1)
    return card
