"""The History tab: posted work, a year at a time, newest first (feature row A7)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QAbstractItemView, QComboBox, QTableView, QVBoxLayout, QWidget

from agent.gui.customers.table import quiet
from agent.gui.language import say
from agent.gui.looks.tokens import SPACE_2, SPACE_3, SPACE_4
from agent.gui.models.visits import VisitsModel
from agent.gui.pieces.card import label, row
from agent.gui.presenters.visits import YearChoice, lines, years

if TYPE_CHECKING:
    from agent.usecases.customer_card import Card

WIDTHS = (110, 190, 80, 80, 120, 90)


class HistoryTab(QWidget):
    """The newest year comes first."""

    def __init__(self) -> None:
        super().__init__()
        self.card: Card | None = None
        self._years: tuple[YearChoice, ...] = ()
        self._model = VisitsModel(self)
        self._none = label(say("No work is done yet. Posted visits are listed here."), "muted")
        self._title = label(say("Year"), "group", wrap=False)
        self.year = QComboBox()
        self.year.setAccessibleName(say("Year"))
        self.year.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.year.currentIndexChanged.connect(self._show_year)
        self.table = QTableView()
        quiet(self.table)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.table.setAccessibleName(say("History"))
        self.table.setModel(self._model)
        for column, width in enumerate(WIDTHS):
            self.table.setColumnWidth(column, width)
        above = row()
        above.addWidget(self._title)
        above.addWidget(self.year)
        above.addStretch()
        body = QVBoxLayout(self)
        body.setContentsMargins(SPACE_4, SPACE_3, SPACE_4, SPACE_3)
        body.setSpacing(SPACE_2)
        body.addWidget(self._none)
        body.addLayout(above)
        body.addWidget(self.table, stretch=1)

    def show_card(self, card: Card) -> None:
        """Show this customer's."""
        self.card = card
        self._years = years(say, card.history)
        self.year.blockSignals(True)
        self.year.clear()
        self.year.addItems([one.text for one in self._years])
        self.year.blockSignals(False)
        for one in (self._title, self.year, self.table):
            one.setVisible(bool(self._years))
        self._none.setVisible(not self._years)
        self._show_year()

    def _show_year(self) -> None:
        at = self.year.currentIndex()
        if self.card is not None and 0 <= at < len(self._years):
            self._model.show(lines(say, self.card.history, self._years[at].year))
        else:
            self._model.show(())
