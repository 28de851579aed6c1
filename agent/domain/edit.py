"""A change of single records, cell by cell (feature row A7): a customer, his telephone numbers, his properties."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field as attribute

from agent.domain.catalog import Field, Value
from agent.domain.errors import RowChanged, UsageError
from agent.domain.values import shown
from agent.domain.wish import check_target, new_value


@dataclass(frozen=True)
class Cell:
    """What a person did to one cell: `seen` is its text as it stood there (see `values.shown`), `text` what stands
    there now."""

    field: Field
    record_id: str
    seen: str = attribute(repr=False)
    text: str = attribute(repr=False)

    def value(self) -> Value:
        """The new value. Raises `UsageError`, naming the field, where it can't be."""
        check_target(self.field)
        return new_value(self.field, self.text)

    def is_as_seen(self, value: Value) -> bool:
        """Whether the cell still holds what the person saw."""
        return shown(value) == self.seen


class CellsRefused(UsageError):
    """Some of the new texts can't be. `refused` tells of each cell why; title and remedy are those of the first."""

    def __init__(self, refused: Sequence[tuple[Cell, UsageError]]) -> None:
        first = refused[0][1]
        others = ", ".join(cell.field.name for cell, _ in refused[1:])
        super().__init__(
            first.title,
            detail=f"{first.detail} Also not possible: {others}.".strip() if others else first.detail,
            remedy=first.remedy,
        )
        self.refused = tuple(refused)


class CellsChanged(RowChanged):
    """Somebody else changed these cells since the person saw them; nothing was written. `now` tells the value that each
    holds now, as text, or None where its record is gone."""

    def __init__(self, now: Sequence[tuple[Cell, str | None]]) -> None:
        names = ", ".join(dict.fromkeys(cell.field.name for cell, _ in now))
        super().__init__(
            f"Meanwhile somebody else changed {names}.",
            detail="Nothing was written.",
            remedy="Look at what is there now, then change it again.",
        )
        self.now = tuple(now)


def new_values(cells: Sequence[Cell]) -> list[Value]:
    """The new value of every cell. Raises `CellsRefused`, telling all that can't be."""
    made: list[Value] = []
    refused: list[tuple[Cell, UsageError]] = []
    for cell in cells:
        try:
            made.append(cell.value())
        except UsageError as error:
            refused.append((cell, error))
    if refused:
        raise CellsRefused(refused)
    return made
