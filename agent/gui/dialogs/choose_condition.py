"""The window "Choose Condition": a field, how it is compared, with what (feature A3)."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QStackedLayout, QWidget

from agent.domain.catalog import Field
from agent.domain.conditions import Comparison, condition
from agent.domain.errors import UsageError
from agent.domain.values import visible
from agent.gui.dialogs.field_list import FieldList
from agent.gui.dialogs.frame import Fitted, Footer, head, inset, stack
from agent.gui.language import say
from agent.gui.looks.tokens import SPACE_3
from agent.gui.pieces.buttons import button
from agent.gui.pieces.card import label
from agent.gui.pieces.keys import on_ctrl_enter
from agent.gui.presenters.replace_form import Offer, comparisons, kind, needs_value
from agent.gui.replacing.picker import HEIGHT, Picker
from agent.gui.replacing.value_editor import ValueEditor

SIZE = (560, 520)


class ChooseConditionDialog(Fitted):
    """First the list of fields; then the comparison, and Enter for the value. `chosen` tells the condition."""

    chosen = Signal(object)
    """A `Condition`."""

    def __init__(self, parent: QWidget, offered: tuple[Offer, ...]) -> None:
        super().__init__(parent)
        self.setWindowTitle(say("Choose Condition"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(*SIZE)
        self._field: Field | None = None
        self.fields = FieldList(offered)
        self.field = Picker(say("Choose Field"))
        self.comparison = QComboBox()
        self.comparison.setAccessibleName(say("Comparison"))
        self.comparison.setMinimumHeight(HEIGHT)
        self.enter = button(say("&Enter"), name=say("Enter the value"))
        self.enter.setAutoDefault(True)
        self.editor = ValueEditor(say("Value"))
        self._value = label(say("Value"), "muted")
        self._hint = label("", "muted")
        self._trouble = label("", "amber")
        cancel = button(say("Cancel"))
        cancel.clicked.connect(self.reject)
        self.use = button(say("&Use This Condition"), main=True)
        self.use.clicked.connect(self._use)
        self._footer = Footer(cancel, self.use)
        self._pages = QStackedLayout()
        self._build()
        self.fields.picked.connect(self._pick)
        self.field.clicked.connect(lambda: self._turn(0))
        self.comparison.currentIndexChanged.connect(lambda _at: self._compare())
        self.enter.clicked.connect(self._open_editor)
        self.editor.changed.connect(self._judge)
        self.editor.submitted.connect(self._use)
        on_ctrl_enter(self, self.use.click)
        self._judge()
        self.fields.search.setFocus()

    def _pick(self, field: Field) -> None:
        self._field = field
        self.field.show_choice(field.name, kind(say, field))
        self.comparison.blockSignals(True)
        self.comparison.clear()
        for one in comparisons(field):
            self.comparison.addItem(say(one.value), one.value)
        self.comparison.blockSignals(False)
        self.editor.fit(field, whole_days=True)
        self.setTabOrder(self.enter, self.editor.widget)
        self.editor.hide()
        exact = say("Compared exactly: blanks and letter case count.")
        loose = say("Outer blanks and letter case are ignored.") if field.type in ("text", "memo") else ""
        self._hint.setText(exact if field.key else loose)
        self._compare()
        self._turn(1)
        self.enter.setFocus()

    def _turn(self, page: int) -> None:
        self._pages.setCurrentIndex(page)
        if page == 0:
            self.fields.search.setFocus()
        self._judge()

    def _compare(self) -> None:
        needed = needs_value(self._comparison)
        typing = needed and not self.editor.isHidden()
        self._value.setVisible(needed)
        self.enter.setVisible(needed and not typing)
        if not needed:
            self.editor.hide()
        self._hint.setVisible(needed and bool(self._hint.text()))
        self._judge()

    def _open_editor(self) -> None:
        self.enter.hide()
        self.editor.show()
        self.editor.take_focus()
        self._judge()

    @property
    def _comparison(self) -> Comparison:
        return Comparison(self.comparison.currentData() or Comparison.EQUALS)

    def _judge(self) -> None:
        self._say("")
        if self._pages.currentIndex() == 0:
            why = say("Choose a field: double click, or Enter.")
        elif needs_value(self._comparison) and self.editor.isHidden():
            why = say("Press Enter to type the value.")
        elif needs_value(self._comparison) and not self.editor.text.strip():
            why = say("Type the value first.")
        else:
            why = ""
        self._footer.allow(why)

    def _use(self) -> None:
        if self._field is None or not self.use.isEnabled():
            return
        try:
            made = condition(self._field, self._comparison, self.editor.text if needs_value(self._comparison) else "")
        except UsageError as error:
            self._say(f"{error.title} {error.remedy}")
            return
        self.accept()
        self.chosen.emit(made)

    def _say(self, trouble: str) -> None:
        self._trouble.setText(visible(trouble))
        self._trouble.setVisible(bool(trouble))

    def _build(self) -> None:
        form = QWidget()
        grid = QGridLayout(form)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(SPACE_3)
        lines: tuple[tuple[QWidget, tuple[QWidget, ...]], ...] = (
            (label(say("Field"), "muted", wrap=False), (self.field,)),
            (label(say("Comparison"), "muted", wrap=False), (self.comparison,)),
            (self._value, (self.enter, self.editor)),
        )
        for at, (text, widgets) in enumerate(lines):
            grid.addWidget(text, at, 0, Qt.AlignmentFlag.AlignTop)
            for widget in widgets:
                grid.addWidget(widget, at, 1)
        grid.addWidget(self._hint, len(lines), 1)
        grid.addWidget(self._trouble, len(lines) + 1, 1)
        grid.setRowStretch(len(lines) + 2, 1)
        grid.setColumnStretch(1, 1)
        self._pages.addWidget(self.fields)
        self._pages.addWidget(form)
        inside = inset()
        inside.addLayout(self._pages)
        self._trouble.hide()
        stack(self, head(self.windowTitle()), inside, self._footer)
