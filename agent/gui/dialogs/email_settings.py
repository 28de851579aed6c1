"""System > Email Settings (feature A1): the article's window with its button Return."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFrame, QScrollArea, QVBoxLayout, QWidget

from agent.gui.bridge import Bridge
from agent.gui.company.form import CompanyForm
from agent.gui.dialogs.frame import Footer, head, stack
from agent.gui.language import say
from agent.gui.looks.tokens import SPACE_4
from agent.gui.pieces.buttons import button
from agent.gui.pieces.keys import on_ctrl_enter
from agent.gui.pieces.unsaved import lets_go

SIZE = (600, 620)
SMALLEST = (480, 360)


class EmailSettingsDialog(QDialog):
    """Return saves and closes. Esc and Cancel close, and ask first where something was entered."""

    def __init__(self, bridge: Bridge, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(say("Email Settings"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumSize(*SMALLEST)
        self.resize(SIZE[0], max(SMALLEST[1], min(SIZE[1], parent.height() - 40)))
        self.form = CompanyForm(bridge)
        self._scroll = _scrolling(self.form)
        cancel = button(say("Cancel"))
        cancel.clicked.connect(self.reject)
        self.ret = button(say("&Return"), main=True, name=say("Return: save and close"))
        self.ret.clicked.connect(self._return)
        self._footer = Footer(cancel, self.ret)
        stack(self, head(self.windowTitle()), self._scroll, self._footer)
        self.form.ready.connect(self._begin)
        self.form.changed.connect(lambda: self._footer.allow(""))
        self.form.saved.connect(self.accept)
        self.form.held_up.connect(self._held_up)
        on_ctrl_enter(self, self.ret.click)

    def reject(self) -> None:
        """Close, if nothing is lost or the person lets it go."""
        if not self.form.dirty or self._lets_go():
            super().reject()

    def _return(self) -> None:
        self._footer.allow(say("Saving…"))
        self.form.save()

    def _begin(self) -> None:
        self.form.entries["email"].field.setFocus()

    def _held_up(self, where: QWidget) -> None:
        self._footer.allow("")
        self._scroll.ensureWidgetVisible(where)

    def _lets_go(self) -> bool:
        return lets_go(self, say("What you entered is not saved yet. Close without saving it?"))


def _scrolling(form: CompanyForm) -> QScrollArea:
    page = QWidget()
    page.setObjectName("page")
    body = QVBoxLayout(page)
    body.setContentsMargins(SPACE_4, SPACE_4, SPACE_4, SPACE_4)
    body.addWidget(form)
    made = QScrollArea()
    made.setWidget(page)
    made.setWidgetResizable(True)
    made.setFrameShape(QFrame.Shape.NoFrame)
    made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return made
