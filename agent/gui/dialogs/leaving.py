"""System > What Leaves the Office (feature row A17): the fields with their ticks, and the last payload."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QTabWidget, QWidget

from agent.domain.errors import AgentError
from agent.gui.bridge import Bridge
from agent.gui.dialogs.frame import Footer, head, stack
from agent.gui.language import say
from agent.gui.leaving.fields import FieldsTab
from agent.gui.leaving.payload import PayloadTab
from agent.gui.pieces.buttons import button
from agent.gui.pieces.keys import on_ctrl_enter
from agent.gui.pieces.unsaved import lets_go
from agent.gui.presenters.leaving import TITLE, Leaving

SIZE = (860, 640)
SMALLEST = (640, 420)


class WhatLeavesDialog(QDialog):
    """Save saves and closes. Esc and Cancel close, and ask first where something was ticked."""

    def __init__(self, bridge: Bridge, parent: QWidget) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self.setWindowTitle(say(TITLE))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumSize(*SMALLEST)
        self.resize(SIZE[0], max(SMALLEST[1], min(SIZE[1], parent.height() - 40)))
        self.fields = FieldsTab()
        self.payload = PayloadTab(bridge)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self.fields, say("&Fields"))
        self.tabs.addTab(self.payload, say("&Last Payload"))
        cancel = button(say("Cancel"))
        cancel.clicked.connect(self.reject)
        self.save = button(say("&Save"), main=True)
        self.save.clicked.connect(self._save)
        self._footer = Footer(cancel, self.save)
        stack(self, head(self.windowTitle()), self.tabs, self._footer)
        self._footer.allow(say("The list is not there yet."))
        self.fields.ticked.connect(self._judge)
        on_ctrl_enter(self, self.save.click)
        bridge.read(self, lambda work: work.leaving.read(), self._show, self.fields.banner.tell)
        self.fields.search.setFocus()

    def reject(self) -> None:
        """Close, if nothing is lost or the person lets it go."""
        on, off = self.fields.switches.changed
        if not (on or off) or lets_go(self, say("What you ticked is not saved yet. Close without saving it?")):
            super().reject()

    def _show(self, leaving: Leaving) -> None:
        self.fields.show_leaving(leaving)
        self.payload.offer(leaving.portals)
        self._judge()

    def _judge(self) -> None:
        self._footer.allow(self.fields.switches.save_obstacle(say))
        if told := self.fields.switches.told(say):
            self._footer.tell(told)

    def _save(self) -> None:
        on, off = self.fields.switches.changed
        self._footer.allow(say("Saving…"))
        self._bridge.change(
            lambda work, progress: work.leaving.save(on, off, progress), lambda _done: self.accept(), self._failed
        )

    def _failed(self, error: AgentError) -> None:
        self._judge()
        self.tabs.setCurrentWidget(self.fields)
        self.fields.banner.tell(error)
