"""A table that is only read: its columns are data, its rows come from a presenter."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from agent.gui.looks.tokens import Tone

Row = TypeVar("Row")
Index = QModelIndex | QPersistentModelIndex

NOWHERE = QModelIndex()
TONE = Qt.ItemDataRole.UserRole
"""Under this role a cell tells the tone of its row, for `agent.gui.pieces.pill`."""
_AS_TEXT = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole)


@dataclass(frozen=True)
class Column(Generic[Row]):
    """Numbers stand at the right, below a title that does too."""

    title: str
    text: Callable[[Row], str]
    number: bool = False


class RowsModel(QAbstractTableModel, Generic[Row]):
    """Shows `rows`. A row is asked for its texts only while it is on the screen, so there may be a hundred thousand."""

    def __init__(
        self, parent: QObject, columns: Sequence[Column[Row]], tone: Callable[[Row], Tone] | None = None
    ) -> None:
        super().__init__(parent)
        self.rows: Sequence[Row] = ()
        self._columns = columns
        self._tone = tone

    def show(self, rows: Sequence[Row]) -> None:
        """Show these, in place of those before."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def at(self, row: int) -> Row | None:
        """What stands there; None where nothing does, as for an index that is not valid."""
        return self.rows[row] if 0 <= row < len(self.rows) else None

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """Qt asks."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        """Qt asks."""
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The text of a cell, whole also on hover; its side; under `TONE` the tone of the row."""
        column = self._columns[index.column()]
        if role in _AS_TEXT:
            return column.text(self.rows[index.row()])
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return side(column.number)
        return self._tone(self.rows[index.row()]) if role == TONE and self._tone is not None else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The title of a column, on the side of its cells."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._columns[section].title
        return side(self._columns[section].number) if role == Qt.ItemDataRole.TextAlignmentRole else None


def side(number: bool) -> Qt.AlignmentFlag:
    """Where the text of a cell stands."""
    across = Qt.AlignmentFlag.AlignRight if number else Qt.AlignmentFlag.AlignLeft
    return across | Qt.AlignmentFlag.AlignVCenter
