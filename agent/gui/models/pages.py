"""A table that is read page by page."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal

from agent.gui.looks.tokens import Tone
from agent.gui.models.rows import NOWHERE, Column, Index, Row, RowsModel


class PagesModel(RowsModel[Row]):
    """Rows that come as somebody scrolls. `more` asks for those after these, where it was said that there are some."""

    more = Signal()

    def __init__(
        self, parent: QObject, columns: Sequence[Column[Row]], tone: Callable[[Row], Tone] | None = None
    ) -> None:
        super().__init__(parent, columns, tone)
        self._rest = False

    def show(self, rows: Sequence[Row], *, rest: bool = False) -> None:
        """Show these, in place of those before; `rest` says whether there are more."""
        self._rest = rest
        super().show(rows)

    def append(self, rows: Sequence[Row], *, rest: bool) -> None:
        """Show these after those before."""
        if rows:
            self.beginInsertRows(NOWHERE, len(self.rows), len(self.rows) + len(rows) - 1)
            self.rows = [*self.rows, *rows]
            self.endInsertRows()
        self._rest = rest

    def canFetchMore(self, parent: Index) -> bool:
        """Qt asks, when somebody scrolls to the end."""
        return self._rest and not parent.isValid()

    def fetchMore(self, parent: Index) -> None:
        """Qt asks for the rows after these."""
        self._rest = False
        self.more.emit()
