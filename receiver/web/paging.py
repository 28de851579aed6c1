"""Long lists, a page at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from flask import abort, request

PAGE_DIGITS: Final = 6

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """One page of a list; `number` counts from 1, `first` is the first row's place in the whole list."""

    rows: Sequence[Row]
    number: int
    pages: int
    total: int
    first: int


def page_of(rows: Sequence[Row], number: int, size: int) -> Page[Row]:
    """Page `number` of `rows`; an empty list has one page. 404 where there is no such page."""
    pages = max(1, -(-len(rows) // size))
    if not 1 <= number <= pages:
        abort(404)
    start = (number - 1) * size
    return Page(rows[start : start + size], number, pages, len(rows), start + 1)


def within(number: int, total: int, size: int) -> tuple[int, int]:
    """The page that is shown of `total` rows, and how many pages there are. Where fewer are left than when `number` was
    linked to, it is the last one: somebody comes back to a list that got shorter by what he did."""
    pages = max(1, -(-total // size))
    return min(number, pages), pages


def asked_page() -> int:
    """The page that the address asks for, the first where it names none; 404 where that is no number."""
    return read_page(request.args.get("page", ""))


def read_page(said: str) -> int:
    """The same of a word."""
    if said and not (said.isascii() and said.isdecimal() and len(said) <= PAGE_DIGITS and int(said)):
        abort(404)
    return int(said or 1)
