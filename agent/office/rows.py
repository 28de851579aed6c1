"""Makes SELECTs of a mapping: every set is one derived table whose columns are the fields asked for.

Values are read raw: columns carry no type, so that no parser of SQLAlchemy trips over what a foreign database holds.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, String, TextClause, literal, literal_column, select, text
from sqlalchemy.sql import Select
from sqlalchemy.sql.elements import UnaryExpression
from sqlalchemy.sql.operators import custom_op
from sqlalchemy.sql.selectable import Subquery

from agent.office.mapping import FieldSource, SetSource

_TEXT_TYPE: Final = {"mysql": "CHAR", "mariadb": "CHAR", "mssql": "NVARCHAR(400)", "firebird": "VARCHAR(400)"}
_BYTE_ORDER: Final = {
    "sqlite": "{0} COLLATE BINARY",
    "postgresql": '{0} COLLATE "C"',
    "mysql": "CAST({0} AS BINARY)",
    "mariadb": "CAST({0} AS BINARY)",
    "mssql": "{0} COLLATE Latin1_General_BIN2",
    "firebird": "{0} COLLATE UCS_BASIC",
}
_ID_ORDER: Final = {
    "sqlite": ("{0} COLLATE BINARY",),
    "mysql": ("{0}", "CAST({0} AS BINARY)"),
    "mariadb": ("{0}", "CAST({0} AS BINARY)"),
}
"""What tells record ids apart that the database takes for equal, since they differ in letter case only."""


def _verbatim(sql: str) -> TextClause:
    """SQL as it stands: a colon in it names no parameter."""
    return text(sql.replace(":", "\\:"))


class SetRows:
    """The rows of one set as SQL for `connection`'s kind of database. `texts` names the columns of the set's table
    that hold text for certain, so that comparing them as text can use an index."""

    def __init__(self, connection: Connection, source: SetSource, texts: frozenset[str] = frozenset()) -> None:
        self.source = source
        self._dialect = connection.dialect
        self._texts = texts

    def fields(self, *names: str, number: str = "") -> Select[Any]:
        """A SELECT of the named fields as columns `f0`, `f1`, ...; unmapped ones are NULL. The field called `number`
        is given as text."""
        columns = [self._column(name, as_text=name == number).label(f"f{at}") for at, name in enumerate(names)]
        found = select(*columns)
        if not self.source.table and not self.source.query:
            return found
        found = found.select_from(self._origin())
        return found.where(literal_column(f"({self.source.where})")) if self.source.where else found

    def derived(self, *names: str, number: str = "") -> Subquery:
        """`fields` as a derived table with the name of the set."""
        return self.fields(*names, number=number).subquery(self.source.name)

    def in_byte_order(self, column: str) -> ColumnElement[Any]:
        """The text column `column` of the derived table, in the order of its UTF-8 bytes."""
        qualified = f"{self._quoted(self.source.name)}.{column}"
        return literal_column(_BYTE_ORDER.get(self._dialect.name, "{0}").format(qualified))

    def id_order(self, column: str) -> list[ColumnElement[Any]]:
        """The column `column` of the derived table, a record id, in an order that tells every id from the others."""
        qualified = f"{self._quoted(self.source.name)}.{column}"
        return [literal_column(one.format(qualified)) for one in _ID_ORDER.get(self._dialect.name, ("{0}",))]

    def outer(self, column: ColumnElement[Any]) -> ColumnElement[Any]:
        """The column of a derived table, for a join that is to start at this table; both sides must be of one type.
        SQLite would rather start at the larger table and sort all of it; the plus sign keeps it from looking this
        column up."""
        return UnaryExpression(column, operator=custom_op("+")) if self._dialect.name == "sqlite" else column

    def column(self, name: str) -> str:
        """The SQL of a column of the set's table, qualified."""
        if self.source.query:
            return f"{self._quoted(self.source.name)}.{self._quoted(name)}"
        return f"{self.table}.{self._quoted(name)}"

    def holds_texts(self, names: Iterable[str]) -> bool:
        """Whether all columns with these fields hold text for certain."""
        sources = [self.source.fields.get(name) for name in names]
        return all(one is None or (one.kind == "column" and one.text in self._texts) for one in sources)

    @property
    def table(self) -> str:
        """The SQL of the set's table."""
        parts = [part for part in (self.source.schema, self.source.table) if part]
        return ".".join(self._quoted(part) for part in parts)

    def _quoted(self, name: str) -> str:
        return self._dialect.identifier_preparer.quote(name)

    def _origin(self) -> TextClause:
        if self.source.query:
            return _verbatim(f"({self.source.query}) AS {self._quoted(self.source.name)}")
        return _verbatim(" ".join([self.table, *self.source.joins]))

    def _column(self, name: str, *, as_text: bool) -> ColumnElement[Any]:
        source = self.source.fields.get(name)
        if source is None:
            return literal_column("NULL")
        if source.kind == "constant":
            return literal(source.text, String())
        sql = self.expression(source)
        if as_text and not (source.kind == "column" and source.text in self._texts):
            sql = f"CAST({sql} AS {_TEXT_TYPE.get(self._dialect.name, 'TEXT')})"
        return literal_column(sql)

    def expression(self, source: FieldSource) -> str:
        """The SQL of a column or expression."""
        return self.column(source.text) if source.kind == "column" else f"({source.text})"
