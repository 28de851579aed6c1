"""What holds the office's data, as the use cases see it: the practice database, and beside it the overlay."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from agent.domain.catalog import Catalog, Field, Held, Value
from agent.domain.likeness import Likeness
from agent.domain.practice import PracticeCustomer, PracticeUser, ReadOptions
from agent.domain.replacement import Piece
from agent.domain.runs import CopyForm, RunState
from agent.usecases.ports import Progress
from shared import records


class CellChange(Protocol):
    """One cell of a replacement plan."""

    @property
    def record_id(self) -> str:
        """Of the row that it stands in."""

    @property
    def before(self) -> Held:
        """What the database has to hold, or nothing is written."""

    @property
    def after(self) -> Held:
        """What it holds afterwards."""


Cells = Mapping[Field, Sequence[CellChange]]
"""What is to be written, by field."""


class PracticeReading(Protocol):
    """One consistent read of the practice database: everything seen through it is of one instant."""

    def company(self) -> records.Company:
        """The office itself; its name is empty where the practice database does not say it."""

    def withheld(self) -> str:
        """What the practice database says of fields that do not leave (`domain.leaving.WITHHELD`)."""

    def customers(
        self, options: ReadOptions, known: Callable[[PracticeCustomer], bool] = ...
    ) -> Iterator[PracticeCustomer]:
        """Every customer who could be published, streamed in the byte order of the customer numbers. `known` is asked
        about each, who has number, record id, password and fingerprint by then; where it says True he is given so, with
        nothing of what is published of him."""

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
    def rules(self) -> bytes:
        """Tells by what rows become records: the mapping, and this very release of the program."""

    @property
    def catalog(self) -> Catalog:
        """Its fields and where each lives."""

    def state(self) -> bytes:
        """Stays as long as nobody writes to the database, whoever it is; empty where that can't be told now."""

    def likeness(self) -> Likeness:
        """What it is known by besides its id; little is read for that."""

    def reading(self) -> AbstractContextManager[PracticeReading]:
        """Open one consistent read. Raises `PracticeBusy` or `PracticeError`."""

    def rows(
        self, set_name: str, fields: Sequence[Field], linked: tuple[Field, Collection[str]] | None = None
    ) -> Iterator[tuple[str, tuple[Value, ...]]]:
        """The rows of a set in record order: record id, then the values of `fields` (none of them of the overlay).
        All of them, or those `linked` to certain records: a link (or the record id itself) and the ids it may hold."""

    def targets(self, target: Field, fields: Sequence[Field]) -> Iterator[Piece]:
        """The rows of a set in record order, as a replacement of `target` is planned by them: record id, `target` as
        `held` gives it, and the values of `fields`; one read."""

    def held(
        self, fields: Sequence[Field], ids: Collection[str] | None = None
    ) -> Iterator[tuple[str, tuple[Held, ...]]]:
        """Record id and values of the rows of a set, the values as the database holds them: what `write` finds, and
        gives back to the byte. With `ids`, only of those records, as far as they are there."""

    def write(self, cells: Cells) -> None:
        """Write `after` into every cell, of whatever sets, in one transaction; the cells of a row at once. Raises
        `RowChanged`, having written nothing, where a cell no longer holds `before` or its row is gone; `PracticeBusy`
        and `PracticeError` likewise write nothing."""

    def insert(self, set_name: str, values: Mapping[Field, Value]) -> str:
        """Add a row to a set and give its record id, in one transaction. Fields that are not named get what the
        database gives. Raises `PracticeError` where the set takes no rows from outside."""

    def update(self, set_name: str, record_id: str, seen: Mapping[Field, Value], values: Mapping[Field, Value]) -> None:
        """Write `values` into one row, in one transaction. Raises `RowChanged`, having written nothing, where it is
        gone or a field of it is not as `seen` (as `rows` gives them)."""

    def delete(self, set_name: str, record_id: str, seen: Mapping[Field, Value]) -> None:
        """Remove one row, in one transaction. Raises `RowChanged` like `update`."""

    def copy_to(self, target: Path, progress: Progress | None = None) -> CopyForm:
        """Write one consistent copy of the database into the file `target` (a new file), and say what it is. The copy
        of a file database is a database of the same kind; of a server database it is that server's own dump where its
        program is there, else a SQLite file with the same tables. No file is left where this raises."""

    def copy_form(self) -> CopyForm:
        """What `copy_to` would write now, as far as can be told without writing."""


class Overlay(Protocol):
    """Fields that the practice database has no column for, kept by the agent (encrypted)."""

    def values(self, practice_id: str, field: str) -> dict[str, Value]:
        """Record id to value; records without a value are absent."""

    def write(self, practice_id: str, cells: Cells, becomes: tuple[int, RunState] | None = None) -> None:
        """Like `PracticeDatabase.write`; a value of None removes it. `becomes` is a run of the journal and the state
        it has from this same transaction on."""


class RecordOverlay(Overlay, Protocol):
    """An overlay that keeps whole records, too."""

    def put_row(self, practice_id: str, record_id: str, seen: Mapping[str, Value], values: Mapping[str, Value]) -> None:
        """Write several fields of one record, in one transaction; None removes a value. Raises `RowChanged`, having
        written nothing, where a field is not as `seen`."""
