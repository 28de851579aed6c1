"""What the use cases need from the world, as Protocols; `agent.wiring` gives them the real things."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from agent.domain.catalog import Catalog, Field, Value
from agent.domain.practice import PracticeCustomer, PracticeUser, ReadOptions
from shared import records


class CellChange(Protocol):
    """One cell of a replacement plan."""

    @property
    def record_id(self) -> str: ...
    @property
    def before(self) -> Value: ...
    @property
    def after(self) -> Value: ...


class PracticeReading(Protocol):
    """One consistent read of the practice database: everything seen through it is of one instant."""

    def company(self) -> records.Company:
        """The office itself."""

    def customers(self, options: ReadOptions) -> Iterator[PracticeCustomer]:
        """Every customer who could be published, streamed in the byte order of the customer numbers."""

    def users(self) -> Iterator[PracticeUser]:
        """The users of the office's program, in the byte order of their names."""

    @property
    def left_out(self) -> Mapping[str, int]:
        """After `customers` was read: how many were not given or were shortened, by reason in plain words."""


class PracticeDatabase(Protocol):
    """The office's practice database, native or mapped."""

    @property
    def practice_id(self) -> str:
        """Tells this practice database from every other."""

    @property
    def catalog(self) -> Catalog:
        """Its fields and where each lives."""

    def reading(self) -> AbstractContextManager[PracticeReading]:
        """Open one consistent read. Raises `PracticeBusy` or `PracticeError`."""

    def rows(self, set_name: str, fields: Sequence[Field]) -> Iterator[tuple[str, tuple[Value, ...]]]:
        """Every row of a set: record id, then the values of `fields` (none of them of the overlay), in record order."""

    def write(self, field: Field, changes: Iterable[CellChange]) -> None:
        """Write `after` into `field` of every row, in one transaction. Raises `RowChanged`, having written nothing,
        where a row no longer holds `before` or is gone; `PracticeBusy` and `PracticeError` likewise write nothing."""

    def copy_to(self, target: Path) -> None:
        """Write one consistent copy of the database into the file `target` (a new file). The copy of a file database
        is a database of the same kind; of a server database it is a SQLite file with the same tables."""


class Overlay(Protocol):
    """Fields that the practice database has no column for, kept by the agent (encrypted)."""

    def values(self, practice_id: str, field: str) -> dict[str, Value]:
        """Record id to value; records without a value are absent."""

    def write(self, practice_id: str, field: str, changes: Iterable[CellChange]) -> None:
        """Like `PracticeDatabase.write`; a value of None removes it."""


class Progress(Protocol):
    """How far a long piece of work is. It is written by the worker and read, never pushed, by whoever shows it; and
    it carries the other way the wish to stop."""

    def step(self, text: str, total: int = 0) -> None:
        """A new step begins; `total` is what `advance` counts up to, 0 where that is not known."""

    def advance(self, count: int = 1) -> None:
        """Some of the step is done. Raises `Cancelled` where the person wants it stopped."""


Clock = Callable[[], float]
