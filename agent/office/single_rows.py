"""Adds, changes and removes a whole row of a set, each as its own transaction: users, and whatever else comes one by
one.

The ids of the set are read for it: what a record id looks like in the database is known only from there.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import (
    ColumnClause,
    ColumnElement,
    Connection,
    Delete,
    TableClause,
    Text,
    Update,
    bindparam,
    case,
    cast,
    func,
    select,
    table,
)
from sqlalchemy import column as bare_column
from sqlalchemy.sql import delete, insert, update

from agent.domain.catalog import Field, Value
from agent.domain.errors import PracticeError, RowChanged
from agent.office.mapping import FieldSource, SetSource, record_id_of
from agent.office.rows import SetRows
from agent.office.values import as_text, exact, stored

_REMEDY = "Do it in the office's own program; the agent reads the result."


class SingleRows:
    """The rows of one set, within the caller's transaction; `encoding` is how a SQLite file holds its texts."""

    def __init__(self, connection: Connection, rows: SetRows, encoding: str = "utf-8") -> None:
        self._connection = connection
        self._rows = rows
        self._source: SetSource = rows.source
        self._encoding = encoding

    def insert(self, values: Mapping[Field, Value]) -> str:
        """Add a row; gives its record id. Raises `PracticeError` where this set takes none."""
        given, words = self._given(values)
        key: ColumnClause[Any] = bare_column(self._key().text)
        statement = insert(self._table(key, *given)).values(given)
        if self._connection.dialect.insert_returning:
            record_id = self._connection.execute(statement.returning(key), words).scalar_one()
        else:
            record_id = self._connection.execute(statement, words).lastrowid
        if record_id is None or as_text(record_id) not in self._ids():
            raise PracticeError(
                f"The practice database takes no new rows of {self._source.name} from outside.",
                detail="A new row got no record id, or does not meet the condition of the mapping. Nothing was added.",
                remedy=_REMEDY,
            )
        return as_text(record_id)

    def update(self, record_id: str, seen: Mapping[Field, Value], values: Mapping[Field, Value]) -> None:
        """Write `values` into the row that still holds what was `seen`. Raises `RowChanged`."""
        given, words = self._given(values)
        where, seen_words = self._as_seen(record_id, seen)
        self._once(update(self._table(*given)).where(*where).values(given), words | seen_words, record_id)

    def delete(self, record_id: str, seen: Mapping[Field, Value]) -> None:
        """Remove the row that still holds what was `seen`. Raises `RowChanged`."""
        where, words = self._as_seen(record_id, seen)
        self._once(delete(self._table(bare_column(self._key().text))).where(*where), words, record_id)

    def _once(self, statement: Update | Delete, words: dict[str, object], record_id: str) -> None:
        if self._connection.execute(statement, words).rowcount != 1:
            raise self._changed(record_id)

    def _table(self, *columns: ColumnClause[Any]) -> TableClause:
        named = {one.name: one for one in columns}
        return table(self._source.table, *named.values(), schema=self._source.schema or None)

    def _given(
        self, values: Mapping[Field, Value]
    ) -> tuple[dict[ColumnClause[Any], ColumnElement[Any]], dict[str, object]]:
        """The columns to write, and the words to write into them."""
        dialect = self._connection.dialect.name
        columns: dict[str, object] = {}
        for field, value in values.items():
            place = self._place(field)
            columns[place.text] = stored(field, place, dialect)(value)
        names = {name: f"new_{at}" for at, name in enumerate(columns)}
        given: dict[ColumnClause[Any], ColumnElement[Any]] = {
            bare_column(name): self._word(word) for name, word in names.items()
        }
        return given, {names[name]: self._encoded(value) for name, value in columns.items()}

    def _as_seen(
        self, record_id: str, seen: Mapping[Field, Value]
    ) -> tuple[list[ColumnElement[bool]], dict[str, object]]:
        """The condition that finds the row only as it was seen. Raises `RowChanged` where it is gone or another."""
        key = record_id_of(self._source.name)
        reads = [exact(field, self._place(field)) for field in seen]
        derived = self._rows.derived(key, *[field.name for field in seen])
        found = [row for row in self._connection.execute(select(*derived.c)) if as_text(row[0]) == record_id]
        if len(found) != 1:
            raise self._changed(record_id)
        raw_id, *raws = found[0]
        if [read(raw) for read, raw in zip(reads, raws, strict=True)] != list(seen.values()):
            raise self._changed(record_id)
        where: list[ColumnElement[bool]] = [bare_column(self._key().text) == self._word("key")]
        words: dict[str, object] = {"key": self._encoded(raw_id)}
        for at, (field, raw) in enumerate(zip(seen, raws, strict=True)):
            where.append(bare_column(self._place(field).text).is_not_distinct_from(self._word(f"seen_{at}")))
            words[f"seen_{at}"] = self._encoded(raw)
        return where, words

    def _ids(self) -> set[str]:
        derived = self._rows.derived(record_id_of(self._source.name))
        return {as_text(id_) for (id_,) in self._connection.execute(select(*derived.c))}

    def _key(self) -> FieldSource:
        key = self._source.record_id
        if key is None or key.kind != "column" or self._source.query:
            raise PracticeError(
                f"The set {self._source.name} is only read in this practice database; nothing was changed.",
                remedy=_REMEDY,
            )
        return key

    def _place(self, field: Field) -> FieldSource:
        self._key()
        place = self._source.fields.get(field.name)
        if place is None or self._source.home(field) != "column":
            raise PracticeError(
                f"{field.name} can't be written in this practice database; nothing was changed.", remedy=_REMEDY
            )
        return place

    def _word(self, name: str) -> ColumnElement[Any]:
        word: ColumnElement[Any] = bindparam(name)
        if self._encoding == "utf-8":
            return word
        # SQLite takes bytes for a text of another encoding only where it is told to.
        return case((func.typeof(word) == "blob", cast(word, Text)), else_=word)

    def _encoded(self, value: object) -> object:
        if self._encoding == "utf-8" or not isinstance(value, str):
            return value
        try:
            return value.encode(self._encoding)
        except UnicodeEncodeError as error:
            raise PracticeError(
                f"The practice database holds its texts in {self._encoding}, which lacks a character of this one.",
                detail="Nothing was written.",
                remedy="Type it without that character.",
            ) from error

    def _changed(self, record_id: str) -> RowChanged:
        return RowChanged(
            "Somebody changed or removed this record meanwhile; nothing was written.",
            detail=f"It is the record {record_id} of {self._source.name}.",
            remedy="Look at it again, then try again.",
        )
