"""System > Passwords > Change My Password."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from agent.domain.errors import AgentError
from agent.gui.bridge import Bridge
from agent.gui.dialogs.frame import Fitted, Footer, head, inset, stack
from agent.gui.language import say
from agent.gui.pieces.banner import Banner
from agent.gui.pieces.buttons import button
from agent.gui.users.new_password import NewPassword

WIDTH = 520


class OwnPasswordDialog(Fitted):
    """A new password for whoever signed in."""

    def __init__(self, bridge: Bridge, parent: QWidget, level: int) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self.setWindowTitle(say("Change My Password"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(WIDTH)
        self.banner = Banner()
        self.password = NewPassword(say("New password"), level, needed=True)
        cancel = button(say("Cancel"))
        cancel.clicked.connect(self.reject)
        self.save = button(say("&Save"), main=True)
        self.save.clicked.connect(self._save)
        self._footer = Footer(cancel, self.save)
        inner = inset()
        inner.addWidget(self.banner)
        inner.addWidget(self.password)
        inner.addStretch()
        stack(self, head(self.windowTitle()), inner, self._footer)
        self.password.changed.connect(self._judge)
        self._judge()
        self.password.first.setFocus()

    def _judge(self) -> None:
        self._footer.allow(self.password.obstacle)

    def _save(self) -> None:
        word = self.password.text
        if word is not None:
            self.banner.dismiss()
            self._bridge.read(
                self, lambda work: work.users.change_password(word), lambda _: self.accept(), self._not_saved
            )

    def _not_saved(self, error: AgentError) -> None:
        self.banner.tell(error)
        self.password.clear()
