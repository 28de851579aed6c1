"""What is printed: texts that are ready to be read, and a table of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Paper = Literal["A4", "Letter"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table; `share` is what it takes of the width, of 100."""

    head: str
    share: int
    right: bool = False
    """Whether its texts end at one line, as numbers do."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table, a text for each column."""

    cells: tuple[str, ...]
    strong: bool = False
    """Whether it sums up others."""


@dataclass(frozen=True, slots=True)
class Document:
    """A letter with a table."""

    title: str
    sender: tuple[str, ...]
    """Who writes: the name, then what helps to reach him."""
    to: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    """What it is about, each with its word."""
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...]
    """Sentences below the table."""
    foot: str
    """Stands at the foot of every page."""
    page_of: Callable[[int, int], str]
    """Says which page of how many this is."""
    paper: Paper = "A4"
