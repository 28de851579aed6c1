"""A date that counts only where its box is ticked."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QDateEdit, QGridLayout, QWidget

from agent.gui.language import day_form, say
from agent.gui.looks.tokens import SPACE_1, SPACE_2
from agent.gui.pieces.card import label

INDENT = 27
WIDTH = 150


class OptionalDay(QWidget):
    """A check box, the date beside it, and a hint below."""

    changed = Signal()

    def __init__(self, text: str, hint: str, suggested: date) -> None:
        super().__init__()
        self.box = QCheckBox(text)
        self.box.setAccessibleDescription(hint)
        self.field = QDateEdit(QDate(suggested.year, suggested.month, suggested.day))
        self.field.setCalendarPopup(True)
        self.field.setDisplayFormat(day_form())
        self.field.setMaximumDate(QDate.currentDate())
        self.field.setMinimumWidth(WIDTH)
        self.field.setAccessibleName(text.replace("&", ""))
        self._tick(False)
        self.box.toggled.connect(self._tick)
        self.field.dateChanged.connect(self.changed)
        body = QGridLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setHorizontalSpacing(SPACE_2)
        body.setVerticalSpacing(SPACE_1)
        body.addWidget(self.box, 0, 0, Qt.AlignmentFlag.AlignLeft)
        body.addWidget(self.field, 0, 1)
        told = label(hint, "muted")
        told.setContentsMargins(INDENT, 0, 0, 0)
        body.addWidget(told, 1, 0, 1, 2)
        body.setColumnStretch(0, 1)

    @property
    def day(self) -> date | None:
        """The date; None where the box is not ticked."""
        if not self.box.isChecked():
            return None
        chosen = self.field.date()
        return date(chosen.year(), chosen.month(), chosen.day())

    def _tick(self, ticked: bool) -> None:
        self.field.setEnabled(ticked)
        why = "" if ticked else say("Tick the box to choose a date.")
        self.field.setToolTip(why)
        self.field.setAccessibleDescription(why)
        self.changed.emit()
