"""Field values as people type and read them, and as the agent keeps them.

Typed numbers have a point and no thousands mark, dates are ISO 8601: one form, so that nobody's "03/04" is guessed at.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import cast

import msgspec

from agent.domain.catalog import Field, Held, Value
from agent.domain.errors import AgentError, UsageError

MASK = "•••••"

_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Control characters, and the marks that turn the direction of a whole line."""
_PICTURES = {chr(code): chr(0x2400 + code) for code in range(32)} | {"\x7f": "\u2421"}
_NUMBER = re.compile(r"[+-]?\d{1,15}(\.\d{1,6})?")
_INTEGER = re.compile(r"[+-]?\d{1,18}")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}(:\d{2})?")
_MARKS = {"yes": True, "y": True, "true": True, "1": True, "no": False, "n": False, "false": False, "0": False}
_EXAMPLES = {
    "integer": "a whole number such as 12",
    "money": "a number such as 1234.50",
    "date": "a date such as 2026-03-31",
    "moment": "a date and time such as 2026-03-31 08:15",
    "mark": "yes or no",
}


def parse(field: Field, text: str) -> Value:
    """`text` as a value of the field's type; text and memo are taken as they are.

    Raises `UsageError` saying what would fit.
    """
    if field.type in ("text", "memo"):
        return text
    found = _typed(field, text.strip())
    if found is None:
        shown = MASK if field.secret else text
        raise UsageError(f'"{shown}" does not fit {field.name}.', remedy=f"Write {_EXAMPLES[field.type]}.")
    return found


def _typed(field: Field, text: str) -> Value:
    try:
        match field.type:
            case "integer":
                return int(text) if _INTEGER.fullmatch(text) else None
            case "money":
                return Decimal(text) if _NUMBER.fullmatch(text) else None
            case "date":
                return date.fromisoformat(text) if _DATE.fullmatch(text) else None
            case "moment" if _DATE.fullmatch(text):
                return datetime.fromisoformat(text)
            case "moment":
                return datetime.fromisoformat(text) if _MOMENT.fullmatch(text) else None
            case _:
                return _MARKS.get(text.casefold())
    except ValueError:
        return None


def counted(count: int, noun: str) -> str:
    """`1 row`, `8,010 rows`."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def shown(value: Held) -> str:
    """A value as people read it; nothing for NULL."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.isoformat(" ", "seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def visible(text: str) -> str:
    """`text` for a terminal: what the practice database holds must not move its cursor, colour it or turn its lines.
    Lines and tabs stay."""
    return _UNSEEN.sub(lambda found: _PICTURES.get(found.group(), "\ufffd"), text)


def shown_of(field: Field, value: Held, masked: bool = True) -> str:
    """Like `shown`; a password is masked where one is set, unless asked for."""
    return MASK if field.secret and masked and value else shown(value)


_TYPES: dict[str, type] = {
    "text": str,
    "integer": int,
    "money": Decimal,
    "date": date,
    "moment": datetime,
    "bytes": bytes,
}
_FLAT = frozenset((str, int, float, bool, bytes, type(None)))
"""What MessagePack keeps with its type."""
_TEXTS = frozenset((str, type(None)))


def pack(value: Held) -> bytes:
    """A value with its type, for `unpack`."""
    if isinstance(value, float):  # every bit of it; JSON has no infinity
        return msgspec.json.encode(("real", value.hex()))
    kind = "mark" if isinstance(value, bool) else next((k for k, t in _TYPES.items() if type(value) is t), "null")
    return msgspec.json.encode((kind, value))


def unpack(data: bytes) -> Held:
    """What `pack` was given. Raises `AgentError` for other bytes."""
    try:
        kind, value = msgspec.json.decode(data, type=tuple[str, str | int | bool | None])
        if kind in ("mark", "null", "text"):
            return value
        if kind == "real":
            return float.fromhex(str(value))
        return msgspec.convert(value, _TYPES[kind], strict=False)
    except (msgspec.DecodeError, msgspec.ValidationError, KeyError, ValueError) as error:
        raise AgentError("A value that the agent keeps can't be read.") from error


def flat(values: Sequence[Held]) -> Sequence[object]:
    """Values in a form that MessagePack keeps with their types, for `unflat`."""
    if _FLAT.issuperset(map(type, values)):
        return values
    return [value if type(value) in _FLAT else _with_name(value) for value in values]


def unflat(held: Sequence[object]) -> Sequence[Held]:
    """What `flat` was given. Raises `AgentError` for anything else."""
    if _TEXTS.issuperset(map(type, held)):
        return cast(Sequence[Held], held)
    return [one if one is None or isinstance(one, str | int | float | bytes) else _named(one) for one in held]


def _with_name(value: Held) -> object:
    return msgspec.json.decode(pack(value))


def _named(pair: object) -> Held:
    return unpack(msgspec.json.encode(pair))
