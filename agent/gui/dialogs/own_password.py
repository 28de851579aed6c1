"""System > Passwords > Change My Password."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from agent.domain.errors import AgentError
from agent.gui.bridge import Bridge
from agent.gui.dialogs.form import FormDialog
from agent.gui.language import say
from agent.gui.users.new_password import NewPassword

WIDTH = 520


class OwnPasswordDialog(FormDialog):
    """A new password for whoever signed in."""

    def __init__(self, bridge: Bridge, parent: QWidget, level: int) -> None:
        password = NewPassword(say("New password"), level, needed=True)
        super().__init__(bridge, parent, say("Change My Password"), password)
        self.password = password
        self.setMinimumWidth(WIDTH)
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
