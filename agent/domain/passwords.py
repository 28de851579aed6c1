"""Unique passwords (feature row A6): a different one for each row, from the system's random source.

Four of 7,776 words make 51 bits, twelve base-32 characters make 60.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from secrets import choice
from typing import Literal

Kind = Literal["words", "random"]

WORDS = 4
CHARACTERS = 12
ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"
"""32 characters, without those that look like others in print (l, o, 0, 1)."""


def unique(kind: Kind, words: Sequence[str], taken: Collection[str] = ()) -> Iterator[str]:
    """Passwords without end, none of them twice and none of `taken`. `words` is the list that "words" draws from."""
    make: Callable[[], str] = _random if kind == "random" else lambda: "-".join(choice(words) for _ in range(WORDS))
    given = set(taken)
    while True:
        password = make()
        if password not in given:
            given.add(password)
            yield password


def _random() -> str:
    return "".join(choice(ALPHABET) for _ in range(CHARACTERS))
