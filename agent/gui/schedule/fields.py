"""The form of the schedule: on or off, how often, quiet hours."""

from __future__ import annotations

from datetime import time

from PySide6.QtCore import Qt, QTime, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QGridLayout,
    QLineEdit,
    QRadioButton,
    QTimeEdit,
    QWidget,
)

from agent.gui.language import say
from agent.gui.looks.tokens import SPACE_2, SPACE_3
from agent.gui.pieces.buttons import allow
from agent.gui.pieces.card import label, row
from agent.gui.presenters.schedule import USUAL_QUIET, USUAL_TIMES, Typed, offered

FIELD_WIDTH = 190
CLOCK_WIDTH = 96
DEFAULT_MINUTES = 30


class ScheduleFields(QWidget):
    """What does not count just now is disabled and says why; what was typed stays."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.on = QCheckBox(say("&Upload by itself"))
        self.by_interval = QRadioButton(say("&Every"))
        self.every = QComboBox()
        self.every.setAccessibleName(say("Every"))
        self.by_times = QRadioButton(say("&Daily at"))
        self.daily = QLineEdit()
        self.daily.setAccessibleName(say("Daily at"))
        self.quiet = QCheckBox(say("&Quiet hours"))
        self.since = _clock(say("Quiet from"))
        self.until = _clock(say("Quiet until"))
        group = QButtonGroup(self)
        for one in (self.by_interval, self.by_times):
            group.addButton(one)
        self._build()
        self.fill(Typed(True, DEFAULT_MINUTES, USUAL_TIMES, False, False, USUAL_QUIET.since, USUAL_QUIET.until))
        for box in (self.on, self.by_interval, self.by_times, self.quiet):
            box.toggled.connect(self._changed)
        self.every.currentIndexChanged.connect(self._changed)
        self.daily.textChanged.connect(self._changed)
        self.since.timeChanged.connect(self._changed)
        self.until.timeChanged.connect(self._changed)

    @property
    def typed(self) -> Typed:
        """What is entered."""
        return Typed(
            on=self.on.isChecked(),
            every=int(self.every.currentData() or DEFAULT_MINUTES),
            daily=self.daily.text(),
            at_times=self.by_times.isChecked(),
            quiet=self.quiet.isChecked(),
            since=_time(self.since),
            until=_time(self.until),
        )

    def fill(self, typed: Typed) -> None:
        """Show what is kept."""
        self.every.clear()
        for minutes, text in offered(say, typed.every):
            self.every.addItem(text, minutes)
        self.every.setCurrentIndex(self.every.findData(typed.every))
        self.daily.setText(typed.daily)
        (self.by_times if typed.at_times else self.by_interval).setChecked(True)
        self.quiet.setChecked(typed.quiet)
        self.since.setTime(QTime(typed.since.hour, typed.since.minute))
        self.until.setTime(QTime(typed.until.hour, typed.until.minute))
        self.on.setChecked(typed.on)
        self._changed()

    def _changed(self) -> None:
        off = "" if self.on.isChecked() else say("Tick Upload by itself first.")
        for one in (self.by_interval, self.by_times, self.quiet):
            allow(one, off)
        allow(self.every, off or ("" if self.by_interval.isChecked() else say("Choose Every to use it.")))
        allow(self.daily, off or ("" if self.by_times.isChecked() else say("Choose Daily at to use it.")))
        for clock in (self.since, self.until):
            allow(clock, off or ("" if self.quiet.isChecked() else say("Tick Quiet hours to use it.")))
        self.changed.emit()

    def _build(self) -> None:
        body = QGridLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setHorizontalSpacing(SPACE_3)
        body.setVerticalSpacing(SPACE_2)
        body.addWidget(self.on, 0, 0, 1, 2, Qt.AlignmentFlag.AlignLeft)
        hours = row()
        for one in (self.since, label(say("to"), "", wrap=False), self.until):
            hours.addWidget(one)
        hours.addStretch()
        for at, (left, right) in enumerate(((self.by_interval, self.every), (self.by_times, self.daily)), 1):
            right.setFixedWidth(FIELD_WIDTH)
            body.addWidget(left, at, 0)
            body.addWidget(right, at, 1, Qt.AlignmentFlag.AlignLeft)
        body.addWidget(self.quiet, 3, 0)
        body.addLayout(hours, 3, 1)
        hint = say(
            "By the clock of this office. In quiet hours no upload starts; what was due then follows after them."
        )
        body.addWidget(label(hint, "muted"), 4, 0, 1, 2)
        body.setColumnStretch(1, 1)


def _clock(name: str) -> QTimeEdit:
    made = QTimeEdit()
    made.setDisplayFormat("HH:mm")
    made.setButtonSymbols(QTimeEdit.ButtonSymbols.NoButtons)
    made.setFixedWidth(CLOCK_WIDTH)
    made.setAccessibleName(name)
    return made


def _time(clock: QTimeEdit) -> time:
    shown = clock.time()
    return time(shown.hour(), shown.minute())
