"""What customers may type, in one place: a line, a longer text, an e-mail address, a phone number, a day.

Each reader gives the text as it is kept, or raises `Wrong` with the reason; pages say it in words. Blanks around a text
go, characters that only change how others look go, letters are composed (NFC), and emoji stay.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta
from enum import Enum, auto
from typing import Final

from receiver.domain.mail.addresses import one_address
from shared import limits
from shared.outbound import WISH_CHARACTERS

LINE: Final = limits.LINE_CHARACTERS
TEXT: Final = WISH_CHARACTERS
LOCAL_PART: Final = 64
"""Characters before the @ of an address."""

FURTHEST: Final = timedelta(days=731)
"""How far ahead a day may be wished for."""

MARKS: Final = 4
"""Combining characters that may stand on one letter: languages need up to three."""

_HIDDEN: Final = re.compile("[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]")
"""What is not seen and changes how the rest is read: overrides of direction, blanks without width. The joiners that
emoji and some scripts need are not among them."""

_ENDS: Final = re.compile("\r\n|[\r\n\v\f\u0085\u2028\u2029]")
_CONTROLS: Final = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ue000\ue001\ufffe\uffff]")
"""Of the private characters those that mark secrets in mails."""

_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Why(Enum):
    """What is wrong with a text."""

    MISSING = auto()
    TOO_LONG = auto()
    NO_CHARACTER = auto()
    """It holds something that is no character, as a broken paste does."""
    SEVERAL_LINES = auto()
    NO_ADDRESS = auto()
    NO_NUMBER = auto()
    """Of a phone: neither a digit nor a letter."""
    NO_DAY = auto()
    PAST = auto()
    TOO_FAR = auto()


class Wrong(ValueError):
    """A text can't be taken."""

    def __init__(self, why: Why) -> None:
        super().__init__(why.name)
        self.why = why


def line(written: str, longest: int = LINE, *, required: bool = False) -> str:
    """One line. Raises `Wrong`."""
    if _ENDS.search(written.strip()) or "\t" in written.strip():
        raise Wrong(Why.SEVERAL_LINES)
    return _checked(written, longest, required=required)


def text(written: str, longest: int = TEXT, *, required: bool = False) -> str:
    """Any number of lines; their ends are `\\n`. Raises `Wrong`."""
    lines = [one.rstrip() for one in _ENDS.sub("\n", written).split("\n")]
    return _checked("\n".join(lines), longest, required=required)


def is_clean(written: str) -> bool:
    """Whether all of it is characters; ends of lines and tabs are."""
    return not _CONTROLS.search(written)


def email(written: str) -> str:
    """One e-mail address, or nothing. Nobody is asked whether it exists. Raises `Wrong`."""
    said = line(written)
    if not said:
        return ""
    found = one_address(said)
    # An address that begins like an option is one to some mail programs.
    if not found or found.startswith("-") or found.index("@") > LOCAL_PART:
        raise Wrong(Why.NO_ADDRESS)
    return found


def phone(written: str) -> str:
    """A phone number as people write it, with letters and all, or nothing. Raises `Wrong`."""
    said = line(written)
    if said and not any(one.isalnum() for one in said):
        raise Wrong(Why.NO_NUMBER)
    return said


def day(written: str, today: date) -> date | None:
    """A day from `today` on, as browsers send it: 2026-11-26; None where nothing is written. Raises `Wrong`."""
    said = line(written)
    if not said:
        return None
    try:
        found = date.fromisoformat(said) if _DAY.fullmatch(said) else None
    except ValueError:
        found = None
    if found is None:
        raise Wrong(Why.NO_DAY)
    if found < today:
        raise Wrong(Why.PAST)
    if found - today > FURTHEST:
        raise Wrong(Why.TOO_FAR)
    return found


def shown_line(stored: str) -> str:
    """A text of the office as it stands in a field of one line: what comes back unchanged was not changed."""
    return _plain(_ENDS.sub(" ", stored).replace("\t", " "))


def shown_text(stored: str) -> str:
    """The same for a field of several lines."""
    return _plain("\n".join(one.rstrip() for one in _ENDS.sub("\n", stored).split("\n")))


def _checked(written: str, longest: int, *, required: bool) -> str:
    # Counted before anything is looked at, so that a long text costs no more than a short one.
    if len(written) > longest + 1_000:
        raise Wrong(Why.TOO_LONG)
    if _CONTROLS.search(written):
        raise Wrong(Why.NO_CHARACTER)
    said = _plain(written)
    if len(said) > longest:
        raise Wrong(Why.TOO_LONG)
    if required and not said:
        raise Wrong(Why.MISSING)
    return said


def _plain(written: str) -> str:
    kept, marks = [], 0
    for one in unicodedata.normalize("NFC", _CONTROLS.sub("", _HIDDEN.sub("", written))):
        marks = marks + 1 if unicodedata.combining(one) else 0
        if marks <= MARKS:
            kept.append(one)
    return "".join(kept).strip()
