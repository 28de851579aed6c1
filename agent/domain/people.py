"""Whom a Process concerns, by what it would do to them (feature row A10)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from shared import records

Group = Literal["new", "leave", "change", "new password", "lose access", "no password", "weak or shared"]
GROUPS: tuple[Group, ...] = (
    "new",
    "leave",
    "change",
    "new password",
    "lose access",
    "no password",
    "weak or shared",
)
NAMED = 200
"""So many of a group are named; all are counted."""


@dataclass(frozen=True)
class Person:
    """A customer; `name` is empty where the practice database no longer has him."""

    number: str
    name: str


@dataclass(frozen=True)
class People:
    """A group: how many, and who the first of them are, in the order of their numbers."""

    count: int
    first: tuple[Person, ...]


@dataclass
class Crowd:
    """Collects the groups; memory holds `NAMED` numbers of each."""

    counts: dict[Group, int] = field(default_factory=lambda: dict.fromkeys(GROUPS, 0))
    first: dict[Group, list[str]] = field(default_factory=lambda: {group: [] for group in GROUPS})

    def add(self, group: Group, number: str) -> None:
        """One more, in the order of the numbers."""
        self.counts[group] += 1
        if len(self.first[group]) < NAMED:
            self.first[group].append(number)

    @property
    def numbers(self) -> set[str]:
        """Everybody who is named."""
        return {number for numbers in self.first.values() for number in numbers}

    def named(self, names: Mapping[str, str]) -> dict[Group, People]:
        """The groups, with the names by number."""
        return {
            group: People(count, tuple(Person(number, names.get(number, "")) for number in self.first[group]))
            for group, count in self.counts.items()
        }


class Ascending:
    """Asks ascending keys whether they hold a key; to be asked in ascending order too."""

    def __init__(self, keys: Iterable[str]) -> None:
        self._keys = iter(keys)
        self._next: str | None = ""

    def holds(self, key: str) -> bool:
        """Whether `key` is among them."""
        while self._next is not None and self._next < key:
            self._next = next(self._keys, None)
        return self._next == key


def without(keys: Iterable[str], others: Iterable[str]) -> Iterator[str]:
    """The `keys` that are not among the `others`; both ascend."""
    held = Ascending(others)
    return (key for key in keys if not held.holds(key))


@dataclass(frozen=True)
class Sample:
    """What the portal would show one customer: his record, his visits, newest first, and his invoices."""

    company: records.Company
    number: str
    customer: records.Customer
    visits: tuple[records.Visit, ...]
    invoices: records.Invoices | None = None
    """Where money is shared."""
