"""Fields to choose from, as a table."""

from __future__ import annotations

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from agent.gui.language import say
from agent.gui.presenters.replace_form import Offer

NOWHERE = QModelIndex()
Index = QModelIndex | QPersistentModelIndex
_AS_TEXT = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)


class FieldsModel(QAbstractTableModel):
    """One row a field: its name; its type, or why it can't be chosen."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._offers: tuple[Offer, ...] = ()
        self._titles = (say("Field"), say("Type"))

    @property
    def offers(self) -> tuple[Offer, ...]:
        """What is shown."""
        return self._offers

    def show(self, offers: tuple[Offer, ...]) -> None:
        """Show these, in place of those before."""
        self.beginResetModel()
        self._offers = offers
        self.endResetModel()

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """Qt asks."""
        return 0 if parent.isValid() else len(self._offers)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        """Qt asks."""
        return 0 if parent.isValid() else len(self._titles)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The text of a cell; the obstacle also on hover."""
        offer = self._offers[index.row()]
        if role in _AS_TEXT:
            return offer.field.name if index.column() == 0 else offer.obstacle or offer.kind
        return offer.obstacle if role == Qt.ItemDataRole.ToolTipRole else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """What can't be chosen is grey."""
        if self._offers[index.row()].obstacle:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The title of a column."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._titles[section]
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None
