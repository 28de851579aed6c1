"""Who is concerned: the counts in a sentence, pills for the groups, the customers of one group."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QGridLayout,
    QHeaderView,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from agent.gui.dialogs.frame import Footer, inset, stack
from agent.gui.language import say
from agent.gui.looks.tokens import SPACE_2
from agent.gui.pieces.banner import Banner
from agent.gui.pieces.buttons import allow, button, pill_button
from agent.gui.pieces.card import Card, label, row
from agent.gui.presenters.preview import Pill, overview, rows

if TYPE_CHECKING:
    from agent.usecases.report import Preview

LOWEST = 200
NUMBER = 0
ACROSS = 3
"""So many pills stand beside each other."""


class PeoplePage(QWidget):
    """Shows a `Preview`; `page_of` wants the page of the customer of that number."""

    back = Signal()
    process = Signal()
    page_of = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.banner = Banner()
        self._preview: Preview | None = None
        self._moves = label("", "subtitle")
        self._counted = label("", "amber")
        self._passwords = label("", "amber")
        self._left_out = label("", "muted")
        self._grid = QGridLayout()
        self._grid.setSpacing(SPACE_2)
        self._grid.setColumnStretch(ACROSS, 1)
        self.pills: dict[str, QPushButton] = {}
        self._pageless = ""
        self.table = _table()
        self._rest = label("", "muted")
        self.sample = button(say("&Sample page"), plain=True)
        self.sample.clicked.connect(lambda: self.page_of.emit(self._picked))
        back = button(say("&Back"))
        back.clicked.connect(self.back)
        self.go_on = button(say("&Process"), main=True)
        self.go_on.clicked.connect(self.process)
        self._footer = Footer(self.sample, back, self.go_on)
        self.table.itemSelectionChanged.connect(self._judge)
        self.table.itemActivated.connect(lambda _item: self.sample.click())
        self._build()
        self._judge()

    def tell(self, preview: Preview) -> None:
        """Show it; the first group with anybody in it is picked."""
        self._preview = preview
        told = overview(say, preview)
        for place, text in (
            (self._moves, told.moves),
            (self._counted, told.counted),
            (self._passwords, told.passwords),
            (self._left_out, told.left_out),
        ):
            place.setText(text)
            place.setVisible(bool(text))
        for pill in told.pills:
            self._add(pill)
        first = next((pill for pill in told.pills if not pill.obstacle), None)
        if first is None:
            self._rest.setText(say("There is nobody to be listed."))
        else:
            self.pills[first.group].click()
        self.setAccessibleDescription(". ".join(text for text in (told.moves, told.counted, told.passwords) if text))
        self.go_on.setFocus()

    @property
    def _picked(self) -> str:
        row = self.table.currentRow()
        item = self.table.item(row, NUMBER) if self.table.selectedItems() else None
        return item.text() if item is not None else ""

    def _add(self, pill: Pill) -> None:
        made = pill_button(pill.text)
        allow(made, pill.obstacle)
        made.clicked.connect(partial(self._show, pill))
        self._grid.addWidget(made, len(self.pills) // ACROSS, len(self.pills) % ACROSS)
        self.pills[pill.group] = made

    def _show(self, pill: Pill) -> None:
        if self._preview is None:
            return
        for group, made in self.pills.items():
            made.setChecked(group == pill.group)
        people, rest = rows(say, self._preview, pill.group)
        self._pageless = pill.pageless
        self.table.clearContents()
        self.table.setRowCount(len(people))
        for at, person in enumerate(people):
            self.table.setItem(at, NUMBER, QTableWidgetItem(person.number))
            self.table.setItem(at, NUMBER + 1, QTableWidgetItem(person.name))
        self.table.clearSelection()
        self.table.scrollToTop()
        self._rest.setText(rest)
        self._judge()

    def _judge(self) -> None:
        obstacle = "" if self._picked else say("Pick a customer in the list first.")
        allow(self.sample, self._pageless or obstacle)

    def _build(self) -> None:
        counts = Card(say("What will change"))
        for widget in (self._moves, self._counted, self._passwords, self._left_out):
            counts.body.addWidget(widget)
        people = Card(say("Customers"))
        people.body.addLayout(self._grid)
        people.body.addWidget(self.table, stretch=1)
        below = row()
        below.addWidget(self._rest)
        people.body.addLayout(below)
        inside = inset()
        inside.addWidget(self.banner)
        inside.addWidget(counts)
        inside.addWidget(people, stretch=1)
        stack(self, inside, self._footer)


def _table() -> QTableWidget:
    table = QTableWidget(0, 2)
    table.setHorizontalHeaderLabels([say("Number"), say("Name")])
    table.setAccessibleName(say("Customers"))
    table.setMinimumHeight(LOWEST)
    table.setShowGrid(False)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setTabKeyNavigation(False)
    table.verticalHeader().hide()
    header = table.horizontalHeader()
    header.setHighlightSections(False)
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    header.setSectionsClickable(False)
    header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
    return table
