"""One kind of mail."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

_PLACEHOLDER: Final = re.compile(r"\{([a-z_]+)\}")
_IN_BRACES: Final = re.compile(r"\{+[^{}\n]*\}+")
"""Whatever was perhaps meant as one."""

OPENING: Final = frozenset({"link", "code"})
"""Placeholders for what may open something."""

NEEDED: Final = OPENING | {"details", "answer", "changes", "visits", "text"}
"""Placeholders without which a mail that has them is good for nothing."""


def placeholders_of(text: str) -> set[str]:
    """The names that stand in braces in `text`."""
    return set(_PLACEHOLDER.findall(text))


def in_braces(text: str) -> list[str]:
    """All that stands in braces in `text`, with its braces, in order: `{name}`, but also `{Name}` and `{{name}}`."""
    return _IN_BRACES.findall(text)


class Reader(StrEnum):
    """Who gets mails of a kind."""

    USER = "user"
    """Customers, and others who sign in, or may."""
    OFFICE = "office"
    """What it gets is English, as its program is."""
    HOST = "host"
    """Who runs the receiver: what those mails say is none of the company's business."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of mail and its text in English."""

    name: str
    about: str
    """When it is sent, a sentence for the administration site."""
    subject: str
    text: str
    placeholders: Mapping[str, str]
    """Each name, and what it stands for, for whoever writes a text of the company's own."""
    reader: Reader = Reader.USER

    @property
    def needed(self) -> frozenset[str]:
        """The placeholders that a text of this mail can't do without."""
        return NEEDED & self.placeholders.keys()

    def filled(self, text: str, values: Mapping[str, str]) -> str:
        """`text` with the values in place of the placeholders; values are never looked at for placeholders again."""
        return _PLACEHOLDER.sub(lambda found: values.get(found[1], found[0]), text)
