"""What was done, as a table: on Home the last of it, in Activity page by page."""

from __future__ import annotations

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from agent.gui.language import say
from agent.gui.presenters.events import Event

RESULT = 4
TONE = Qt.ItemDataRole.UserRole
_COUNTS = (2, 3)
_AS_TEXT = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole)
NOWHERE = QModelIndex()

Index = QModelIndex | QPersistentModelIndex


class EventsModel(QAbstractTableModel):
    """One row an event: when, what, customers, changed, result. `more` asks for the rows after these, where `append`
    said that there are some."""

    more = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._events: list[Event] = []
        self._rest = False
        self._titles = (say("When"), say("What"), say("Customers"), say("Changed"), say("Result"))

    def show(self, events: tuple[Event, ...], *, rest: bool = False) -> None:
        """Show these, in place of those before."""
        self.beginResetModel()
        self._events = list(events)
        self._rest = rest
        self.endResetModel()

    def append(self, events: tuple[Event, ...], *, rest: bool) -> None:
        """Show these after those before; `rest` says whether there are still more."""
        if events:
            self.beginInsertRows(NOWHERE, len(self._events), len(self._events) + len(events) - 1)
            self._events += events
            self.endInsertRows()
        self._rest = rest

    def at(self, row: int) -> Event:
        """The one of that row."""
        return self._events[row]

    def canFetchMore(self, parent: Index) -> bool:
        """Qt asks, when somebody scrolls to the end."""
        return self._rest and not parent.isValid()

    def fetchMore(self, parent: Index) -> None:
        """Qt asks for the rows after these."""
        self._rest = False
        self.more.emit()

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """Qt asks."""
        return 0 if parent.isValid() else len(self._events)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        """Qt asks."""
        return 0 if parent.isValid() else len(self._titles)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The text of a cell; under `TONE` the tone of the result."""
        event = self._events[index.row()]
        if role in _AS_TEXT:
            what = say("{what} by {who}", what=event.what, who=event.who) if event.who else event.what
            cells = (event.when, what, event.customers or "–", event.changed or "–", event.result)
            return cells[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _side(index.column())
        return event.tone if role == TONE else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The title of a column, above its numbers."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._titles[section]
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            return _side(section)
        return None


def _side(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column in _COUNTS else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
