"""What a driver gives, as Python values of the catalog's types.

Foreign databases keep marks as 'Y', dates as text and money as floating point, so everything is read leniently.
`exact` serves replacing and undoing: nothing is trimmed or cut, and what is no value of its type stays the text it is.
What travels to the portal goes through `shown` besides.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Final

from agent.domain.catalog import Field, FieldType, Held, Value
from agent.office.mapping import FieldSource

Convert = Callable[[object], Value]

PLAIN: Final = FieldSource("column", "")
"""A source without format and translation."""

_YES: Final = frozenset({"1", "y", "yes", "t", "true", "x", "on", "-1", "1.0"})
_NO: Final = frozenset({"0", "n", "no", "f", "false", "off", "0.0"})
_KEPT: Final = str | int | float | Decimal | date
"""What a driver gives that can be kept as it is."""
_CENT: Final = Decimal("0.01")


def as_text(raw: object) -> str:
    """Any raw value as text; NULL is empty, whole floating-point numbers lose their fraction."""
    if isinstance(raw, str):
        return raw
    if raw is None:
        return ""
    if isinstance(raw, bytes | bytearray | memoryview):
        return bytes(raw).decode("utf-8", "replace")
    if isinstance(raw, float) and raw.is_integer():
        return str(int(raw))
    if isinstance(raw, datetime):
        return raw.isoformat(" ")
    return str(raw)


def as_moment(raw: object, written: str = "") -> datetime | None:
    """A moment without zone and fraction; `written` is a `strptime` format, ISO 8601 without one. Empty gives None.
    Raises `ValueError`."""
    if isinstance(raw, datetime):
        found = raw
    elif isinstance(raw, date):
        return datetime.combine(raw, time.min)
    else:
        text = as_text(raw).strip()
        if not text:
            return None
        found = _parsed(text, written) if written else datetime.fromisoformat(text)
    if found.microsecond or found.tzinfo:
        return found.replace(microsecond=0, tzinfo=None)
    return found


@lru_cache(maxsize=16384)
def _parsed(text: str, written: str) -> datetime:
    return datetime.strptime(text, written)


def as_date(raw: object, written: str = "") -> date | None:
    """Like `as_moment`, the day only."""
    found = as_moment(raw, written)
    return found.date() if found else None


def as_money(raw: object) -> Decimal | None:
    """An amount, with two decimals at least, so that 50 and 50.0 are the same amount. Raises `ValueError`."""
    text = as_text(raw).strip()
    if not text:
        return None
    try:
        found = Decimal(text)
    except InvalidOperation as error:
        raise ValueError("not an amount") from error
    if not found.is_finite() or abs(found.adjusted()) > 15:
        raise ValueError("not an amount")
    exponent = found.as_tuple().exponent
    return found if isinstance(exponent, int) and exponent < -2 else found.quantize(_CENT)


def as_integer(raw: object) -> int | None:
    """A whole number. Raises `ValueError`."""
    text = as_text(raw).strip()
    return int(text) if text else None


def as_mark(raw: object) -> bool | None:
    """Yes or no, however written. Raises `ValueError`."""
    word = as_text(raw).strip().casefold()
    if not word:
        return None
    if word in _YES or word in _NO:
        return word in _YES
    raise ValueError("neither yes nor no")


def as_it_stands(field: Field, source: FieldSource = PLAIN) -> bool:
    """Whether a text of this field is its value, as well as what the database holds."""
    return field.type in ("text", "memo") and not source.values


def exact(field: Field, source: FieldSource = PLAIN) -> Convert:
    """How raw values of `field` become values for the office's eyes and for comparing; never raises."""
    read = _reading(field.type, source.format)
    values = source.values

    def convert(raw: object) -> Value:
        if raw is None:
            return None
        if values:
            raw = values.get(as_text(raw).strip(), raw)
        try:
            return read(raw)
        except (ValueError, OverflowError):
            return as_text(raw)

    return convert


def _reading(type_: FieldType, written: str) -> Convert:
    if type_ == "moment":
        return lambda raw: as_moment(raw, written)
    if type_ == "date":
        return lambda raw: as_date(raw, written)
    plain: dict[FieldType, Convert] = {
        "text": as_text,
        "memo": as_text,
        "money": as_money,
        "integer": as_integer,
        "mark": as_mark,
        "picture": as_text,
    }
    return plain[type_]


def held(field: Field, source: FieldSource, dialect: str) -> Callable[[object], Held]:
    """How raw values of `field` are remembered for undo: as values of its type where `stored` makes the same of them
    again, else as they are. Numbers are amounts however they are spelled: the column makes them numbers again."""
    read, store = exact(field, source), stored(field, source, dialect)

    def convert(raw: object) -> Held:
        value = read(raw)
        if isinstance(raw, bytes | bytearray | memoryview):
            return bytes(raw)
        if store(value) == raw or (field.type == "money" and isinstance(raw, int | float)):
            return value
        return raw if isinstance(raw, _KEPT) else value

    return convert


def stored(field: Field, source: FieldSource, dialect: str) -> Callable[[Held], object]:
    """The other way: how a value is handed to the driver. SQLite keeps dates as ISO text and marks as 1 and 0; its
    column affinities make numbers of amounts given as text, without going through floating point here."""
    read = exact(field, source)
    words: dict[Held, str] = {read(word): word for word in source.values}

    def convert(value: Held) -> object:
        if value in words and value is not None:
            return words[value]
        if source.format and isinstance(value, date):
            return value.strftime(source.format)
        if dialect != "sqlite":
            return value
        if isinstance(value, datetime):
            return value.isoformat(" ", "seconds")
        if isinstance(value, date):
            return value.isoformat()
        if isinstance(value, bool):
            return int(value)
        return str(value) if isinstance(value, Decimal) else value

    return convert
