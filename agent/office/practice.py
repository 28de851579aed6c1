"""Opens a practice database, native or mapped: what the rest of the agent sees of this package."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

from sqlalchemy import URL, Connection

from agent.domain.catalog import Catalog, Field, Held, Value
from agent.domain.errors import PracticeError
from agent.domain.likeness import Likeness
from agent.domain.replacement import Piece
from agent.domain.runs import CopyForm
from agent.office.bulk import NotAsPlanned, write_at_once
from agent.office.copying import copy_database, copy_form
from agent.office.engine import Database, practice_url
from agent.office.growing import grow, lacking
from agent.office.layout import PracticeRows
from agent.office.likeness import likeness
from agent.office.mapping import NATIVE_MAPPING, PracticeMapping
from agent.office.mapping_file import read_mapping
from agent.office.reader import Reading
from agent.office.real import narrowed
from agent.office.rows import SetRows
from agent.office.rules import rules_of
from agent.office.set_reader import held_rows, set_rows, target_rows
from agent.office.single_rows import SingleRows
from agent.office.writer import write_cells
from agent.usecases.ports import Progress
from agent.usecases.practice_ports import Cells, PracticeDatabase, PracticeReading


def open_practice(url: str, mapping: Path | None = None) -> PracticeDatabase:
    """The practice database at `url` (a SQLAlchemy URL or the path of a SQLite file), seen through `mapping` where it
    is not one of ours. The layout is checked at once. Raises `PracticeError`, `PracticeBusy` or `SetupError`."""
    where = practice_url(url)
    named = Path(where.database or "").name
    return Practice(where, read_mapping(mapping, named) if mapping else NATIVE_MAPPING)


def id_of_copy(copy: Path, url: str, mapping: Path | None = None) -> str:
    """The practice id that the SQLite file `copy` would have in the place of the database at `url`. Raises
    `PracticeError` where it would not fit there."""
    named = Path(practice_url(url).database or "").name
    return Practice(practice_url(str(copy)), read_mapping(mapping, named) if mapping else NATIVE_MAPPING).practice_id


class Practice:
    """A practice database (see `ports.PracticeDatabase`). The layout is checked again before every use, since the
    office's program may have been changed meanwhile."""

    def __init__(self, url: URL, mapping: PracticeMapping) -> None:
        self._mapping = mapping
        self._database = Database(url, mapping.encoding)
        self._catalog = mapping.catalog()
        self._id = self._checked()

    @property
    def practice_id(self) -> str:
        """Tells this practice database from every other."""
        return self._id

    @property
    def rules(self) -> bytes:
        """Tells by what rows become records."""
        return rules_of(self._mapping)

    def state(self) -> bytes:
        """Stays as long as nobody writes to the database; empty where that can't be told now."""
        return self._database.state()

    def likeness(self) -> Likeness:
        """What it is known by besides its id."""
        writes = self._database.writes()
        with self._database.read() as connection:
            return likeness(
                connection, PracticeRows(connection, self._mapping, self._database.name), self._mapping, writes
            )

    @property
    def catalog(self) -> Catalog:
        """Its fields and where each lives."""
        return self._catalog

    @contextmanager
    def reading(self) -> Iterator[PracticeReading]:
        """One consistent read."""
        with self._database.read() as connection:
            rows = PracticeRows(connection, self._mapping, self._database.name)
            yield Reading(connection, rows, self._mapping, self._database.name)

    def rows(
        self, set_name: str, fields: Sequence[Field], linked: tuple[Field, Collection[str]] | None = None
    ) -> Iterator[tuple[str, tuple[Value, ...]]]:
        """The rows of a set, in record order."""
        with self._database.read() as connection:
            rows = PracticeRows(connection, self._mapping, self._database.name)
            yield from set_rows(connection, rows[self._catalog.set(set_name).name], fields, linked)

    def targets(self, target: Field, fields: Sequence[Field]) -> Iterator[Piece]:
        """The rows of a set, as a replacement is planned by them."""
        with self._database.read() as connection:
            rows = PracticeRows(connection, self._mapping, self._database.name)
            yield from target_rows(connection, rows[target.set], target, fields)

    def held(
        self, fields: Sequence[Field], ids: Collection[str] | None = None
    ) -> Iterator[tuple[str, tuple[Held, ...]]]:
        """Record id and values of the rows of a set, as the database holds them."""
        with self._database.read() as connection:
            rows = PracticeRows(connection, self._mapping, self._database.name)
            yield from held_rows(connection, rows[fields[0].set], fields, ids)

    def write(self, cells: Cells) -> None:
        """Write cells of whatever sets in one transaction."""
        if self._database.file and self._mapping.encoding == "utf-8":
            with suppress(NotAsPlanned):
                return self._write(cells, write_at_once)
        return self._write(cells, partial(write_cells, encoding=self._mapping.encoding))

    def _write(self, cells: Cells, write: Callable[[Connection, SetRows, Cells], None]) -> None:
        with self._database.write() as connection:
            rows = PracticeRows(connection, self._mapping, self._database.name)
            for name in dict.fromkeys(field.set for field in cells):
                of_set = {field: changes for field, changes in cells.items() if field.set == name}
                write(connection, rows[name], of_set)

    def insert(self, set_name: str, values: Mapping[Field, Value]) -> str:
        """Add a row to a set."""
        with self._single_rows(set_name) as rows:
            return rows.insert(values)

    def update(self, set_name: str, record_id: str, seen: Mapping[Field, Value], values: Mapping[Field, Value]) -> None:
        """Change a row that is still as it was seen."""
        with self._single_rows(set_name) as rows:
            rows.update(record_id, seen, values)

    def delete(self, set_name: str, record_id: str, seen: Mapping[Field, Value]) -> None:
        """Remove a row that is still as it was seen."""
        with self._single_rows(set_name) as rows:
            rows.delete(record_id, seen)

    @contextmanager
    def _single_rows(self, set_name: str) -> Iterator[SingleRows]:
        with self._database.write() as connection:
            rows = PracticeRows(connection, self._mapping, self._database.name)
            yield SingleRows(connection, rows[self._catalog.set(set_name).name], self._mapping.encoding)

    def copy_to(self, target: Path, progress: Progress | None = None) -> CopyForm:
        """Write one consistent copy into the new file `target`."""
        with self._database.read() as connection:
            return copy_database(connection, self._database.url, target, progress)

    def copy_form(self) -> CopyForm:
        """What a copy would be."""
        with self._database.read() as connection:
            return copy_form(connection)

    def _checked(self) -> str:
        """Look at the database once, for errors to come early; learn what its columns allow, and its id. One of ours
        that an earlier release made grows first."""
        try:
            return self._looked()
        except PracticeError:
            if not self._grown():
                raise
            return self._looked()

    def _grown(self) -> bool:
        if not self._mapping.native:
            return False
        with self._database.read() as connection:
            columns = lacking(connection)
        if columns:
            with self._database.write() as connection:
                grow(connection, columns)
        return bool(columns)

    def _looked(self) -> str:
        with self._database.read() as connection:
            rows = PracticeRows(connection, self._mapping, self._database.name)
            if not self._mapping.native:
                self._catalog = narrowed(self._catalog, connection, self._mapping)
            if self._mapping.practice_id:
                return self._mapping.practice_id
            row = connection.execute(rows["company"].fields("CP.Practice Id")).first()
        if row is None or not row[0]:
            raise PracticeError(
                f"The practice database {self._database.name} has no id of its own.",
                remedy="Fill in practice_id in the table company; any text that no other office uses will do.",
            )
        return str(row[0])
