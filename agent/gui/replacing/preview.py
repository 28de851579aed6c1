"""What would change: the count, and every row as it is now and as it will be. It shows the very plan that is
performed."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHeaderView, QVBoxLayout, QWidget

from agent.domain.replacement import Plan
from agent.gui.buttons import button
from agent.gui.card import Card, label, row
from agent.gui.language import say
from agent.gui.listing import listing
from agent.gui.models.plan import PlanModel
from agent.gui.presenters.replace_plan import count, how_compared, notes, nothing_to_do
from agent.gui.theme import Theme
from agent.gui.tokens import SPACE_3, SPACE_4

HEIGHT = 300
NARROWEST, WIDEST_NOW = 64, 110
NAME = 1
"""The column that has the most to say."""


class Preview(Card):
    """Shows a plan, or why there is none."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(say("What would change"))
        self._model = PlanModel(theme, self)
        self._count = label("", "count", wrap=False)
        self._hint = label("", "muted")
        self._notes = label("", "amber")
        self._empty = label("", "muted")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.reveal = button(say("Show passwords"))
        self.reveal.setCheckable(True)
        self.reveal.toggled.connect(self._mask)
        self.table = listing(say("What would change"), self._model)
        self.table.horizontalHeader().setMinimumSectionSize(NARROWEST)
        self.table.setFrameShape(QFrame.Shape.NoFrame)
        self._head = QWidget()
        self._build()
        self.tell("")

    def tell(self, why: str) -> None:
        """There is no plan; say why."""
        self._model.show(None)
        for one in (self._head, self.table, self._notes):
            one.hide()
        self._empty.setText(why)
        self._empty.show()

    def show_plan(self, plan: Plan) -> None:
        """Show every row of it."""
        if not plan.wish.field.secret and self.reveal.isChecked():
            self.reveal.setChecked(False)
        self._model.show(plan)
        self._count.setText(count(say, plan))
        self._hint.setText(how_compared(say, plan))
        told = notes(say, plan)
        self._notes.setText("\n".join(told))
        nothing = nothing_to_do(say, plan)
        self._empty.setText(nothing)
        self.reveal.setVisible(plan.wish.field.secret)
        self._head.show()
        self._notes.setVisible(bool(told))
        self._empty.setVisible(bool(nothing))
        self.table.setVisible(not nothing)
        self._fit(len(plan.columns))

    def forget(self) -> None:
        """Passwords are hidden again."""
        self.reveal.setChecked(False)

    def _mask(self, shown: bool) -> None:
        self.reveal.setText(say("Hide passwords") if shown else say("Show passwords"))
        self.reveal.setAccessibleName(self.reveal.text())
        self._model.mask(not shown)
        self._fit(self._model.columnCount() - 2)

    def _fit(self, now: int) -> None:
        """Widths: the name gets what is left; Now, the column at that place, must leave Then in sight."""
        header = self.table.horizontalHeader()
        if now <= NAME:
            return
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(now, QHeaderView.ResizeMode.Interactive)
        header.resizeSection(now, min(self.table.sizeHintForColumn(now), WIDEST_NOW))

    def _build(self) -> None:
        line = row(spacing=SPACE_3)
        line.addWidget(self._count)
        line.addWidget(self._hint, stretch=1)
        line.addWidget(self.reveal)
        self._head.setLayout(line)
        self.setMinimumHeight(HEIGHT)
        self.body.setContentsMargins(SPACE_4, SPACE_4, SPACE_4, SPACE_3)
        self.body.addWidget(self._head)
        self.body.addWidget(self._notes)
        self.body.addWidget(self.table, stretch=1)
        middle = QVBoxLayout()
        middle.addStretch(1)
        middle.addWidget(self._empty)
        middle.addStretch(1)
        self.body.addLayout(middle, stretch=0)
