"""The field catalog: every field of the practice database under the name the office sees.

`CU.Customer Password` is a field of the set `customers`. The catalog knows what may be done with it: its type and
length, whether it may be empty, whether it is a key, whether it may be replaced, whether it is a password.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from agent.domain.errors import UsageError

FieldType = Literal["text", "memo", "integer", "money", "date", "moment", "mark", "picture"]
"""`text` is one line, `memo` several; `moment` is date and time; `mark` is yes or no. A `picture` is bytes: it can be
held and written, but neither be typed nor compared."""

Value = str | int | Decimal | date | datetime | bool | None
"""A field's value, in Python's own types: text and memo `str`, money `Decimal`, moment `datetime` without a zone."""

Held = Value | float | bytes
"""A field's value as the database holds it: where that is another spelling than ours (a date with its time, a mark as
"Y", bytes in place of a text), the spelling itself, so that it can be given back to the byte."""

Home = Literal["column", "fixed", "overlay"]
"""Where a field lives in this practice database: in a column that may be written; in something that can only be read
(a constant, an expression, a column of a joined table); or nowhere, so that the agent's own overlay keeps it."""


@dataclass(frozen=True)
class Field:
    """One field. `length` is in characters and 0 where there is no limit."""

    name: str
    set: str
    type: FieldType
    length: int = 0
    nullable: bool = True
    key: bool = False
    """Record ids, numbers that others refer to, links: compared exactly, never replaced."""
    secret: bool = False
    """A password: masked, never in a log, encrypted wherever the agent itself keeps it."""
    home: Home = "column"

    @property
    def replaceable(self) -> bool:
        """Whether Global Replacement may write it."""
        return not self.key and self.home != "fixed" and self.type != "picture"


@dataclass(frozen=True)
class FieldSet:
    """A database set as "Choose Database Set" lists it: `name` on the command line, `label` in the window, `prefix`
    before its fields' names."""

    name: str
    label: str
    prefix: str


class Catalog:
    """All sets and fields of one practice database."""

    def __init__(self, sets: Iterable[FieldSet], fields: Iterable[Field]) -> None:
        self.sets = {one.name: one for one in sets}
        self._fields = {one.name: one for one in fields}
        self._folded = {name.casefold(): one for name, one in self._fields.items()}

    def __iter__(self) -> Iterator[Field]:
        return iter(self._fields.values())

    def set(self, name: str) -> FieldSet:
        """The set called `name`. Raises `UsageError` naming those that exist."""
        if name not in self.sets:
            raise UsageError(f'There is no database set "{name}".', remedy=f"Choose one of: {', '.join(self.sets)}.")
        return self.sets[name]

    def field(self, name: str, set_name: str | None = None) -> Field:
        """The field called `name`, in any letter case. Raises `UsageError` where there is none (in that set)."""
        found = self._folded.get(" ".join(name.split()).casefold())
        if found is None or (set_name is not None and found.set != set_name):
            where = f' in the set "{set_name}"' if set_name else ""
            raise UsageError(f'There is no field "{name}"{where}.', remedy="See the names with: agent fields")
        return found

    def fields(self, set_name: str) -> list[Field]:
        """The fields of a set, in the catalog's order."""
        return [one for one in self._fields.values() if one.set == set_name]
