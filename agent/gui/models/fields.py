"""Fields to choose from, as a table."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt

from agent.gui.language import say
from agent.gui.models.rows import Column, Index, RowsModel
from agent.gui.presenters.replace_form import Offer


class FieldsModel(RowsModel[Offer]):
    """One row a field: its name; its type, or why it can't be chosen."""

    def __init__(self, parent: QObject) -> None:
        columns: tuple[Column[Offer], ...] = (
            Column(say("Field"), lambda offer: offer.field.name),
            Column(say("Type"), lambda offer: offer.obstacle or offer.kind),
        )
        super().__init__(parent, columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The text of a cell; on hover the obstacle, on whichever cell it is."""
        if role == Qt.ItemDataRole.ToolTipRole:
            return self.rows[index.row()].obstacle
        return super().data(index, role)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """What can't be chosen is grey."""
        if self.rows[index.row()].obstacle:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
