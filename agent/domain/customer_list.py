"""The lines of the Customer List (feature row A7), prepared so that a question about 100,000 of them is answered while
one types.

Lines are plain tuples: they cost the least memory, and the garbage collector soon leaves them alone. Nothing here
works for long without coming back to the interpreter, so that another thread can draw the window meanwhile.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import merge
from sys import intern
from typing import TypeVar

from agent.domain.search import folded, haystack, words

T = TypeVar("T")

Line = tuple[str, str, str, str, str, str, str]
"""Record id, customer number, name, status, city, e-mail, phone numbers: as they are, empty where there is nothing."""

RECORD, NUMBER, NAME, STATUS, CITY, EMAIL, PHONE = range(7)
KNOWN_STATUSES = ("ACTIVE", "ON HOLD", "PATTERN", "INACTIVE")
_RUN = 2000
"""So many are sorted at a time: the sort of a long list does not let anybody else work."""
_DIGITS = 20
_ABSENT = -1


@dataclass(frozen=True)
class Query:
    """What of the list is wanted: those in whom `text` is found, of one status (folded; empty for all), in the order of
    a column; `own` leaves only those who chose their portal password themselves."""

    text: str = ""
    status: str = ""
    column: int = NUMBER
    descending: bool = False
    own: bool = False


@dataclass(frozen=True)
class View:
    """The answer: places in `Roll.lines`, in order. `at` is the place of the record that was asked for among them."""

    query: Query
    order: Sequence[int]
    at: int | None = None


class Roll:
    """All lines. `breathe` is called again and again during long work, for a window that wants to be drawn. `chosen`
    are the record ids of those who chose their portal password themselves."""

    def __init__(self, breathe: Callable[[], None] = lambda: None, chosen: frozenset[str] = frozenset()) -> None:
        self._breathe = breathe
        self._chosen = chosen
        self.lines: list[Line] = []
        self._haystacks: list[str] = []
        self._statuses: list[str] = []
        self._names: dict[str, str] = {folded(one): one for one in KNOWN_STATUSES}
        self._counts: Counter[str] = Counter()
        self.own = 0
        """How many of them are there."""
        self._sorted: tuple[int, bool, list[int]] = (_ABSENT, False, [])

    def __len__(self) -> int:
        return len(self.lines)

    def add(self, line: Line, street: str, names: Iterable[str], phones: Iterable[str]) -> None:
        """Take one more; what is not shown of him is searched all the same."""
        record_id, number, name, status, city, email, phone = line
        shared = (intern(status), intern(city))
        self.lines.append((record_id, number, name, *shared, email, phone))
        self._haystacks.append(haystack((*names, street, city, email), (number, *phones)))
        of = intern(folded(status))
        self._statuses.append(of)
        self._names.setdefault(of, " ".join(status.split()))
        self._counts[of] += 1
        self.own += record_id in self._chosen

    @property
    def statuses(self) -> Mapping[str, tuple[str, int]]:
        """By folded status that occurs: how it is written, and how many have it. Those of the article come first."""
        known = [of for of in self._names if of in self._counts]
        return {of: (self._names[of], self._counts[of]) for of in known}

    def view(self, query: Query, record_id: str = "") -> View:
        """The lines that the query means; `record_id` is looked for among them."""
        order = self._in_order(query.column, query.descending)
        if query.status:
            order = [at for at in order if self._statuses[at] == query.status]
        if query.own:
            order = [at for at in order if self.lines[at][RECORD] in self._chosen]
        for word in words(query.text):
            self._breathe()
            order = [at for at in order if word in self._haystacks[at]]
        lines = self.lines
        place = next((row for row, at in enumerate(order) if lines[at][RECORD] == record_id), None)
        return View(query, order, place if record_id else None)

    def searched(self, text: str) -> frozenset[str]:
        """The record ids of those in whom `text` is found."""
        return frozenset(self.lines[at][RECORD] for at in self.view(Query(text)).order)

    def _in_order(self, column: int, descending: bool) -> list[int]:
        if self._sorted[:2] != (column, descending):
            self._sorted = (column, descending, self._ordered(column, descending))
        return self._sorted[2]

    def _ordered(self, column: int, descending: bool) -> list[int]:
        """Whoever has nothing there comes last, whatever the direction."""
        fold = number_key if column in (NUMBER, PHONE) else folded
        keys = [fold(line[column]) for line in self._slowly(self.lines)]
        there = [at for at, key in enumerate(keys) if key]
        nothing = [at for at, key in enumerate(keys) if not key]
        runs = [
            sorted(there[start : start + _RUN], key=keys.__getitem__, reverse=descending)
            for start in self._slowly(range(0, len(there), _RUN), every=1)
        ]
        return [*self._slowly(merge(*runs, key=keys.__getitem__, reverse=descending)), *nothing]

    def _slowly(self, items: Iterable[T], every: int = _RUN) -> Iterator[T]:
        for count, item in enumerate(items, 1):
            yield item
            if not count % every:
                self._breathe()


def listed_name(name: str, first_name: str, company: str) -> str:
    """A customer as the list is sorted: last name, first name, the company behind them or in their place. The first
    name may stand in `name` already."""
    name, first_name, company = name.strip(), first_name.strip(), company.strip()
    last = name
    if first_name and name.casefold().startswith(f"{first_name.casefold()} "):
        last = name[len(first_name) :].strip()
    person = ", ".join(part for part in (last, first_name) if part)
    if not company or company.casefold() == person.casefold():
        return person or company
    return f"{person} ({company})" if person else company


def number_key(text: str) -> str:
    """So that 999 comes before 1001."""
    found = folded(text)
    return found.zfill(_DIGITS) if found.isdecimal() else found
