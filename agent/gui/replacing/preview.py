"""What would change: the count, and every row as it is now and as it will be. It shows the very plan that is
performed."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QCheckBox, QFrame, QHeaderView, QVBoxLayout, QWidget

from agent.domain.replacement import Plan
from agent.gui.language import say
from agent.gui.looks.theme import Theme
from agent.gui.looks.tokens import SPACE_3, SPACE_4
from agent.gui.models.plan import PlanModel
from agent.gui.pieces.buttons import button
from agent.gui.pieces.card import Card, label, row
from agent.gui.pieces.listing import listing
from agent.gui.presenters.replace_plan import also_own, count, how_compared, notes, nothing_to_do

HEIGHT = 300
NARROWEST, WIDEST_NAME = 54, 130
NAME = 1
"""The column that has the most to say."""


class Preview(Card):
    """Shows a plan, or why there is none. `also_own` tells of the tick for customers who chose their own password."""

    also_own = Signal(bool)

    def __init__(self, theme: Theme) -> None:
        super().__init__(say("What would change"))
        self._model = PlanModel(theme, self)
        self._count = label("", "count", wrap=False)
        self._hint = label("", "muted")
        self._notes = label("", "amber")
        self.also = QCheckBox()
        self.also.toggled.connect(self.also_own)
        self._empty = label("", "muted")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.reveal = button(say("Show passwords"))
        self.reveal.setCheckable(True)
        self.reveal.toggled.connect(self._mask)
        self.table = listing(say("What would change"), self._model)
        self.table.horizontalHeader().setMinimumSectionSize(NARROWEST)
        self.table.horizontalHeader().setStretchLastSection(False)
        self.table.setFrameShape(QFrame.Shape.NoFrame)
        self._head = QWidget()
        self._build()
        self.tell("")

    def tell(self, why: str) -> None:
        """There is no plan; say why."""
        self._model.show(None)
        for one in (self._head, self.table, self._notes, self.also):
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
        self._offer(also_own(say, plan), plan.wish.also_own)
        self._empty.setVisible(bool(nothing))
        self.table.setVisible(not nothing)
        # A table that was hidden until now learns its width when the layout comes by.
        QTimer.singleShot(0, self._fit)

    def _offer(self, text: str, ticked: bool) -> None:
        self.also.blockSignals(True)
        self.also.setText(text)
        self.also.setChecked(ticked)
        self.also.blockSignals(False)
        self.also.setVisible(bool(text))

    def forget(self) -> None:
        """Passwords are hidden again."""
        self.reveal.setChecked(False)

    def _mask(self, shown: bool) -> None:
        self.reveal.setText(say("Hide passwords") if shown else say("Show passwords"))
        self.reveal.setAccessibleName(self.reveal.text())
        self._model.mask(not shown)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt tells of a new size."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Widths: first what tells the row, then Now and Then, which share what the name leaves to them."""
        header = self.table.horizontalHeader()
        now = self._model.columnCount() - 2
        if now <= NAME:
            return
        then = now + 1
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        hints = [max(self.table.sizeHintForColumn(at), header.sectionSizeHint(at)) for at in range(then + 1)]
        beside = sum(hints[at] for at in range(now) if at != NAME)
        self.body.activate()
        bar = self.table.verticalScrollBar().sizeHint().width()
        room = self.table.contentsRect().width() - bar - beside - min(hints[NAME], WIDEST_NAME)
        widths = shared(room, hints[now], hints[then])
        for at, width in zip((now, then), widths, strict=True):
            header.setSectionResizeMode(at, QHeaderView.ResizeMode.Interactive)
            header.resizeSection(at, width)

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
        self.body.addWidget(self.also)
        self.body.addWidget(self.table, stretch=1)
        middle = QVBoxLayout()
        middle.addStretch(1)
        middle.addWidget(self._empty)
        middle.addStretch(1)
        self.body.addLayout(middle, stretch=0)


def shared(room: int, first: int, second: int) -> tuple[int, int]:
    """Two columns that want these widths, in that much room: the smaller one has what it wants, if that is not more
    than half."""
    if first <= room // 2:
        first = max(first, NARROWEST)
        return first, max(NARROWEST, min(second, room - first))
    second = max(NARROWEST, min(second, room // 2))
    return max(NARROWEST, min(first, room - second)), second
