"""The users, as a table."""

from __future__ import annotations

from PySide6.QtCore import QObject

from agent.gui.language import say
from agent.gui.models.rows import Column, RowsModel
from agent.gui.presenters.users import Line

PERMISSIONS = 4


class UsersModel(RowsModel[Line]):
    """One row a user."""

    def __init__(self, parent: QObject) -> None:
        columns: tuple[Column[Line], ...] = (
            Column(say("User Name"), lambda user: user.name),
            Column(say("Level"), lambda user: user.level, number=True),
            Column(say("Employee"), lambda user: user.employee),
            Column(say("E-mail"), lambda user: user.email),
            Column(say("Permissions"), lambda user: user.permissions),
        )
        super().__init__(parent, columns)
