"""Add New User, and Edit."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from agent.domain.errors import AgentError
from agent.gui.bridge import Bridge
from agent.gui.dialogs.frame import Fitted, Footer, head, inset, stack
from agent.gui.language import say
from agent.gui.pieces.banner import Banner
from agent.gui.pieces.buttons import button
from agent.gui.users.user_fields import UserFields

if TYPE_CHECKING:
    from agent.domain.users import Employee, User

WIDTH = 580


class UserDialog(Fitted):
    """The form of one user; `seen` is None for a new one. It stays, with everything typed, until it is saved."""

    def __init__(self, bridge: Bridge, parent: QWidget, employees: Iterable[Employee], seen: User | None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._seen = seen
        self._saving = False
        self.setWindowTitle(say("Edit {name}", name=seen.name) if seen else say("Add New User"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(WIDTH)
        self.banner = Banner()
        self.fields = UserFields(employees, seen)
        cancel = button(say("Cancel"))
        cancel.clicked.connect(self.reject)
        self.save = button(say("&Save"), main=True)
        self.save.clicked.connect(self._save)
        self._footer = Footer(cancel, self.save)
        inner = inset()
        inner.addWidget(self.banner)
        inner.addWidget(self.fields)
        inner.addStretch()
        stack(self, head(self.windowTitle()), inner, self._footer)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self.save.click)
        self.fields.changed.connect(self._judge)
        self._judge()
        (self.fields.level if seen else self.fields.name).setFocus()

    def _judge(self) -> None:
        self._footer.allow(say("It is being saved.") if self._saving else self.fields.obstacle)

    def _save(self) -> None:
        self._saving = True
        self.banner.dismiss()
        self._judge()
        seen, typed = self._seen, self.fields.typed
        self._bridge.change(
            lambda work, progress: work.users.save(seen, typed, progress), lambda _: self.accept(), self._not_saved
        )

    def _not_saved(self, error: AgentError) -> None:
        self._saving = False
        self.banner.tell(error)
        self._judge()
