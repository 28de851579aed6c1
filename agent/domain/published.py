"""How texts of the practice database look on the portal: what a customer saw can be held against what is there now."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Final

from shared import limits

CONTACT: Final[Mapping[str, str]] = {
    "CU.Customer Name": "name",
    "CU.First Name": "first_name",
    "CU.Company Name": "company_name",
    "CU.Street": "street",
    "CU.City": "city",
    "CU.State": "region",
    "CU.Zip Code": "postal_code",
    "CU.Country": "country",
    "CU.Email": "email",
}
"""Fields of a customer that are published as they are, and their names in `shared.records.Customer`."""

CONTROLS: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_PICTURES: Final[Mapping[int, str]] = {code: chr(0x2400 + code) for code in range(32)} | {0x7F: "\u2421"}

_MARKS: Final = 4
_UNSEEN: Final = frozenset({"Cc", "Cf", "Co", "Cs"})


def without_controls(text: str) -> str:
    """With signs in the place of control characters; lines and tabs stay."""
    return CONTROLS.sub(lambda found: _PICTURES.get(ord(found.group()), "\ufffd"), text)


def plain_lines(text: str) -> str:
    """Every line ends with a line feed, whatever it ended with."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def cut(text: str, length: int) -> str:
    """At most `length` characters; what was cut off is said by the last one."""
    return text if len(text) <= length else text[: length - 1] + "…"


def one_line(text: str) -> str:
    """A text of several lines as one."""
    return " ".join(text.split("\n")).replace("\t", " ")


def line(text: str) -> str:
    """A field of one line, as the portal shows it."""
    return cut(one_line(without_controls(plain_lines(text.strip()))), limits.LINE_CHARACTERS)


def memo(text: str) -> str:
    """A field of several lines, likewise."""
    return cut(without_controls(plain_lines(text.strip())), limits.TEXT_CHARACTERS)


def alike(text: str) -> str:
    """What two texts have in common that look the same: what a form of the portal gives back unchanged is alike. It
    composes letters, and lets go what is not seen, too many marks on a letter, and blanks."""
    kept, marks = [], 0
    for one in unicodedata.normalize("NFC", plain_lines(text)):
        marks = marks + 1 if unicodedata.combining(one) else 0
        if marks <= _MARKS and (one in "\n\t" or unicodedata.category(one) not in _UNSEEN):
            kept.append(one)
    return " ".join("".join(kept).split())
