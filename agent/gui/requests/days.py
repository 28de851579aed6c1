"""The days that would suit the customer for a visit: one of them is chosen, or another one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QDate, Signal
from PySide6.QtWidgets import QButtonGroup, QDateEdit, QRadioButton, QVBoxLayout, QWidget

from agent.gui.language import day_form, say
from agent.gui.looks.tokens import SPACE_1, SPACE_2
from agent.gui.pieces.buttons import allow
from agent.gui.pieces.card import empty, label, row
from agent.gui.presenters.request import DayChoice


class Days(QWidget):
    """Tells which day was `chosen`."""

    chosen = Signal(object)
    """A `date`."""

    def __init__(self) -> None:
        super().__init__()
        self.choices: list[QRadioButton] = []
        self._days: tuple[DayChoice, ...] = ()
        self._group = QButtonGroup(self)
        self._title = label("", "group")
        self._wished = QVBoxLayout()
        self._wished.setSpacing(SPACE_1)
        self.other = QRadioButton(say("Another day"))
        self.other.setAccessibleName(say("Another day"))
        self._group.addButton(self.other)
        self.day = QDateEdit(QDate.currentDate())
        self.day.setAccessibleName(say("Another day"))
        self.day.setCalendarPopup(True)
        self.day.setDisplayFormat(day_form())
        self.day.setMinimumDate(QDate.currentDate())
        self.other.toggled.connect(self._turn)
        self.day.dateChanged.connect(lambda _day: self._choose_other())
        self._turn(False)
        beside = row(spacing=SPACE_2)
        beside.addWidget(self.other)
        beside.addWidget(self.day)
        beside.addStretch()
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(SPACE_1)
        body.addWidget(self._title)
        body.addLayout(self._wished)
        body.addLayout(beside)

    def show_days(self, days: Sequence[DayChoice], chosen: date | None, *, offered: bool) -> None:
        """Offer these, and any other one; nothing is made anew where they are shown already. Where no day is to be
        chosen, nothing is `offered`."""
        if tuple(days) != self._days:
            self._offer(tuple(days))
        wished = {one.day: button for one, button in zip(self._days, self.choices, strict=True)}
        self._group.setExclusive(False)
        for day, button in wished.items():
            button.setChecked(day == chosen)
        self.other.blockSignals(True)
        self.other.setChecked(chosen is not None and chosen not in wished)
        self.other.blockSignals(False)
        self._turn(self.other.isChecked(), quietly=True)
        self._group.setExclusive(True)
        self._title.setText(
            say("Days that would suit the customer, the best first") if days else say("The customer named no day.")
        )
        self.setVisible(offered)

    def _offer(self, days: tuple[DayChoice, ...]) -> None:
        self._days = days
        for button in self.choices:
            self._group.removeButton(button)
        empty(self._wished)
        self.choices = []
        before: QWidget = self
        for one in days:
            button = QRadioButton(one.text)
            button.setAccessibleName(one.text)
            allow(button, one.obstacle)
            button.clicked.connect(lambda _checked=False, day=one.day: self.chosen.emit(day))
            self._group.addButton(button)
            self._wished.addWidget(button)
            self.choices.append(button)
            if before is not self:
                self.setTabOrder(before, button)
            before = button
        if before is not self:
            self.setTabOrder(before, self.other)
            self.setTabOrder(self.other, self.day)

    def _turn(self, on: bool, *, quietly: bool = False) -> None:
        allow(self.day, "" if on else say("Choose Another day first."))
        if on and not quietly:
            self._choose_other()

    def _choose_other(self) -> None:
        if self.other.isChecked():
            day = self.day.date()
            self.chosen.emit(date(day.year(), day.month(), day.day()))
