"""The fields of one record, beside and below each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from agent.domain.catalog import Field
from agent.gui.customers.cell import MEMO_LINES, CellEdit, ChoiceEdit, PasswordEdit
from agent.gui.looks.tokens import SPACE_2, SPACE_4
from agent.gui.presenters.customer import STATUS

COLUMNS = 3


class Form(QWidget):
    """Lines first, marks after them, texts of several lines over the whole width. `typed` as of `CellEdit`."""

    typed = Signal(object, object)

    def __init__(self, fields: Sequence[Field], columns: int = COLUMNS, lines: int = MEMO_LINES) -> None:
        super().__init__()
        self.fields = frozenset(fields)
        self.cells = {one.name: _cell(one, lines) for one in _in_order(fields)}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(SPACE_4)
        grid.setVerticalSpacing(SPACE_2)
        place = 0
        kind = ""
        for cell in self.cells.values():
            cell.typed.connect(self.typed)
            whole = cell.field.type == "memo"
            if place % columns and (whole or (cell.field.type == "mark") != (kind == "mark")):
                place += columns - place % columns
            kind = cell.field.type
            at = divmod(place, columns)
            grid.addWidget(cell, *at, 1, columns if whole else 1, Qt.AlignmentFlag.AlignTop)
            place += columns if whole else 1
        for column in range(columns):
            grid.setColumnStretch(column, 1)

    def show_record(self, record_id: str, texts: Mapping[str, str], obstacle: str) -> None:
        """Show this record; `obstacle` is why nothing of it may be changed."""
        for name, cell in self.cells.items():
            cell.show_text(record_id, texts.get(name, ""), obstacle)


def _in_order(fields: Sequence[Field]) -> list[Field]:
    return sorted(fields, key=lambda one: ("mark", "memo").index(one.type) + 1 if one.type in ("mark", "memo") else 0)


def _cell(field: Field, lines: int) -> CellEdit:
    if field.secret:
        return PasswordEdit(field)
    return ChoiceEdit(field) if field.name == STATUS else CellEdit(field, lines=lines)
