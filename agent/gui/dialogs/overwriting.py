"""Before accepting overwrites what somebody here changed since the customer looked: what exactly."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from agent.gui.dialogs.frame import Fitted, Footer, head, inset, stack
from agent.gui.language import say
from agent.gui.looks.theme import Theme
from agent.gui.pieces.buttons import button
from agent.gui.pieces.card import label
from agent.gui.presenters.request_answers import Overwriting
from agent.gui.requests.differences import Differences

WIDTH = 560


class OverwritingDialog(Fitted):
    """`accepted` where the person wants that. Enter cancels: nothing is lost by it."""

    def __init__(self, parent: QWidget, theme: Theme, asked: Overwriting) -> None:
        super().__init__(parent)
        self.setWindowTitle(say("Conflict"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(WIDTH)
        rows = Differences(theme)
        rows.show_rows(asked.rows)
        cancel = button(say("&Cancel"))
        cancel.clicked.connect(self.reject)
        self.overwrite = button(asked.button, main=True)
        self.overwrite.clicked.connect(self.accept)
        inside = inset()
        inside.addWidget(label(asked.title, "subtitle"))
        inside.addWidget(rows)
        inside.addWidget(label(say("It can be undone. You may also decline, or ask the customer."), "muted"))
        inside.addStretch()
        stack(self, head(say("Conflict")), inside, Footer(cancel, self.overwrite))
        cancel.setFocus()
