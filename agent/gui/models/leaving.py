"""The fields that leave, each with its tick; and the records of the last payload."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from agent.gui.language import say
from agent.gui.models.pages import PagesModel
from agent.gui.models.rows import Column, Index, RowsModel
from agent.gui.presenters.leaving import kind, weight

if TYPE_CHECKING:
    from agent.gui.presenters.leaving import Switches
    from agent.usecases.last_payload import Entry
    from agent.usecases.what_leaves import Switched

NAME, NOTE = 0, 2


class SwitchesModel(RowsModel["Switched"]):
    """One row a field; `ticked` tells that one was ticked otherwise."""

    ticked = Signal()

    def __init__(self, parent: QObject) -> None:
        self._switches: Switches | None = None
        columns: tuple[Column[Switched], ...] = (
            Column(say("Field"), lambda one: one.name),
            Column(say("Database set"), lambda one: one.set),
            Column(say("With the next Process"), self._note),
        )
        super().__init__(parent, columns)

    def show_switches(self, switches: Switches, text: str) -> None:
        """Show those whose names hold a text."""
        self._switches = switches
        self.show(switches.found(text))

    def renew(self) -> None:
        """What is said of them may have changed."""
        self.dataChanged.emit(self.index(0, NOTE), self.index(len(self.rows) - 1, NOTE))

    def flip(self, row: int) -> None:
        """Tick it otherwise, where that may be."""
        one = self.at(row)
        if one is not None and self._switches is not None and not self._switches.fixed(one):
            self._switches.tick(one, not self._switches.on(one))
            self.dataChanged.emit(self.index(row, 0), self.index(row, self.columnCount() - 1))
            self.ticked.emit()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The tick in the first column; else as for every table."""
        one = self.rows[index.row()]
        if role == Qt.ItemDataRole.CheckStateRole and self._switches is not None:
            if index.column() != NAME:
                return None
            return Qt.CheckState.Checked if self._switches.on(one) else Qt.CheckState.Unchecked
        return super().data(index, role)

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Qt tells of a click on the tick."""
        if role != Qt.ItemDataRole.CheckStateRole:
            return False
        self.flip(index.row())
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        """A tick that can't be changed is grey; the row can be picked, so that its reason is read out."""
        one, found = self.rows[index.row()], Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled
        if index.column() == NAME:
            found |= Qt.ItemFlag.ItemIsUserCheckable
            if self._switches is not None and self._switches.fixed(one):
                found &= ~Qt.ItemFlag.ItemIsEnabled
        return found

    def _note(self, one: Switched) -> str:
        return self._switches.note(say, one) if self._switches is not None else ""


class EntriesModel(PagesModel["Entry"]):
    """One row a record."""

    def __init__(self, parent: QObject) -> None:
        columns: tuple[Column[Entry], ...] = (
            Column(say("Record"), lambda one: kind(say, one.kind)),
            Column(say("Number"), lambda one: one.number),
            Column(say("Year"), lambda one: one.year),
            Column(say("Size"), lambda one: weight(say, one), number=True),
        )
        super().__init__(parent, columns)
