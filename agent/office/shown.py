"""Values as they are published: trimmed, cut to what the wire allows, control characters made visible, all counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Final, TypeVar

from agent.domain import published
from agent.office.mapping import SetSource
from agent.office.values import PLAIN, as_date, as_mark, as_moment, as_money, as_text
from shared import limits

T = TypeVar("T")

_HASHED: Final = frozenset({str, int, type(None)})
_MOST: Final = 20_000

_PLAIN_MOMENT: Final = len("2026-03-01 08:15:00")
_from_iso: Final = datetime.fromisoformat

SHORTENED: Final = "texts shortened to what the portal shows"
CONTROLS: Final = "texts with control characters, which are shown as signs"
REPLACED: Final = "texts with characters that could not be read"
NO_DATE: Final = "dates that are none, left empty"
NO_AMOUNT: Final = "amounts that are none, left empty"
NO_MARK: Final = "yes/no marks that are neither, taken as no"


class Remembered(dict[object, T]):
    """A conversion that remembers: `__getitem__` answers from C what was asked before. What `read` counts in `counts`
    is not kept, so that it is counted every time. All raw values have to be hashable, and none may be a bool among
    numbers."""

    def __init__(self, read: Callable[[object], T], counts: Counter[str]) -> None:
        super().__init__()
        self._read = read
        self._counts = counts

    def __missing__(self, raw: object) -> T:
        before = self._counts.total()
        found = self._read(raw)
        if type(raw) in _HASHED and self._counts.total() == before:
            if len(self) == _MOST:
                self.clear()
            self[raw] = found
        return found


class Shown:
    """Makes published values and counts in `counts`, by reason in plain words, what was changed on the way.

    `few` says that raw values are only texts, bytes, numbers and None (as SQLite gives them), so that `remembered` may
    look them up."""

    def __init__(self, *, few: bool = False) -> None:
        self.counts: Counter[str] = Counter()
        self._few = few

    def remembered(self, read: Callable[[object], T]) -> Callable[[object], T]:
        """`read` for a field whose values come again and again."""
        return Remembered(read, self.counts).__getitem__ if self._few else read

    def line(self, raw: object) -> str:
        """One line of text."""
        if raw is None:
            return ""
        # Nearly every value takes this way out: the check runs in C.
        if type(raw) is str and raw.isprintable() and len(raw) <= limits.LINE_CHARACTERS and "\ufffd" not in raw:
            return raw.strip()
        text = self._visible(as_text(raw).strip())
        return self._cut(published.one_line(text), limits.LINE_CHARACTERS)

    def memo(self, raw: object) -> str:
        """Text of several lines, which end with a line feed each."""
        if raw is None:
            return ""
        if type(raw) is str and raw.isprintable() and len(raw) <= limits.TEXT_CHARACTERS and "\ufffd" not in raw:
            return raw.strip()
        return self._cut(self._visible(as_text(raw).strip()), limits.TEXT_CHARACTERS)

    def moment(self, raw: object, written: str = "") -> datetime | None:
        """Date and time."""
        try:
            if type(raw) is str and len(raw) == _PLAIN_MOMENT and raw[-3] == ":":  # so it has no zone
                return _from_iso(raw)
            return None if raw is None else as_moment(raw, written)
        except (ValueError, OverflowError):
            self.counts[NO_DATE] += 1
            return None

    def date(self, raw: object, written: str = "") -> date | None:
        """A day."""
        found = self.moment(raw, written)
        return as_date(found) if found else None

    def money(self, raw: object) -> Decimal | None:
        """An amount."""
        try:
            return as_money(raw)
        except ValueError:
            self.counts[NO_AMOUNT] += 1
            return None

    def mark(self, raw: object) -> bool:
        """Yes or no; empty is no."""
        if raw is True or raw == 1:
            return True
        if raw == 0 or raw is None:
            return False
        try:
            return bool(as_mark(raw))
        except ValueError:
            self.counts[NO_MARK] += 1
            return False

    def _visible(self, text: str) -> str:
        text = published.plain_lines(text)
        if "\ufffd" in text:
            self.counts[REPLACED] += 1
        if not published.CONTROLS.search(text):
            return text
        self.counts[CONTROLS] += 1
        return published.without_controls(text)

    def _cut(self, text: str, length: int) -> str:
        if len(text) > length:
            self.counts[SHORTENED] += 1
        return published.cut(text, length)


class ShownSet:
    """The conversions of one set's fields, with the mapping's formats and translations."""

    def __init__(self, shown: Shown, source: SetSource) -> None:
        self._shown = shown
        self._source = source

    def line(self, name: str) -> Callable[[object], str]:
        """For a field of one line."""
        return self._translated(name, self._shown.line)

    def memo(self, name: str) -> Callable[[object], str]:
        """For a field of several lines."""
        return self._translated(name, self._shown.memo)

    def money(self, name: str) -> Callable[[object], Decimal | None]:
        """For an amount."""
        return self._translated(name, self._shown.money)

    def mark(self, name: str) -> Callable[[object], bool]:
        """For yes or no."""
        return self._translated(name, self._shown.mark)

    def moment(self, name: str) -> Callable[[object], datetime | None]:
        """For date and time."""
        written = self._source.fields.get(name, PLAIN).format
        shown = self._shown
        if not written:
            return self._translated(name, shown.moment)
        return self._translated(name, lambda raw: shown.moment(raw, written))

    def date(self, name: str) -> Callable[[object], date | None]:
        """For a day."""
        moment = self.moment(name)
        return lambda raw: as_date(moment(raw))

    def _translated(self, name: str, read: Callable[[object], T]) -> Callable[[object], T]:
        values = self._source.fields.get(name, PLAIN).values
        if not values:
            return read
        return lambda raw: read(values.get(as_text(raw).strip(), raw))
