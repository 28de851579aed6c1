"""How prices move: up or down, by an amount, by percent, rounded to."""

from __future__ import annotations

import re
from decimal import Decimal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QLineEdit, QWidget

from agent.domain.adjustment import ROUNDINGS, Adjustment
from agent.domain.errors import UsageError
from agent.gui.language import say
from agent.gui.looks.tokens import SPACE_2
from agent.gui.pieces.card import label
from agent.gui.replacing.picker import Pills

RAISE, LOWER = 0, 1
_NUMBER = re.compile(r"\d{1,12}(\.\d{1,4})?", re.ASCII)


class PriceEditor(QWidget):
    """`adjustment` is what is typed."""

    changed = Signal()
    submitted = Signal()
    """Enter was pressed."""

    def __init__(self) -> None:
        super().__init__()
        self.way = Pills(say("Raise or lower"), (say("Raise"), say("Lower")))
        self.way.choose(RAISE)
        self.amount = self._line(say("Amount"), say("for example {value}", value="2.50"))
        self.percent = self._line(say("Percent"), say("for example {value}", value="3"))
        self.rounding = QComboBox()
        self.rounding.setAccessibleName(say("Round to"))
        for one in ROUNDINGS:
            self.rounding.addItem(f"{one:f}", one)
        self.way.chosen.connect(self.changed)
        self.rounding.currentIndexChanged.connect(self.changed)
        body = QGridLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(SPACE_2)
        body.addWidget(self.way, 0, 0, 1, 2)
        lines = ((say("By amount"), self.amount), (say("By percent"), self.percent), (say("Round to"), self.rounding))
        for at, (text, widget) in enumerate(lines, start=1):
            body.addWidget(label(text, wrap=False), at, 0, Qt.AlignmentFlag.AlignVCenter)
            body.addWidget(widget, at, 1)
        body.setColumnStretch(1, 1)
        hint = say("Where both are given, whichever is greater for a price counts.")
        body.addWidget(label(hint, "muted"), 4, 0, 1, 2)

    @property
    def adjustment(self) -> Adjustment:
        """What is typed. Raises `UsageError` where that is no number, or nothing would move."""
        lower = self.way.at == LOWER
        rounding = ROUNDINGS[self.rounding.currentIndex()]
        made = Adjustment(lower, _number(self.amount), _number(self.percent), rounding)
        made.check()
        return made

    def _line(self, name: str, example: str) -> QLineEdit:
        made = QLineEdit()
        made.setAccessibleName(name)
        made.setPlaceholderText(example)
        made.textEdited.connect(self.changed)
        made.returnPressed.connect(self.submitted)
        return made


def _number(line: QLineEdit) -> Decimal | None:
    text = line.text().strip()
    if not text:
        return None
    if not _NUMBER.fullmatch(text):
        raise UsageError(
            f'"{text}" is no number such as 2.50.', remedy=say("Write it with a point and no other marks.")
        )
    return Decimal(text)
