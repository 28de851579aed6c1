"""Replace Information and Adjust Prices: four steps at the left, what would change at the right (features A3 - A6)."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QComboBox, QDialog, QGridLayout, QVBoxLayout

from agent.domain.catalog import Catalog, Field
from agent.domain.conditions import Condition
from agent.domain.errors import AgentError, TryLater
from agent.domain.replacement import Plan
from agent.gui.bridge import Bridge
from agent.gui.dialogs.choose_condition import ChooseConditionDialog
from agent.gui.dialogs.choose_field import ChooseFieldDialog
from agent.gui.dialogs.earlier import EarlierDialog
from agent.gui.dialogs.replacement import ReplacementDialog
from agent.gui.language import say
from agent.gui.looks.theme import Theme
from agent.gui.looks.tokens import SPACE_3, SPACE_4, SPACE_5
from agent.gui.pages.page import Page
from agent.gui.pieces.buttons import allow, button
from agent.gui.pieces.card import label, row
from agent.gui.presenters.replace_form import CUSTOMERS, Form, Mode, kind, offers, sets
from agent.gui.presenters.replace_plan import obstacle
from agent.gui.replacing.condition_list import ConditionList
from agent.gui.replacing.picker import HEIGHT, Picker
from agent.gui.replacing.planning import AGAIN_MS, Planner
from agent.gui.replacing.preview import Preview
from agent.gui.replacing.step import Step
from agent.gui.replacing.value_step import ValueStep

STEPS_WIDTH = 352


class ReplacePage(Page):
    """The page in one of its two modes."""

    opens = Signal(object)
    """A dialog that the main window shows."""

    def __init__(self, bridge: Bridge, theme: Theme) -> None:
        super().__init__(
            say("Replace Information"),
            say("Nothing is written before Perform Replacement. A backup is made first, and you can undo."),
        )
        self._bridge = bridge
        self._theme = theme
        self._mode: Mode = "replace"
        self._catalog: Catalog | None = None
        self._form = Form(self._mode, CUSTOMERS)
        self._plan: Plan | None = None
        self._trouble = False
        self._offers_unique = False
        self._planner = Planner(bridge, self)
        self.sets = QComboBox()
        self.sets.setAccessibleName(say("Choose Database Set"))
        self.sets.setMinimumHeight(HEIGHT)
        self.field = Picker(say("Choose Field"))
        self.value = ValueStep()
        self.conditions = ConditionList(theme)
        self.preview = Preview(theme)
        self._why = label("", "muted")
        self.other = button("", plain=True)
        self.earlier = button(say("&Earlier replacements"))
        self.perform = button(say("Perfor&m Replacement"), main=True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self._build()
        self._connect()
        self._show()

    @property
    def plan(self) -> Plan | None:
        """What the preview shows, and what would be performed."""
        return self._plan

    def turn(self, mode: Mode) -> None:
        """Be the page for Replace Information, or for Adjust Prices."""
        if mode != self._mode:
            self._mode = mode
            self.restart()

    def offer_unique(self) -> None:
        """Unique passwords are wanted: as soon as the fields are known, that of the passwords is chosen, and a
        different word for each with it."""
        self._offers_unique = True

    def restart(self) -> None:
        """Nothing is chosen any more."""
        self._form = Form(self._mode, CUSTOMERS)
        if self._catalog is not None:
            self._form = Form.opening(self._mode, self._catalog)
        self._list_sets()
        self._changed()

    def arrive(self) -> None:
        """Passwords that were shown are hidden again."""
        self.preview.forget()
        super().arrive()

    def refresh(self) -> None:
        """Look at the practice database anew: its sets and fields, then the rows."""
        self._bridge.read(self, lambda work: work.replace.catalog(), self._learnt, self.show_trouble)

    def seek(self) -> None:
        """The list of fields is what one searches here."""
        self.choose_field()

    def act(self) -> None:
        """Perform Replacement, where it can be pressed."""
        self.perform.click()

    def choose_field(self) -> None:
        """Choose Field."""
        if self._catalog is not None:
            offered = offers(say, self._catalog.fields(self._form.set), self._form.mode)
            dialog = ChooseFieldDialog(self.window(), offered)
            dialog.chosen.connect(self.take_field)
            self._show_dialog(dialog)

    def choose_condition(self) -> None:
        """Choose Condition, or + Add Another Condition."""
        if self._catalog is not None:
            dialog = ChooseConditionDialog(
                self.window(), offers(say, self._catalog.fields(self._form.set), "condition")
            )
            dialog.chosen.connect(self.take_condition)
            self._show_dialog(dialog)

    def _learnt(self, catalog: Catalog) -> None:
        if self._trouble:
            self.banner.dismiss()
        same = self._catalog is not None and list(self._catalog) == list(catalog)
        self._catalog = catalog
        if not same:
            self.restart()
        else:
            self._changed()
        if self._offers_unique:
            self._offers_unique = False
            self._form = Form.of_unique(catalog)
            self._list_sets()
            self._changed()

    def show_trouble(self, error: AgentError) -> None:
        """There is no plan just now; the page stays usable."""
        self._plan = None
        self._trouble = True
        self.banner.tell(error)
        if self._catalog is None and isinstance(error, TryLater):
            QTimer.singleShot(AGAIN_MS, self.refresh)
        self._show()

    def _planned(self, plan: Plan) -> None:
        if self._trouble:
            self._trouble = False
            self.banner.dismiss()
        self._plan = plan
        self._show()

    def _show_dialog(self, dialog: QDialog) -> None:
        """Above the page, which has the keyboard again afterwards."""
        dialog.finished.connect(self.window().activateWindow)
        dialog.open()

    def take_field(self, field: Field) -> None:
        """This field is chosen; its value comes next."""
        self._take(self._form.with_field(field))
        self.value.take_focus()

    def take_condition(self, condition: Condition) -> None:
        """This condition is chosen."""
        self._take(self._form.with_condition(condition))

    def _take(self, form: Form) -> None:
        """The person chose something."""
        self._form = form
        self._changed()

    def _changed(self) -> None:
        """The plan shown is none of this form: make one."""
        self._plan = None
        self._trouble = False
        self._planner.want(self._form.wish())
        self._show()

    def _set_chosen(self, at: int) -> None:
        name = str(self.sets.itemData(at))
        if name != self._form.set:
            self._take(self._form.with_set(name))

    def _ask(self) -> None:
        """Perform Replacement: one question, then it is done."""
        if self._plan is not None:
            dialog = ReplacementDialog(self._bridge, self._theme, self.window(), self._plan)
            dialog.performed.connect(self.restart)
            dialog.failed.connect(self.banner.tell)
            self.opens.emit(dialog)

    def _look_back(self) -> None:
        self.opens.emit(EarlierDialog(self._bridge, self._theme, self.window()))

    def _show(self) -> None:
        adjust = self._mode == "adjust"
        self.title.setText(say("Adjust Prices") if adjust else say("Replace Information"))
        self.other.setText(say("Replace Information") if adjust else say("Adjust Prices"))
        self.other.setAccessibleName(self.other.text())
        form = self._form
        unopened = self._unopened()
        for one in (self.sets, self.field, self.conditions.choose, self.conditions.all):
            allow(one, unopened)
        if self._catalog is None:
            self.field.show_choice("", "")
            self.preview.tell(unopened)
            self._allow(unopened)
            return
        self.field.show_choice(form.field.name if form.field else "", kind(say, form.field) if form.field else "")
        self.value.show_form(form)
        self.conditions.show_form(form)
        why = obstacle(say, form, self._plan, self._trouble)
        if self._plan is None:
            self.preview.tell(why)
        else:
            self.preview.show_plan(self._plan)
        self._allow(why)
        self._order()

    def _unopened(self) -> str:
        """Why nothing can be chosen yet; empty where it can."""
        if self._catalog is not None:
            return ""
        if self._trouble:
            return say("The practice database can't be opened just now: see above.")
        return say("The practice database is being opened.")

    def _order(self) -> None:
        """Some widgets are made anew: the tab key goes through all of them in the order in which they stand."""
        steps = (self.sets, self.field, *self.value.in_order, *self.conditions.in_order)
        chain = (
            *steps,
            self.preview.reveal,
            self.preview.also,
            self.preview.table,
            self.other,
            self.earlier,
            self.perform,
        )
        for one, following in pairwise(chain):
            self.setTabOrder(one, following)

    def _allow(self, why: str) -> None:
        allow(self.perform, why)
        self._why.setText(why if self._plan is None else "")

    def _list_sets(self) -> None:
        self.sets.blockSignals(True)
        self.sets.clear()
        if self._catalog is not None:
            for name, text in sets(self._mode, self._catalog):
                self.sets.addItem(text, name)
            self.sets.setCurrentIndex(self.sets.findData(self._form.set))
        self.sets.blockSignals(False)

    def _connect(self) -> None:
        self._planner.planned.connect(self._planned)
        self._planner.trouble.connect(self.show_trouble)
        self.sets.currentIndexChanged.connect(self._set_chosen)
        self.field.clicked.connect(self.choose_field)
        self.value.text_taken.connect(lambda text: self._take(self._form.with_value(text=text)))
        self.value.unique_taken.connect(lambda kind: self._take(self._form.with_value(unique=kind)))
        self.value.adjust_taken.connect(lambda adjust: self._take(self._form.with_value(adjust=adjust)))
        self.value.opened.connect(lambda: self._take(self._form.with_value()))
        self.preview.also_own.connect(lambda also: self._take(self._form.with_own(also)))
        self.conditions.wanted.connect(self.choose_condition)
        self.conditions.removed.connect(lambda at: self._take(self._form.without_condition(at)))
        self.conditions.everyone.connect(lambda everyone: self._take(self._form.with_everyone(everyone)))
        self.other.clicked.connect(lambda: self.turn("replace" if self._mode == "adjust" else "adjust"))
        self.earlier.clicked.connect(self._look_back)
        self.perform.clicked.connect(self._ask)

    def _build(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(SPACE_3)
        pieces = (
            (say("Choose Database Set"), self.sets),
            (say("Choose Field"), self.field),
            (say("New value"), self.value),
            (say("Choose Condition"), self.conditions),
        )
        for number, (text, widget) in enumerate(pieces, start=1):
            step = Step(number, text)
            step.setFixedWidth(STEPS_WIDTH)
            step.body.addWidget(widget)
            left.addWidget(step)
        left.addStretch(1)
        foot = row(spacing=SPACE_3)
        foot.addWidget(self.other)
        foot.addWidget(self._why, stretch=1)
        foot.addWidget(self.earlier)
        foot.addWidget(self.perform)
        grid = QGridLayout()
        grid.setHorizontalSpacing(SPACE_5)
        grid.setVerticalSpacing(SPACE_4)
        grid.addLayout(left, 0, 0)
        grid.addWidget(self.preview, 0, 1)
        grid.addLayout(foot, 1, 0, 1, 2)
        grid.setColumnStretch(1, 1)
        grid.setRowStretch(0, 1)
        self.body.addLayout(grid, stretch=1)
