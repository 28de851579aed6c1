"""The lines of the Customer List as a table: it asks the prepared lines only for what is on the screen."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from agent.domain.customer_list import CITY, EMAIL, NAME, NUMBER, PHONE, RECORD, STATUS, Line
from agent.gui.language import say
from agent.gui.presenters.customers import one_line

COLUMNS = (NUMBER, NAME, STATUS, CITY, EMAIL, PHONE)
"""Places in a `Line`, in the order of the columns."""
NOWHERE = QModelIndex()
_AS_TEXT = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole)
_SIDE = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter

Index = QModelIndex | QPersistentModelIndex


def titles() -> tuple[str, ...]:
    """Of `COLUMNS`."""
    return (say("Number"), say("Name"), say("Status"), say("City"), say("E-mail"), say("Phone"))


class CustomersModel(QAbstractTableModel):
    """Shows `lines` in an `order`: of a hundred thousand, nothing is copied and no line is told of by itself."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._lines: Sequence[Line] = ()
        self._order: Sequence[int] = ()
        self._titles = titles()

    def show(self, lines: Sequence[Line], order: Sequence[int]) -> None:
        """Show these, in place of those before."""
        self.beginResetModel()
        self._lines, self._order = lines, order
        self.endResetModel()

    def record_id(self, row: int) -> str:
        """Whose line that is."""
        return self._lines[self._order[row]][RECORD]

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """Qt asks."""
        return 0 if parent.isValid() else len(self._order)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        """Qt asks."""
        return 0 if parent.isValid() else len(COLUMNS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The text of a cell."""
        if role in _AS_TEXT:
            return one_line(self._lines[self._order[index.row()]][COLUMNS[index.column()]])
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The title of a column."""
        if orientation is Qt.Orientation.Horizontal:
            if role == Qt.ItemDataRole.DisplayRole:
                return self._titles[section]
            if role == Qt.ItemDataRole.TextAlignmentRole:
                return _SIDE
        return None
