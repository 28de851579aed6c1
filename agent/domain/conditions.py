"""Conditions of Global Replacement and of the Customer List (feature rows A3, A4): a field, a comparison, a value.

Comparison trims blanks and ignores letter case, except on key fields, which are compared exactly. NULL matches only
Is Empty.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as attribute
from datetime import date, datetime, time
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from operator import eq, ge, gt, le, lt, ne

from agent.domain import values
from agent.domain.catalog import Catalog, Field, Value
from agent.domain.errors import UsageError


class Comparison(StrEnum):
    """The comparisons as the office sees them; the first is the usual one."""

    EQUALS = "Equals"
    DIFFERS = "Does Not Equal"
    GREATER = "Is Greater Than"
    LESS = "Is Less Than"
    AT_LEAST = "Is At Least"
    AT_MOST = "Is At Most"
    CONTAINS = "Contains"
    STARTS = "Starts With"
    EMPTY = "Is Empty"
    NOT_EMPTY = "Is Not Empty"


_SYMBOLS = {
    "<>": Comparison.DIFFERS,
    "!=": Comparison.DIFFERS,
    ">=": Comparison.AT_LEAST,
    "<=": Comparison.AT_MOST,
    "=": Comparison.EQUALS,
    ">": Comparison.GREATER,
    "<": Comparison.LESS,
}
_WORDS = {one.value.casefold(): one for one in Comparison}
_WITHOUT_VALUE = (Comparison.EMPTY, Comparison.NOT_EMPTY)
_INSIDE_TEXT = (Comparison.CONTAINS, Comparison.STARTS)
_OF_MARKS = (Comparison.EQUALS, Comparison.DIFFERS, *_WITHOUT_VALUE)
_COMPARISON = re.compile(
    r"\s*(?P<symbol>" + "|".join(map(re.escape, _SYMBOLS)) + r")"
    r"|\s+(?P<words>" + "|".join(sorted((w.replace(" ", r"\s+") for w in _WORDS), key=len, reverse=True)) + r")(?!\S)",
    re.IGNORECASE | re.ASCII,
)

_RECORD_NUMBER = re.compile(r"\s*\d{1,18}\s*")

_Ordered = str | int | Decimal | date
_ORDER: Mapping[Comparison, Callable[[_Ordered, _Ordered], bool]] = {
    Comparison.EQUALS: eq,
    Comparison.DIFFERS: ne,
    Comparison.GREATER: gt,
    Comparison.LESS: lt,
    Comparison.AT_LEAST: ge,
    Comparison.AT_MOST: le,
    Comparison.CONTAINS: lambda value, wanted: str(wanted) in str(value),
    Comparison.STARTS: lambda value, wanted: str(value).startswith(str(wanted)),
}


@dataclass(frozen=True)
class Condition:
    """One condition; `value` is of the field's type, and None where the comparison has none."""

    field: Field
    comparison: Comparison
    value: Value = attribute(default=None, repr=False)
    whole_day: bool = False
    """The value of a moment was typed as a day: the time of day does not count."""

    def matches(self, value: Value) -> bool:
        """Whether a row with this value of the field is meant."""
        if self.comparison in _WITHOUT_VALUE:
            return _is_empty(self.field, value) == (self.comparison is Comparison.EMPTY)
        found, wanted = self._comparable(value), self._comparable(self.value)
        return found is not None and wanted is not None and _ORDER[self.comparison](found, wanted)

    def test(self) -> Callable[[Value], bool]:
        """`matches` for many rows, for most of which the answer is known from an earlier one."""
        return lru_cache(maxsize=1024, typed=True)(self.matches)

    def text(self) -> str:
        """The condition in words, a password masked."""
        if self.comparison in _WITHOUT_VALUE:
            return f"{self.field.name} {self.comparison}"
        return f'{self.field.name} {self.comparison} "{values.shown_of(self.field, self.value)}"'

    def _comparable(self, value: Value) -> _Ordered | None:
        """As it is compared; None for what can't be compared, NULL first of all."""
        if self.field.key and isinstance(self.value, str) and value is not None:
            return values.shown(value)
        if isinstance(value, str):
            folded = value if self.field.key else value.strip().casefold()
            return folded if self.field.type in ("text", "memo") else None
        if isinstance(value, datetime):
            return value.date() if self.whole_day or self.field.type == "date" else value
        if isinstance(value, date) and self.field.type == "moment" and not self.whole_day:
            return datetime.combine(value, time())
        return value


def matches_all(conditions: Sequence[Condition], row: Mapping[str, Value]) -> bool:
    """Whether a row, as field name to value, is meant by every condition."""
    return all(one.matches(row[one.field.name]) for one in conditions)


def parse_all(texts: Iterable[str], catalog: Catalog, set_name: str) -> tuple[Condition, ...]:
    """Every condition of a command line."""
    return tuple(parse(text, catalog, set_name) for text in texts)


def parse(text: str, catalog: Catalog, set_name: str) -> Condition:
    """A condition as typed: `CU.Customer Status = ACTIVE`, `CU.Email is empty`.

    Of the field names that fit the longest counts. Raises `UsageError` for an unknown field or comparison and for a
    value that does not fit the field.
    """
    for named in sorted(catalog.fields(set_name), key=lambda one: len(one.name), reverse=True):
        start = re.match(r"\s*" + r"\s+".join(map(re.escape, named.name.split())), text, re.IGNORECASE)
        found = start and _COMPARISON.match(text, start.end())
        if found:
            symbol, words = found["symbol"], found["words"]
            comparison = _SYMBOLS[symbol] if symbol else _WORDS[" ".join(words.split()).casefold()]
            return condition(named, comparison, text[found.end() :].removeprefix(" "))
    raise _not_understood(text, catalog, set_name)


def condition(named: Field, comparison: Comparison, text: str = "") -> Condition:
    """The condition from its three parts. Raises `UsageError` where they do not go together."""
    if named.type == "picture":
        raise UsageError(f"{named.name} is a picture, which can't be compared.", remedy="Choose another field.")
    if comparison in _WITHOUT_VALUE:
        if text.strip():
            raise UsageError(f'"{comparison}" takes no value.', remedy=f"Write: {named.name} {comparison}")
        return Condition(named, comparison)
    if not text.strip():
        raise UsageError(
            f"There is no value to compare {named.name} with.",
            remedy=f"For fields without a value: {named.name} is empty",
        )
    if named.type == "mark" and comparison not in _OF_MARKS:
        raise UsageError(f"{named.name} is yes or no.", remedy=f"Write: {named.name} = yes")
    if named.type not in ("text", "memo") and comparison in _INSIDE_TEXT:
        raise UsageError(
            f'"{comparison}" is for texts, and {named.name} is none.', remedy="Use = < > <= >= <> instead."
        )
    value = _record_id(text) if named.key and named.type == "integer" else values.parse(named, text)
    return Condition(named, comparison, value, whole_day=named.type == "moment" and ":" not in text)


def _record_id(text: str) -> Value:
    """Native record ids are numbers; those of a mapped database may be anything."""
    return int(text) if _RECORD_NUMBER.fullmatch(text) else text


def _is_empty(named: Field, value: Value) -> bool:
    return value is None or (isinstance(value, str) and (value == "" if named.key else not value.strip()))


def _not_understood(text: str, catalog: Catalog, set_name: str) -> UsageError:
    for named in catalog.fields(set_name):
        if " ".join(text.split()).casefold().startswith(named.name.casefold()):
            return UsageError(
                f'The comparison in "{named.name} ..." is not understood.',
                remedy=f"Use one of: = <> > < >= <=, {', '.join(_WORDS)}.",
            )
    known = ", ".join(one.name for one in catalog.fields(set_name)[:4])
    return UsageError(
        f'The condition "{text}" names no field of the set "{set_name}".',
        remedy=f"Write for example: CU.Customer Status = ACTIVE. Fields are {known}, ...; see all with: agent fields",
    )
