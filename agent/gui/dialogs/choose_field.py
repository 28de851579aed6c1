"""The window "Choose Field" (feature A3)."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from agent.domain.catalog import Field
from agent.gui.dialogs.field_list import FieldList
from agent.gui.dialogs.frame import Fitted, Footer, head, inset, stack
from agent.gui.language import say
from agent.gui.pieces.buttons import button
from agent.gui.presenters.replace_form import Offer

SIZE = (560, 520)


class ChooseFieldDialog(Fitted):
    """`chosen` tells the field that was picked; then the window closes."""

    chosen = Signal(object)
    """A `Field`."""

    def __init__(self, parent: QWidget, offered: tuple[Offer, ...]) -> None:
        super().__init__(parent)
        self.setWindowTitle(say("Choose Field"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(*SIZE)
        self.fields = FieldList(offered)
        cancel = button(say("Cancel"))
        cancel.clicked.connect(self.reject)
        self.choose = button(say("&Choose"), main=True)
        self.choose.clicked.connect(self.fields.pick)
        self._footer = Footer(cancel, self.choose)
        inside = inset()
        inside.addWidget(self.fields)
        stack(self, head(self.windowTitle()), inside, self._footer)
        self.fields.picked.connect(self._pick)
        self.fields.marked.connect(self._judge)
        self._judge()
        self.fields.search.setFocus()

    def _pick(self, field: Field) -> None:
        self.accept()
        self.chosen.emit(field)

    def _judge(self) -> None:
        self._footer.allow("" if self.fields.current is not None else say("Mark a field first."))
