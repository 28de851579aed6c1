"""Step: a password of its own for each active customer who has none (features A4, A6)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout

from agent.domain.first_steps import SetUp, Step
from agent.gui.bridge import Bridge
from agent.gui.language import say
from agent.gui.pieces.buttons import button
from agent.gui.pieces.card import Card, empty, label, row
from agent.gui.presenters.first_passwords import given, standing, taken_back, wanted
from agent.gui.wizard.step_page import StepPage

if TYPE_CHECKING:
    from agent.domain.replacement import Plan
    from agent.domain.runs import Run


class PasswordsPage(StepPage):
    """How many have none; then the plan, row by row for a few; then one button that names the count."""

    def __init__(self, bridge: Bridge) -> None:
        super().__init__(Step.PASSWORDS, bridge)
        self._plan: Plan | None = None
        self._run = 0
        self.standing = Card(say("How it stands"))
        self._title = label("", "title")
        self._sentence = label("", "muted")
        self._done = label("")
        self.make = button(say("&Show what would be made"), main=True)
        self.make.clicked.connect(self._ask)
        self.undo = button(say("&Undo"))
        self.undo.clicked.connect(self._take_back)
        for one in (self._title, self._sentence, self._done):
            self.standing.body.addWidget(one)
        line = row()
        line.addStretch()
        line.addWidget(self.undo)
        line.addWidget(self.make)
        self.standing.body.addLayout(line)
        self.preview = Card(say("What will be written"))
        self._rows = QVBoxLayout()
        self._count = label("", "title")
        self.confirm = button("", main=True)
        self.confirm.clicked.connect(self._give)
        self.preview.body.addWidget(self._count)
        self.preview.body.addLayout(self._rows)
        self.preview.body.addWidget(
            label(say("Nobody else's password changes. A backup is made first, and you can undo it."), "muted")
        )
        below = row()
        below.addStretch()
        below.addWidget(self.confirm)
        self.preview.body.addLayout(below)
        for widget in (self.standing, self.preview, self.work):
            self.body.addWidget(widget)
        self.body.addStretch(1)
        for hidden in (self.preview, self.undo, self.make, self._done):
            hidden.hide()

    def show_set_up(self, set_up: SetUp) -> None:
        """How many have none."""
        words = standing(say, set_up)
        self._title.setText(words.title)
        self._sentence.setText(words.sentence)
        self._sentence.setVisible(bool(words.sentence))
        self.make.setVisible(bool(set_up.without_password) and self._plan is None)

    def begin(self) -> None:
        """The button, where there is something to make."""
        if self.make.isVisibleTo(self):
            self.make.setFocus()

    def _ask(self) -> None:
        self.banner.dismiss()
        self.bridge.read(self, lambda work: work.set_up.plan_passwords(), self._show_plan, self.tell)

    def _show_plan(self, plan: Plan) -> None:
        self._plan = plan
        words = wanted(say, plan)
        self._count.setText(words.title)
        empty(self._rows)
        for text in words.rows:
            self._rows.addWidget(label(text))
        self.confirm.setText(words.verb)
        self.confirm.setAccessibleName(words.verb.replace("&", ""))
        self.make.hide()
        self.preview.show()
        self.confirm.setFocus()
        self.ensureWidgetVisible(self.preview)

    def _give(self) -> None:
        plan = self._plan
        if plan is None:
            return
        self._plan = None
        self.preview.hide()
        self.change(
            say("Making passwords"), lambda work, progress: work.set_up.give_passwords(plan, progress), self._given
        )

    def _given(self, run: Run) -> None:
        self._run = run.id
        self.undo.show()
        self._say(given(say, run))

    def _take_back(self) -> None:
        run = self._run
        self.undo.hide()
        self._done.hide()
        self.change(
            say("Taking the passwords back"),
            lambda work, progress: work.set_up.take_back(run, progress),
            lambda count: self._say(taken_back(say, count)),
        )

    def _say(self, text: str) -> None:
        self._done.setText(text)
        self._done.show()
