"""Holds a mapping against the real database, before anything is read or written (A18, F36).

Columns that the mapping does not name may come and go; one that it names and that is missing stops everything.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from sqlalchemy import Connection, false, inspect, select, text
from sqlalchemy.exc import DBAPIError

from agent.domain.errors import PracticeError, TryLater
from agent.office.failures import explained
from agent.office.mapping import PracticeMapping, SetSource
from agent.office.rows import SetRows

_EXACT_NAMES: Final = frozenset({"postgresql"})
_REMEDY: Final = "Correct the mapping, or undo what changed the database; nothing was read or written."


class PracticeRows:
    """The mapped sets of the database behind one connection, checked: a `SetRows` for each."""

    def __init__(self, connection: Connection, mapping: PracticeMapping, database: str) -> None:
        self._connection = connection
        self._mapping = mapping
        self._database = database
        self._columns: dict[tuple[str, str], dict[str, bool]] = {}
        self._rows = {name: self._checked(source) for name, source in mapping.sets.items()}

    def __getitem__(self, set_name: str) -> SetRows:
        return self._rows[set_name]

    def __contains__(self, set_name: str) -> bool:
        return set_name in self._rows

    @property
    def native(self) -> bool:
        """Whether the database has our own schema, with its indexes."""
        return self._mapping.native

    def _checked(self, source: SetSource) -> SetRows:
        if not source.table:
            rows = SetRows(self._connection, source)
        else:
            columns = self._table_columns(source)
            for name, field in source.fields.items():
                if field.kind == "column":
                    self._check_column(source, name, field.text, columns)
            rows = SetRows(self._connection, source, frozenset(name for name, is_text in columns.items() if is_text))
        if not self._mapping.native:
            self._try_out(source, rows)
        return rows

    def _table_columns(self, source: SetSource) -> dict[str, bool]:
        """By name, whether the column holds text for certain."""
        at = (source.schema, source.table)
        if at not in self._columns:
            inspector = inspect(self._connection)
            if not inspector.has_table(source.table, source.schema or None):
                raise self._no_table(source, sorted([*inspector.get_table_names(), *inspector.get_view_names()]))
            self._columns[at] = self._described(SetRows(self._connection, source).table)
        return self._columns[at]

    def _described(self, table: str) -> dict[str, bool]:
        if self._connection.dialect.name == "sqlite":
            found = self._connection.exec_driver_sql(f"PRAGMA table_xinfo({table})")
            return {row[1]: any(word in row[2].upper() for word in ("CHAR", "CLOB", "TEXT")) for row in found}
        empty = self._connection.execute(select(text("*")).select_from(text(table)).where(false()))
        return dict.fromkeys(empty.keys(), False)

    def _no_table(self, source: SetSource, tables: Iterable[str]) -> PracticeError:
        if self._mapping.native:
            return PracticeError(
                f"{self._database} is no Porchlight practice database: it has no table {source.table}.",
                remedy="For the database of another program, give its mapping file too (in a command: --mapping).",
            )
        return PracticeError(
            f'{self._says(source, "")} the table "{source.table}", but the database has no such table.',
            detail=f"Tables are: {', '.join(tables)}.",
            remedy=_REMEDY,
        )

    def _check_column(self, source: SetSource, field: str, column: str, columns: Iterable[str]) -> None:
        names = list(columns)
        exactly = self._connection.dialect.name in _EXACT_NAMES
        known = names if exactly else [name.casefold() for name in names]
        if (column if exactly else column.casefold()) not in known:
            raise PracticeError(
                f'{self._says(source, field)} the column "{column}" of the table "{source.table}", '
                f"but the table has no such column.",
                detail=f"Columns are: {', '.join(names)}.",
                remedy=_REMEDY,
            )

    def _try_out(self, source: SetSource, rows: SetRows) -> None:
        """Let the database look at every expression, join and condition, without reading a row."""
        failed = self._failure(rows, *source.fields)
        if failed is None:
            return
        for name, field in source.fields.items():
            if field.kind != "constant" and self._failure(rows, name) and self._failure(rows) is None:
                raise PracticeError(
                    f"{self._says(source, name)} {field.text}, which the database does not understand.",
                    detail=failed.detail,
                    remedy=_REMEDY,
                )
        raise PracticeError(
            f"{self._says(source, '')} a table, join, condition or query that the database does not understand.",
            detail=failed.detail,
            remedy=_REMEDY,
        )

    def _failure(self, rows: SetRows, *fields: str) -> PracticeError | None:
        try:
            with self._connection.begin_nested():
                self._connection.execute(rows.fields(*fields or ("",)).limit(0)).close()
        except DBAPIError as error:
            found = explained(error, self._database)
            if isinstance(found, TryLater):
                raise found from error
            return PracticeError(found.title, detail=found.detail)
        return None

    def _says(self, source: SetSource, field: str) -> str:
        where = f'"{field}" of the set "{source.name}"' if field else f'the set "{source.name}"'
        return f"For {where}, {self._mapping.source} names"
