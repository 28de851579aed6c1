"""The lines of the Customer List as a table."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject

from agent.domain.customer_list import CITY, EMAIL, NAME, NUMBER, PHONE, RECORD, STATUS, Line
from agent.gui.language import say
from agent.gui.models.rows import Column, RowsModel
from agent.gui.presenters.customers import one_line

COLUMNS = (NUMBER, NAME, STATUS, CITY, EMAIL, PHONE)
"""Places in a `Line`, in the order of the columns."""


def titles() -> tuple[str, ...]:
    """Of `COLUMNS`."""
    return (say("Number"), say("Name"), say("Status"), say("City"), say("E-mail"), say("Phone"))


class CustomersModel(RowsModel[int]):
    """A row is the place of its line: sorting and finding copy no line."""

    def __init__(self, parent: QObject) -> None:
        columns = [self._column(title, place) for title, place in zip(titles(), COLUMNS, strict=True)]
        super().__init__(parent, columns)
        self._lines: Sequence[Line] = ()

    def show_lines(self, lines: Sequence[Line], order: Sequence[int]) -> None:
        """Show `lines` in this `order`, in place of those before."""
        self._lines = lines
        self.show(order)

    def record_id(self, row: int) -> str:
        """Whose line that is."""
        return self._lines[self.rows[row]][RECORD]

    def _column(self, title: str, place: int) -> Column[int]:
        return Column(title, lambda line: one_line(self._lines[line][place]))
