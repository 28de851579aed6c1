"""Dialogs of one form with Cancel and Save."""

from __future__ import annotations

from abc import abstractmethod

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from agent.gui.bridge import Bridge
from agent.gui.dialogs.frame import Fitted, Footer, head, inset, stack
from agent.gui.language import say
from agent.gui.pieces.banner import Banner
from agent.gui.pieces.buttons import button
from agent.gui.pieces.keys import on_ctrl_enter


class FormDialog(Fitted):
    """Shows a `form`; what is wrong is told above it, and what was typed stays."""

    def __init__(self, bridge: Bridge, parent: QWidget, title: str, form: QWidget) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.banner = Banner()
        cancel = button(say("Cancel"))
        cancel.clicked.connect(self.reject)
        self.save = button(say("&Save"), main=True)
        self.save.clicked.connect(self._save)
        self._footer = Footer(cancel, self.save)
        inner = inset()
        inner.addWidget(self.banner)
        inner.addWidget(form)
        inner.addStretch()
        stack(self, head(title), inner, self._footer)
        on_ctrl_enter(self, self.save.click)

    @abstractmethod
    def _save(self) -> None:
        """Save is pressed."""
