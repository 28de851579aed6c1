"""Add New User, and Edit."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from agent.domain.errors import AgentError
from agent.gui.bridge import Bridge
from agent.gui.dialogs.form import FormDialog
from agent.gui.language import say
from agent.gui.users.user_fields import UserFields

if TYPE_CHECKING:
    from agent.domain.users import Employee, User

WIDTH = 580


class UserDialog(FormDialog):
    """The form of one user; `seen` is None for a new one. It stays, with everything typed, until it is saved."""

    def __init__(self, bridge: Bridge, parent: QWidget, employees: Iterable[Employee], seen: User | None) -> None:
        fields = UserFields(employees, seen)
        super().__init__(bridge, parent, say("Edit {name}", name=seen.name) if seen else say("Add New User"), fields)
        self.fields = fields
        self._seen = seen
        self._saving = False
        self.setMinimumWidth(WIDTH)
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
