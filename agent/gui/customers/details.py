"""The customer who is chosen: his tabs, what is typed over them, Save and Discard (feature row A7)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QStackedWidget, QTabWidget, QVBoxLayout, QWidget
from shiboken6 import isValid

from agent.domain.edit import Cell, CellsChanged
from agent.domain.errors import AgentError, TryLater
from agent.gui.bridge import Bridge
from agent.gui.customers.history import HistoryTab
from agent.gui.customers.tabs import OwnTab, PhonesTab, RecordsTab, contact, notes
from agent.gui.language import say
from agent.gui.looks.tokens import SPACE_1, SPACE_2, SPACE_3, SPACE_4
from agent.gui.pieces.buttons import allow, button
from agent.gui.pieces.card import Card as Box
from agent.gui.pieces.card import label, row
from agent.gui.pieces.nothing import Nothing
from agent.gui.pieces.notice import Notice
from agent.gui.presenters.customer import Draft, Note, about, conflict, heading, saved, undone
from agent.gui.presenters.customers import nobody_chosen
from agent.gui.presenters.records import JOBS, PROPERTIES

if TYPE_CHECKING:
    from agent.domain.runs import Run
    from agent.usecases.customer_card import Card
    from agent.usecases.replace import Swing

PAUSE_MS = 120
"""So long an arrow key has to rest on a customer before he is read."""


class Details(QWidget):
    """`saved` tells that something was written; `trouble` what is in the way, an `AgentError`."""

    saved = Signal()
    trouble = Signal(object)
    shown = Signal()
    """The customer who was asked for is there."""

    def __init__(self, bridge: Bridge) -> None:
        super().__init__()
        self._bridge = bridge
        self._wanted = ""
        self._draft: Draft | None = None
        self._saving = False
        self._keyboard: QWidget | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._read)
        self.contact, self.phones, self.notes = contact(), PhonesTab(), notes()
        self.properties, self.jobs, self.history = RecordsTab(PROPERTIES), RecordsTab(JOBS), HistoryTab()
        self.tabs = QTabWidget()
        self.notice = Notice()
        self.save = button(say("S&ave"), main=True)
        self.discard = button(say("&Discard"))
        self._title = label("", "title", wrap=False)
        self._why = label("", "muted")
        self._why.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._nothing = Nothing()
        self._inside = QWidget()
        self._stack = QStackedWidget()
        self._build()
        self._judge()

    @property
    def question(self) -> str:
        """Before another customer or page takes the place of what is typed; empty where nothing is."""
        return self._draft.question(say) if self._draft is not None else ""

    @property
    def record_id(self) -> str:
        """Who is shown, or asked for."""
        return self._wanted

    def show_customer(self, record_id: str) -> None:
        """Show him, as soon as the arrow keys rest. What was typed over the one before is let go."""
        self._wanted = record_id
        self._draft = None
        self.notice.dismiss()
        self._judge()
        self._pause.start()

    def refresh(self) -> None:
        """Read the customer anew, unless something is typed over him."""
        if self._wanted and not self.question and not self._saving:
            self._read()

    def offer_statuses(self, statuses: Sequence[str]) -> None:
        """The statuses one may choose."""
        self.contact.offer_statuses(statuses)

    def to_fields(self) -> None:
        """Put the keyboard into the first field that can be typed into, else on the tabs."""
        if self._draft is None:
            return
        found = [one for one in self.tabs.currentWidget().findChildren(QWidget) if isinstance(one, TYPED)]
        first = next((one for one in found if one.isEnabled() and one.isVisible()), self.tabs.tabBar())
        first.setFocus()

    def keep(self) -> None:
        """Save what is typed."""
        if not self.save.isEnabled() or self._draft is None or not self._may_begin():
            return
        cells, card, also = self._draft.cells, self._draft.card, self.phones.also_own
        self._bridge.change(
            lambda work, progress: work.customers.save(cells, about(card), progress, also_own=also),
            lambda run: self._kept(card, run),
            self._not_kept,
        )

    def _read(self) -> None:
        self._pause.stop()
        wanted = self._wanted
        self._bridge.read(
            self, lambda work: work.customers.card(wanted), self._show, lambda error: self._not_read(wanted, error)
        )

    def _show(self, card: Card) -> None:
        if card.record_id != self._wanted or self.question:
            return
        self._draft = Draft(card)
        self._title.setText(heading(card))
        self._stack.setCurrentWidget(self._inside)
        self._fill()
        self._judge()
        self.shown.emit()

    def _not_read(self, wanted: str, error: AgentError) -> None:
        if wanted == self._wanted:
            self._wanted = ""
            self._draft = None
            self._stack.setCurrentWidget(self._nothing)
            self._judge()
            self.trouble.emit(error)

    def _fill(self) -> None:
        """Only the tab that is seen: the others when they are."""
        tab = self.tabs.currentWidget()
        if self._draft is not None and isinstance(tab, TABS) and tab.card is not self._draft.card:
            tab.show_card(self._draft.card)

    def _typed(self, cell: Cell, note: Note) -> None:
        if self._draft is not None:
            self._draft.put(cell, note)
            self.notice.dismiss()
            self._judge()

    def _judge(self) -> None:
        changed = bool(self.question)
        obstacle = self._draft.obstacle(say) if self._draft is not None else say("No customer is chosen.")
        told = changed or (self._draft is not None and self._draft.card.obstacle)
        self._why.setText(obstacle if told else "")
        allow(self.save, say("It is being saved.") if self._saving else obstacle)
        allow(self.discard, "" if changed and not self._saving else say("Nothing is changed."))

    def _let_go(self) -> None:
        """Show the customer as he was read."""
        if self._draft is not None:
            self._show_anew(self._draft.card)

    def _show_anew(self, card: Card) -> None:
        self._draft = None
        for at in range(self.tabs.count()):
            tab = self.tabs.widget(at)
            if isinstance(tab, TABS):
                tab.card = None
        self._show(card)

    def _may_begin(self) -> bool:
        """Nothing can be typed until what begins here is over."""
        if self._bridge.changing is not None:
            self.trouble.emit(TryLater("Something else is being changed just now.", remedy="Try again in a moment."))
            return False
        self._keyboard = self.window().focusWidget()
        self._saving = True
        self.tabs.setEnabled(False)
        self._judge()
        return True

    def _over(self) -> None:
        self._saving = False
        self.tabs.setEnabled(True)
        self._judge()
        before = self._keyboard
        if before is not None and isValid(before) and self.isAncestorOf(before):
            (before if before.isEnabled() else self.tabs.tabBar()).setFocus()

    def _kept(self, card: Card, run: Run | None) -> None:
        if self._draft is not None and self._draft.card is card:
            self._draft = Draft(card)
            if run is not None:
                self.notice.tell(saved(say), say("Undo"), lambda: self._undo(run.id))
        self._over()
        self._read()
        self.saved.emit()

    def _not_kept(self, error: AgentError) -> None:
        self._over()
        if isinstance(error, CellsChanged):
            self.notice.warn(conflict(say, error), say("Reload"), self._reload)
        else:
            self.trouble.emit(error)

    def _reload(self) -> None:
        """Show what stands there now; what was typed is let go."""
        self.notice.dismiss()
        if self._draft is not None:
            self._draft = Draft(self._draft.card)
        self._read()

    def _undo(self, run: int) -> None:
        if self._may_begin():
            self.notice.dismiss()
            self._bridge.change(
                lambda work, progress: work.customers.undo(run, progress), self._undone, self._not_undone
            )

    def _undone(self, swing: Swing) -> None:
        self._over()
        self._read()
        self.notice.tell(undone(say, swing))
        self.saved.emit()

    def _not_undone(self, error: AgentError) -> None:
        self._over()
        self.trouble.emit(error)

    def _build(self) -> None:
        named = (
            (self.contact, say("Contact")),
            (self.phones, say("More Phone Numbers")),
            (self.properties, say("Properties")),
            (self.jobs, say("Jobs")),
            (self.history, say("History")),
            (self.notes, say("Notes")),
        )
        for tab, name in named:
            self.tabs.addTab(tab, name)
            if not isinstance(tab, HistoryTab):
                tab.typed.connect(self._typed)
        self.tabs.setAccessibleName(say("Customer"))
        self.tabs.tabBar().setAccessibleName(say("Customer"))
        self.tabs.currentChanged.connect(self._fill)
        self.save.clicked.connect(self.keep)
        self.discard.clicked.connect(self._let_go)
        QShortcut(QKeySequence("Ctrl+S"), self, self.keep, context=Qt.ShortcutContext.WindowShortcut)
        self._nothing.say(nobody_chosen(say))
        above = row()
        above.setContentsMargins(SPACE_4, SPACE_2, SPACE_3, 0)
        above.addWidget(self._title)
        above.addWidget(self._why, stretch=1)
        above.addWidget(self.discard)
        above.addWidget(self.save)
        inside = QVBoxLayout(self._inside)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(SPACE_1)
        inside.addLayout(above)
        around = row()
        around.setContentsMargins(SPACE_3, 0, SPACE_3, 0)
        around.addWidget(self.notice)
        inside.addLayout(around)
        inside.addWidget(self.tabs, stretch=1)
        for one in (self._nothing, self._inside):
            self._stack.addWidget(one)
        card = Box(say("Customer"))
        card.body.setContentsMargins(1, 1, 1, SPACE_1)
        card.body.addWidget(self._stack)
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.addWidget(card)


TABS = (OwnTab, RecordsTab, HistoryTab)
TYPED = (QLineEdit, QPlainTextEdit, QComboBox)
