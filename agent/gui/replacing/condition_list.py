"""Step 4: the conditions that are chosen, or that every row is meant."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from agent.domain.conditions import Condition
from agent.gui.language import say
from agent.gui.looks.icons import icon
from agent.gui.looks.theme import Theme
from agent.gui.looks.tokens import SPACE_1, SPACE_2, SPACE_3
from agent.gui.pieces.buttons import allow, button
from agent.gui.pieces.card import empty, label
from agent.gui.presenters.replace_form import Form, said
from agent.gui.replacing.picker import Picker

REMOVE = 14


class ConditionList(QWidget):
    """One line a condition, with a button that takes it away."""

    wanted = Signal()
    """One more is to be chosen."""
    removed = Signal(int)
    everyone = Signal(bool)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._shown: tuple[Condition, ...] | None = None
        self.removes: list[QPushButton] = []
        self.choose = Picker(say("Choose Condition"))
        self.another = button(say("+ &Add Another Condition"), plain=True, name=say("Add Another Condition"))
        self.all = QCheckBox(say("Every row of the set"))
        self._list = QVBoxLayout()
        self._list.setSpacing(SPACE_2)
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(SPACE_2)
        body.addLayout(self._list)
        body.addWidget(self.choose)
        body.addWidget(self.another, alignment=Qt.AlignmentFlag.AlignLeft)
        body.addWidget(self.all, alignment=Qt.AlignmentFlag.AlignLeft)
        self.choose.clicked.connect(self.wanted)
        self.another.clicked.connect(self.wanted)
        self.all.toggled.connect(self.everyone)
        theme.changed.connect(self._draw_again)

    @property
    def in_order(self) -> list[QWidget]:
        """What the tab key goes through."""
        return [*self.removes, self.choose, self.another, self.all]

    def show_form(self, form: Form) -> None:
        """Show the conditions of the form."""
        if form.conditions != self._shown:
            self._shown = form.conditions
            empty(self._list)
            self.removes = [self._remove_button(at, one) for at, one in enumerate(form.conditions)]
            for condition, remove in zip(form.conditions, self.removes, strict=True):
                self._list.addWidget(_line(condition, remove))
        some = bool(form.conditions)
        self.choose.setVisible(not some)
        self.another.setVisible(some)
        allow(self.choose, say("Every row of the set is meant.") if form.everyone else "")
        allow(self.all, say("Remove the conditions first.") if some else "")
        if self.all.isChecked() != form.everyone:
            self.all.blockSignals(True)
            self.all.setChecked(form.everyone)
            self.all.blockSignals(False)

    def _remove_button(self, at: int, condition: Condition) -> QPushButton:
        made = button("", plain=True, name=say("Remove the condition on {field}", field=condition.field.name))
        made.setIcon(icon("remove", self._theme.tokens.muted, size=REMOVE))
        made.setIconSize(QSize(REMOVE, REMOVE))
        made.setToolTip(say("Remove"))
        made.clicked.connect(lambda: self.removed.emit(at))
        return made

    def _draw_again(self) -> None:
        if self._shown:
            conditions, self._shown = self._shown, None
            self.show_form(Form("replace", "", conditions=conditions))


def _line(condition: Condition, remove: QPushButton) -> QFrame:
    parts = said(say, condition)
    made = QFrame()
    made.setObjectName("chosen")
    told = label("")
    told.setTextFormat(Qt.TextFormat.RichText)
    told.setText(f"{escape(parts.field)} <b>{escape(parts.comparison)}</b> {escape(parts.value)}")
    told.setAccessibleName(f"{parts.field} {parts.comparison} {parts.value}")
    body = QHBoxLayout(made)
    body.setContentsMargins(SPACE_3, SPACE_1, SPACE_1, SPACE_1)
    body.addWidget(told, stretch=1)
    body.addWidget(remove)
    return made
