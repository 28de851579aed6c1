"""How values travel inside the JSON of a database, so that they arrive as its driver gives them.

JSON knows texts, whole numbers and yes/no. Every other value travels as the text that the driver would have read, and
is made by the driver's own conversion here: a date, an amount or whatever else can't come out otherwise than in a row.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import GenericAlias
from typing import Any, Final

import msgspec
from sqlalchemy import ColumnElement, Text, cast

from agent.office.streams import Raw

Convert = Callable[[str], object]


@dataclass(frozen=True)
class Way:
    """How the values of one column travel: `sent` makes SQL of the column, `type` is what JSON holds then, and `made`
    what makes the value of it (nothing where JSON holds the value itself). `source` tells one way from another."""

    source: str
    type: type
    sent: Callable[[ColumnElement[Any]], ColumnElement[Any]]
    made: Convert | None = None


def as_it_is(source: object, type_: type) -> Way:
    """For values that JSON holds itself."""
    return Way(f"{source}", type_, lambda column: column)


def as_text(source: object, type_: type, made: Convert | None = None) -> Way:
    """For values that the driver makes of a text: `type_` is int or str, of which `made` goes on."""
    return Way(f"{source} as text", type_, lambda column: cast(column, Text), made)


class Opened:
    """Makes rows of the JSON that holds them: lists with nothing in front, then a value for each way."""

    def __init__(self, ways: Sequence[Way]) -> None:
        types: list[Any] = [None, *[one.type | None for one in ways]]
        rows = GenericAlias(list, (GenericAlias(tuple, tuple(types)),))
        # Not strict: whole numbers that travel as text are made here.
        self._decode: Final = msgspec.json.Decoder(rows, strict=False).decode
        self._made = [(at, one.made) for at, one in enumerate(ways, 1) if one.made]

    def rows(self, rows: str) -> list[Raw]:
        """The rows of which `rows` is the JSON, without the brackets around all. Raises `msgspec.ValidationError` or
        `ValueError` where it is not what the ways say."""
        found: list[Raw] = self._decode(f"[{rows}]")
        if not self._made:
            return found
        columns: list[Sequence[Any]] = list(zip(*found, strict=True))
        for at, made in self._made:
            columns[at] = [None if value is None else made(value) for value in columns[at]]
        return list(zip(*columns, strict=True))
