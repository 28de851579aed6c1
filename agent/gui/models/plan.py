"""The plan of a replacement, as a table: each row is asked for only where it is on the screen."""

from __future__ import annotations

from PySide6.QtCore import QAbstractTableModel, QObject, Qt
from PySide6.QtGui import QColor

from agent.domain.replacement import Plan
from agent.gui.language import say
from agent.gui.looks.theme import Theme
from agent.gui.models.rows import NOWHERE, Index, side
from agent.gui.presenters.replace_plan import cell, title

_AS_TEXT = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)


class PlanModel(QAbstractTableModel):
    """What tells the row, what the conditions look at, then Now and Then."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme
        self._plan: Plan | None = None
        self._masked = True

    def show(self, plan: Plan | None) -> None:
        """Show this plan, in place of the one before."""
        self.beginResetModel()
        self._plan = plan
        self.endResetModel()

    def mask(self, masked: bool) -> None:
        """Hide passwords, or show them."""
        self.beginResetModel()
        self._masked = masked
        self.endResetModel()

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """Qt asks."""
        return 0 if parent.isValid() or self._plan is None else len(self._plan.changes)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        """Qt asks."""
        return 0 if parent.isValid() or self._plan is None else len(self._plan.columns) + 2

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The text of a cell; Now is quiet, Then is what matters."""
        if self._plan is None:
            return None
        target, before = self._plan.wish.field, index.column() - len(self._plan.columns)
        if role in _AS_TEXT:
            change = self._plan.changes[index.row()]
            if before < 0:
                return cell(
                    say, self._plan.columns[index.column()], self._plan.beside(index.row(), index.column()), True
                )
            return cell(say, target, change.before if before == 0 else change.after, self._masked)
        if role == Qt.ItemDataRole.ForegroundRole and before >= 0:
            return QColor(self._theme.tokens.muted if before == 0 else self._theme.tokens.accent)
        return _side(self._plan, index.column()) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The title of a column, above its numbers."""
        if self._plan is None or orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            titles = [title(one) for one in self._plan.columns]
            return [*titles, say("Now"), say("Then")][section]
        return _side(self._plan, section) if role == Qt.ItemDataRole.TextAlignmentRole else None


def _side(plan: Plan, column: int) -> Qt.AlignmentFlag:
    fields = [*plan.columns, plan.wish.field, plan.wish.field]
    return side(fields[column].type in ("money", "integer"))
