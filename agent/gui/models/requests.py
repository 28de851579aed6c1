"""The requests of customers as a list; each is put into words only while it is on the screen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QAbstractListModel, QObject, Qt

from agent.domain.requests import Request
from agent.gui.language import say
from agent.gui.models.rows import NOWHERE, Index
from agent.gui.presenters.requests import Key, line

LINE = Qt.ItemDataRole.UserRole
"""Under this role an item tells its `presenters.requests.Line`."""
_AS_TEXT = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole)


class RequestsModel(QAbstractListModel):
    """Shows `requests` in their order."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.requests: Sequence[Request] = ()

    def show(self, requests: Sequence[Request]) -> None:
        """Show these, in place of those before; nothing moves where nothing changed."""
        if requests != self.requests:
            self.beginResetModel()
            self.requests = requests
            self.endResetModel()

    def row_of(self, key: Key) -> int | None:
        """Where it stands; None where it is not listed."""
        return next((at for at, one in enumerate(self.requests) if Key.of(one) == key), None)

    def at(self, row: int) -> Request | None:
        """What stands there; None where nothing does."""
        return self.requests[row] if 0 <= row < len(self.requests) else None

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """Qt asks."""
        return 0 if parent.isValid() else len(self.requests)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The line; as a text, all of it."""
        told = line(say, self.requests[index.row()], datetime.now().astimezone())
        if role == LINE:
            return told
        return told.as_text if role in _AS_TEXT else None
