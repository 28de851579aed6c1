"""Step 3: the new value. It is typed and taken with Ok; passwords can be a different one for each.

Neither is decided beforehand for passwords: one types at once, as the article does, or presses the other.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QVBoxLayout, QWidget

from agent.domain.adjustment import Adjustment
from agent.domain.catalog import Field
from agent.domain.errors import UsageError
from agent.domain.passwords import Kind
from agent.domain.values import visible
from agent.domain.wish import new_value
from agent.gui.language import say
from agent.gui.looks.tokens import SPACE_2
from agent.gui.pieces.buttons import button
from agent.gui.pieces.card import label, row
from agent.gui.presenters.replace_form import Form
from agent.gui.replacing.picker import Pills
from agent.gui.replacing.price_editor import PriceEditor
from agent.gui.replacing.value_editor import ValueEditor

DIFFERENT, ONE, UNDECIDED = 0, 1, -1
KINDS: tuple[Kind, ...] = ("words", "random")
EXAMPLES: dict[Kind, str] = {"words": "maple-otter-quiet-lamp", "random": "k7m4qx9hw3pd"}


class ValueStep(QWidget):
    """Tells what was taken, or that it is being typed again."""

    text_taken = Signal(str)
    unique_taken = Signal(str)
    adjust_taken = Signal(object)
    opened = Signal()
    """What was taken no longer holds."""

    def __init__(self) -> None:
        super().__init__()
        self._field: Field | None = None
        self._taken = False
        self.way = Pills(say("New value"), (say("A different one for each"), say("One value")))
        self.kind = QComboBox()
        self.kind.setAccessibleName(say("What the passwords are made of"))
        for text in (say("Four words"), say("Letters and digits")):
            self.kind.addItem(text)
        self._example = label("", "muted", wrap=False)
        self._different = QWidget()
        self.editor = ValueEditor(say("New value"))
        self.prices = PriceEditor()
        self.empty = QCheckBox(say("Leave it empty"))
        self.ok = button(say("&Ok"))
        self._typing = QWidget()
        self._trouble = label("", "amber")
        self._first = label(say("The field comes first."), "muted")
        self._build()
        self.way.chosen.connect(self._turn)
        self.kind.currentIndexChanged.connect(lambda _at: self._offer_unique())
        self.ok.clicked.connect(self._take)
        self.empty.toggled.connect(self._empty)
        for one in (self.editor, self.prices):
            one.changed.connect(self._typed)
            one.submitted.connect(self._take)

    def show_form(self, form: Form) -> None:
        """Be what the form needs; what is being typed stays as long as the field does."""
        taken = form.text is not None or form.adjust is not None
        if form.field != self._field or (form.unique is not None and self.way.at != DIFFERENT):
            self._field = form.field
            self._fit(form)
        self._taken = taken
        self._arrange(form)

    @property
    def field(self) -> Field | None:
        """Whose new value it is."""
        return self._field

    @property
    def in_order(self) -> list[QWidget]:
        """What the tab key goes through."""
        prices = (*self.prices.way.pills, self.prices.amount, self.prices.percent, self.prices.rounding)
        return [*self.way.pills, self.kind, self.editor.widget, *prices, self.ok, self.empty]

    def take_focus(self) -> None:
        """Put the keyboard where the next thing is done."""
        if self.prices.isVisibleTo(self):
            self.prices.amount.setFocus()
        else:
            self.editor.take_focus()

    def _fit(self, form: Form) -> None:
        self.empty.setChecked(False)
        self._say("")
        self.way.choose(DIFFERENT if form.unique else UNDECIDED)
        kind = form.unique or KINDS[0]
        self.kind.blockSignals(True)
        self.kind.setCurrentIndex(KINDS.index(kind))
        self.kind.blockSignals(False)
        self._example.setText(EXAMPLES[kind])
        if form.field is not None:
            self.editor.fit(form.field)

    def _arrange(self, form: Form) -> None:
        field, adjust = form.field, form.mode == "adjust"
        secret = field is not None and field.secret and not adjust
        typing = field is not None and not (secret and self.way.at == DIFFERENT)
        self._first.setVisible(field is None)
        self.way.setVisible(secret)
        self._different.setVisible(secret and not typing)
        self._typing.setVisible(typing)
        self.prices.setVisible(adjust)
        self.editor.setVisible(not adjust)
        self.empty.setVisible(typing and not adjust and field is not None and field.nullable)
        self.editor.setEnabled(not self.empty.isChecked())
        self.editor.hide_text(secret and self._taken)
        self.ok.setProperty("taken", self._taken)
        self.ok.setText(say("Ok ✓") if self._taken else say("&Ok"))

    def _turn(self, at: int) -> None:
        self._say("")
        if at == DIFFERENT:
            self._offer_unique()
        else:
            self.opened.emit()
            self.editor.take_focus()

    def _offer_unique(self) -> None:
        kind = KINDS[self.kind.currentIndex()]
        self._example.setText(EXAMPLES[kind])
        if self._field is not None and self.way.at == DIFFERENT and self.way.isVisibleTo(self):
            self.unique_taken.emit(kind)

    def _typed(self) -> None:
        """Whoever types means one value."""
        self._say("")
        self.way.choose(ONE)
        if self._taken:
            self.opened.emit()

    def _empty(self, empty: bool) -> None:
        self.editor.setEnabled(not empty)
        self.editor.setToolTip(say("It is left empty.") if empty else "")
        self._typed()

    def _take(self) -> None:
        """Ok: the value as it is typed, if it fits the field."""
        field = self._field
        if field is None:
            return
        try:
            if self.prices.isVisibleTo(self):
                adjust: Adjustment = self.prices.adjustment
                self.adjust_taken.emit(adjust)
            else:
                self.text_taken.emit(self._checked(field))
        except UsageError as error:
            self._say(f"{error.title} {error.remedy}")

    def _checked(self, field: Field) -> str:
        text = "" if self.empty.isChecked() else self.editor.text
        if not text.strip() and not self.empty.isChecked():
            tick = say("Type a value, or tick Leave it empty.") if field.nullable else say("Type a value.")
            raise UsageError(say("There is no new value yet."), remedy=tick)
        new_value(field, text)
        return text

    def _say(self, trouble: str) -> None:
        self._trouble.setText(visible(trouble))
        self._trouble.setVisible(bool(trouble))

    def _build(self) -> None:
        made_of = row()
        made_of.addWidget(self.kind)
        made_of.addWidget(self._example)
        made_of.addStretch(1)
        self._different.setLayout(made_of)
        self._example.setText(EXAMPLES["words"])
        line = row()
        line.addWidget(self.editor, stretch=1)
        line.addWidget(self.prices, stretch=1)
        line.addWidget(self.ok, alignment=Qt.AlignmentFlag.AlignBottom)
        self._typing.setLayout(line)
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(SPACE_2)
        for one in (self._first, self.way, self._different, self._typing, self.empty, self._trouble):
            body.addWidget(one)
        self._trouble.hide()
