"""Which fields leave, with a tick for each."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QHeaderView, QLineEdit, QVBoxLayout, QWidget

from agent.gui.language import say
from agent.gui.looks.tokens import SPACE_2, SPACE_3, SPACE_4
from agent.gui.models.leaving import NAME, NOTE, SwitchesModel
from agent.gui.pieces.banner import Banner
from agent.gui.pieces.buttons import allow
from agent.gui.pieces.card import Card, label, row
from agent.gui.pieces.listing import listing
from agent.gui.presenters.leaving import Leaving, Switches

LONGEST = "CU.Customer Password"
TICK = 60
"""Pixels for a tick, and what stands free beside it."""


class FieldsTab(QWidget):
    """Nothing is saved here; `ticked` tells that something was ticked otherwise."""

    ticked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.switches = Switches(Leaving(()))
        self.shares: dict[str, QCheckBox] = {}
        self._shares = QVBoxLayout()
        self.search = QLineEdit()
        self.search.setPlaceholderText(say("Find a field"))
        self.search.setAccessibleName(say("Find a field"))
        self.search.textChanged.connect(self._show)
        self.model = SwitchesModel(self)
        self.model.ticked.connect(self.ticked)
        self.table = listing(say("Fields that leave the office"), self.model, pick=True, widest=NOTE)
        self.table.installEventFilter(self)
        # Qt forgets the tick when it looks how wide a column has to be.
        self.table.horizontalHeader().setSectionResizeMode(NAME, QHeaderView.ResizeMode.Interactive)
        self.table.setColumnWidth(NAME, self.table.fontMetrics().horizontalAdvance(LONGEST) + TICK)
        self.banner = Banner()
        self._none = label(say("No field has this name."), "muted")
        self._build()

    def show_leaving(self, leaving: Leaving) -> None:
        """Show every switch as it is."""
        self.switches = Switches(leaving)
        for one in self.switches.shares:
            box = QCheckBox(say(one.name))
            box.setChecked(one.on)
            allow(box, self.switches.obstacle(say, one))
            box.toggled.connect(lambda on, share=one: self._shared(share.name, on=on))
            self.shares[one.name] = box
            line = row(spacing=SPACE_3)
            line.addWidget(box)
            line.addWidget(label(self.switches.hint(say, one), "muted"), stretch=1)
            self._shares.addLayout(line)
        self._show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt shows the keys: the space bar ticks the row that is picked, whichever cell has the keyboard."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Space:
            self.model.flip(self.table.currentIndex().row())
            return True
        return super().eventFilter(watched, event)

    def _shared(self, name: str, *, on: bool) -> None:
        self.switches.tick(next(one for one in self.switches.shares if one.name == name), on)
        self.model.renew()
        self.ticked.emit()

    def _show(self) -> None:
        self.model.show_switches(self.switches, self.search.text())
        self.table.setVisible(bool(self.model.rows))
        self._none.setVisible(not self.model.rows)
        if self.model.rows:
            self.table.setCurrentIndex(self.model.index(0, NAME))

    def _build(self) -> None:
        share = Card(say("Share"))
        share.body.addLayout(self._shares)
        fields = Card(say("Fields"))
        fields.body.addWidget(self.search)
        fields.body.addWidget(self.table, stretch=1)
        fields.body.addWidget(self._none, alignment=Qt.AlignmentFlag.AlignTop)
        body = QVBoxLayout(self)
        body.setContentsMargins(SPACE_4, SPACE_3, SPACE_4, SPACE_3)
        body.setSpacing(SPACE_2)
        hint = say("Nothing but these fields leaves the office. What is not ticked stays empty on the portal.")
        body.addWidget(self.banner)
        body.addWidget(label(hint, "muted"))
        body.addWidget(share)
        body.addWidget(fields, stretch=1)
