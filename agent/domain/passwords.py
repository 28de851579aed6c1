"""Unique passwords (feature row A6): a different one for each row, from the system's random source.

Four of 7,776 words make 51 bits, twelve base-32 characters make 60.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import islice
from os import urandom
from typing import Literal

Kind = Literal["words", "random"]

WORDS = 4
CHARACTERS = 12
ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"
"""32 characters, without those that look like others in print (l, o, 0, 1)."""
_LETTERS = ALPHABET.encode() * 8
"""The letter of every byte, each letter for as many."""
_AT_ONCE = 256
"""Passwords for which the random source is asked together."""
_SIXTEEN_BITS = 1 << 16


def unique(kind: Kind, words: Sequence[str], taken: Collection[str] = ()) -> Iterator[str]:
    """Passwords without end, none of them twice and none of `taken`. `words` is the list that "words" draws from."""
    made = _random() if kind == "random" else _in_words(words)
    given = set(taken)
    for password in made:
        if password not in given:
            given.add(password)
            yield password


def _random() -> Iterator[str]:
    while True:
        drawn = urandom(CHARACTERS * _AT_ONCE).translate(_LETTERS).decode("ascii")
        yield from [drawn[at : at + CHARACTERS] for at in range(0, len(drawn), CHARACTERS)]


def _in_words(words: Sequence[str]) -> Iterator[str]:
    drawn = _below(len(words))
    while True:
        yield "-".join([words[at] for at in islice(drawn, WORDS)])


def _below(limit: int) -> Iterator[int]:
    """Numbers from 0 up to `limit`, each as likely: what would make the first ones likelier is thrown away."""
    fair = _SIXTEEN_BITS - _SIXTEEN_BITS % limit
    while True:
        for drawn in memoryview(urandom(2 * WORDS * _AT_ONCE)).cast("H"):
            if drawn < fair:
                yield drawn % limit
