"""Where the fields of a practice database come from: columns, SQL expressions or constants, set by set.

A native database has a mapping too, made from the schema, so that reading and writing know one way only.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from agent.domain.catalog import Catalog, Field, Home
from agent.office.catalog import NATIVE, NATIVE_COLUMNS, TABLES, mapped_catalog


@dataclass(frozen=True)
class FieldSource:
    """Where one field comes from. `text` is the name of a column of the set's table, an SQL expression, or the
    constant itself; `format` how dates are written (as for `strptime`); `values` translates what is found."""

    kind: Literal["column", "expression", "constant"]
    text: str
    format: str = ""
    values: Mapping[str, str] = field(default_factory=dict)

    @property
    def reversible(self) -> bool:
        """Whether what the office writes can be said in the database's own words."""
        return self.kind == "column" and len(set(self.values.values())) == len(self.values)


@dataclass(frozen=True)
class SetSource:
    """Where the rows of a set come from: a table (of a schema) with joins and a condition, or a whole query."""

    name: str
    table: str = ""
    schema: str = ""
    joins: tuple[str, ...] = ()
    where: str = ""
    query: str = ""
    fields: Mapping[str, FieldSource] = field(default_factory=dict)

    @property
    def record_id(self) -> FieldSource | None:
        """What tells a row from the others."""
        return self.fields.get(record_id_of(self.name))

    def home(self, one: Field) -> Home:
        """Where `one` lives in this set."""
        source = self.fields.get(one.name)
        if source is None:
            return "overlay"
        key = self.record_id
        written = source.reversible and not self.query and key is not None and key.kind == "column"
        return "column" if written else "fixed"


@dataclass(frozen=True)
class PracticeMapping:
    """A whole practice database. `source` says in a sentence where the mapping stands; `practice_id` is empty where
    the database itself holds it."""

    source: str
    sets: Mapping[str, SetSource]
    practice_id: str = ""
    encoding: str = "utf-8"

    @property
    def native(self) -> bool:
        """Whether this is our own schema."""
        return self is NATIVE_MAPPING

    def catalog(self) -> Catalog:
        """The catalog of the fields."""
        return NATIVE if self.native else mapped_catalog(set(self.sets), self._home)

    def _home(self, one: Field) -> Home | None:
        """Where a field lives. A key nobody could give a value is nowhere, and the overlay can keep values only of rows
        that can be told apart."""
        set_ = self.sets[one.set]
        home = set_.home(one)
        return None if home == "overlay" and (one.key or set_.record_id is None) else home


def record_id_of(set_name: str) -> str:
    """The name of the field with the record id of a set."""
    return f"{NATIVE.set(set_name).prefix}.Record Id"


NATIVE_MAPPING: Final = PracticeMapping(
    source="the native schema",
    sets={
        name: SetSource(
            name=name,
            table=table.name,
            fields={one: FieldSource("column", column) for one, column in NATIVE_COLUMNS[name].items()},
        )
        for name, table in TABLES.items()
    },
)
