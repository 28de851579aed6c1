"""Global Replacement as data (feature rows A3 - A6): what would change, row by row.

The preview shows the plan, and performing it writes this same plan.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as attribute
from itertools import repeat

from msgspec import Struct

from agent.domain import values
from agent.domain.catalog import Field, Held, Value
from agent.domain.conditions import Condition, matches_all
from agent.domain.errors import PracticeError, UsageError
from agent.domain.passwords import Kind
from shared.limits import PASSWORD_CHARACTERS


@dataclass(frozen=True)
class Wish:
    """What a person asks for: either `text` for every row, or a password of its own for each (`unique`).

    `everyone` says on purpose that there is no condition: an empty list never means everything.
    """

    field: Field
    conditions: tuple[Condition, ...]
    text: str | None = attribute(default=None, repr=False)
    unique: Kind | None = None
    everyone: bool = False

    def check(self) -> Value:
        """The value for every row (None where each gets its own). Raises `UsageError` naming what is missing."""
        if not self.conditions and not self.everyone:
            raise UsageError(
                "No condition is given.", remedy='Add --where "FIELD = VALUE", or --all to change every row of the set.'
            )
        if self.conditions and self.everyone:
            raise UsageError("Conditions and --all exclude each other.", remedy="Leave one of them out.")
        if (self.text is None) == (self.unique is None):
            raise UsageError("One new value is needed.", remedy="Give either --value or --unique.")
        check_target(self.field)
        if self.text is not None:
            return new_value(self.field, self.text)
        if not self.field.secret:
            raise UsageError(f"{self.field.name} is not a password.", remedy="Give a --value instead of --unique.")
        return None


class Change(Struct, frozen=True, gc=False):
    """One cell of a plan. `label` tells a person which row it is, `field` is the name of the field. What the
    replacement finds is kept as the database holds it, for undo.

    There may be hundred thousands of them, hence no dataclass.
    """

    record_id: str
    label: str
    before: Held
    after: Held
    field: str

    def __repr__(self) -> str:
        return f"Change(record_id={self.record_id!r}, field={self.field!r})"

    def reversed(self) -> Change:
        """What takes it back."""
        return Change(self.record_id, self.label, self.after, self.before, self.field)


@dataclass(frozen=True)
class Plan:
    """Everything that performing will write; `unchanged` rows match the conditions and hold the value already."""

    wish: Wish
    changes: tuple[Change, ...]
    unchanged: int
    rows: int
    """How many rows the set has."""
    warnings: tuple[str, ...] = ()

    @property
    def matched(self) -> int:
        """How many rows the conditions mean."""
        return len(self.changes) + self.unchanged

    @property
    def everything(self) -> bool:
        """Whether that is every row of the set."""
        return self.matched == self.rows

    def question(self) -> str:
        """The one confirmation, naming the count."""
        count = len(self.changes)
        noun = "password" if self.wish.field.secret else f"value of {self.wish.field.name}"
        noun = noun if count == 1 else noun.replace("password", "passwords").replace("value of", "values of")
        return f"Replace {'all ' if self.everything and count > 1 else ''}{count:,} {noun}?"


def check_target(target: Field) -> None:
    """Raises `UsageError` where this field may not be replaced."""
    if target.key:
        raise UsageError(
            f"{target.name} is a key: other records refer to it, so it can't be replaced.",
            remedy="Choose another field.",
        )
    if target.type == "picture":
        raise UsageError(f"{target.name} is a picture.", remedy="Choose it with: agent settings set --logo FILE")
    if target.home == "fixed":
        raise UsageError(
            f"{target.name} is only read in this practice database (the mapping makes it from something else).",
            remedy="Map it to a column of its own, or leave it out of the mapping: then the agent keeps it.",
        )


def new_value(target: Field, text: str) -> Value:
    """`text` as a new value of the field; nothing typed means NULL where that is allowed.

    Raises `UsageError` for a wrong type, a text too long or of several lines, or nothing where something must be.
    """
    if not text.strip():
        if target.nullable:
            return None
        if target.type not in ("text", "memo"):
            raise UsageError(f"{target.name} can't be empty.", remedy="Give a value.")
    limit = min(target.length or PASSWORD_CHARACTERS, PASSWORD_CHARACTERS) if target.secret else target.length
    if target.type in ("text", "memo") and limit and len(text) > limit:
        raise UsageError(
            f"The value is too long for {target.name}: {len(text):,} characters.", remedy=f"It holds {limit:,}."
        )
    allowed = "\n\t" if target.type == "memo" else ""
    if any((c < " " and c not in allowed) or c == "\x7f" or "\ud800" <= c <= "\udfff" for c in text):
        raise UsageError(f"The value for {target.name} holds a character that is no text.", remedy="Type it again.")
    return values.parse(target, text)


@dataclass(frozen=True)
class Row:
    """A row of the set: its label, the values of the fields that the wish is about, by name, and how the database
    holds the field to be replaced."""

    record_id: str
    label: str
    values: Mapping[str, Value] = attribute(repr=False)
    held: Held = attribute(repr=False)


def make_plan(wish: Wish, rows: Iterable[Row], passwords: Iterator[str]) -> Plan:
    """The plan for these rows. `passwords` gives what `wish.unique` hands out.

    Raises `UsageError` where the wish itself can't be (see `Wish.check`), `PracticeError` where the rows can't be told
    apart.
    """
    same = wish.check()
    after: Iterator[Value] = repeat(same) if wish.unique is None else passwords
    changes: list[Change] = []
    unchanged = total = 0
    for row in rows:
        total += 1
        if not matches_all(wish.conditions, row.values):
            continue
        before = row.values[wish.field.name]
        value = next(after)
        if value == before and type(value) is type(before):
            unchanged += 1
        else:
            changes.append(Change(row.record_id, row.label, row.held, value, wish.field.name))
    _check_told_apart(changes)
    return Plan(wish, tuple(changes), unchanged, total, tuple(_warnings(wish, same, len(changes) + unchanged)))


def _check_told_apart(changes: Sequence[Change]) -> None:
    twice = sorted(id_ for id_, count in Counter(one.record_id for one in changes).items() if count > 1)
    if twice:
        raise PracticeError(
            "The rows can't be replaced: several have the same record id.",
            detail=f"For example {', '.join(twice[:5])}. Nothing was changed.",
            remedy="Map the record id to a column that tells the rows apart.",
        )


def _warnings(wish: Wish, same: Value, matched: int) -> Iterator[str]:
    if wish.field.secret and same and matched > 1:
        who = "customers" if wish.field.set == "customers" else "rows"
        yield f"The same password goes to {matched:,} {who}. --unique words gives each a different one."


def summary(conditions: Sequence[Condition]) -> str:
    """The conditions in words, passwords masked."""
    return " and ".join(one.text() for one in conditions) or "all rows"
