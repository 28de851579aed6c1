"""Which passwords are weak (reliability section 2, point 5): only the office can see it, the portal is told."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

MINIMUM_CHARACTERS = 8
_OTHER = re.compile(r"[\W_]+")
HOUSE_WORDS = frozenset({"clip", "porchlight"})


class Weakness:
    """Judges passwords of one office: `common` is the blocklist, `house` words that name the office."""

    def __init__(self, common: frozenset[str], house: Iterable[str]) -> None:
        self._blocked = {_folded(word) for word in common} | HOUSE_WORDS | {_folded(word) for word in house}

    def weak(self, password: str, own: Iterable[str]) -> bool:
        """Whether `password` is too short, common, or one of the words its owner is known by (`own`: name, number,
        phone numbers)."""
        if len(unicodedata.normalize("NFKC", password)) < MINIMUM_CHARACTERS:
            return True
        folded = _folded(password)
        return not folded or folded in self._blocked or any(folded == _folded(word) for word in own)


def _folded(text: str) -> str:
    """Letters and digits alone, in one case: what somebody who guesses would try first."""
    if text.isascii() and text.isalnum():  # nothing to normalise or to leave out
        return text.lower()
    return _OTHER.sub("", unicodedata.normalize("NFKC", text).casefold())
