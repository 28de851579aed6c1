"""Which passwords are weak (reliability section 2, point 5): only the office can see it, the portal is told."""

from __future__ import annotations

from collections.abc import Iterable

from shared.weak_passwords import HOUSE_WORDS, folded, too_short


class Weakness:
    """Judges passwords of one office: `common` is the blocklist, `house` words that name the office."""

    def __init__(self, common: frozenset[str], house: Iterable[str]) -> None:
        self._blocked = {folded(word) for word in common} | HOUSE_WORDS | {folded(word) for word in house}

    def weak(self, password: str, own: Iterable[str]) -> bool:
        """Whether `password` is too short, common, or one of the words its owner is known by (`own`: name, number,
        phone numbers)."""
        if too_short(password):
            return True
        word = folded(password)
        return not word or word in self._blocked or any(word == folded(one) for one in own)
